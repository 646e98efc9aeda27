/** A moment in the reader's time zone. */
import type { FieldMeta } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { Field } from "@/ui/Field";
import { marketing } from "../strings";

const MOMENT: FieldMeta = {
  key: "at",
  kind: "datetime",
  label: { en: "When", zh: "发送时间" },
  required: false,
  readonly: false,
  custom: false,
  sortable: false,
  filterable: false,
  settings: {},
  operators: [],
};

interface MomentInputProps {
  value: string | null;
  onChange: (value: string | null) => void;
}

export function MomentInput({ value, onChange }: MomentInputProps) {
  const t = marketing.useText();
  const { Input } = kindOf(MOMENT);
  return (
    <Field label={t("changeTime")}>
      {(ids) => (
        <Input
          {...ids}
          field={MOMENT}
          value={value}
          onChange={(next) => onChange(next ? String(next) : null)}
        />
      )}
    </Field>
  );
}
