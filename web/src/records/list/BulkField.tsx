/** One field for all selected rows, in a popover: which, what it becomes, and for lists what is added or removed. */
import type { Pencil } from "lucide-react";
import { useState } from "react";
import type { FieldMeta, ObjectMeta, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { pathOf, useSay } from "@/metadata";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { Picker } from "@/ui/Picker";
import { records } from "../strings";
import styles from "./list.module.css";

/** What happens to a list: it is added to, taken from, or set anew; everything else can only be set. */
export type Way = "set" | "add" | "remove";
const LISTS = ["tags", "multi_choice"];

interface BulkFieldProps {
  object: ObjectMeta;
  fields: FieldMeta[];
  label: string;
  icon: typeof Pencil;
  count: number;
  onSet: (field: FieldMeta, value: Value, way: Way) => Promise<void>;
}

export function BulkField({ fields, label, icon: Icon, count, onSet }: BulkFieldProps) {
  const t = records.useText();
  const say = useSay();
  const [field, setField] = useState<FieldMeta | null>(null);
  const [value, setValue] = useState<Value>(null);
  const [way, setWay] = useState<Way>("add");
  const only = fields.length === 1 ? fields[0] : null;
  const chosen = only ?? field;
  const Input = chosen && kindOf(chosen).Input;
  const list = chosen !== null && chosen !== undefined && LISTS.includes(chosen.kind);
  return (
    <Popover
      label={label}
      onOpenChange={() => {
        setField(null);
        setValue(null);
        setWay("add");
      }}
      trigger={({ ref, ...props }) => (
        <button type="button" ref={ref} {...props}>
          <Icon size={14} aria-hidden />
          {label}
        </button>
      )}
    >
      {(close) =>
        chosen && Input ? (
          <div className={styles.ask}>
            <b>{say(chosen.label)}</b>
            {list && (
              <Segmented
                label={t("way")}
                value={way}
                options={(["add", "remove", "set"] as const).map((one) => ({
                  value: one,
                  label: t(`way_${one}`),
                }))}
                onChange={setWay}
              />
            )}
            <Input field={{ ...chosen, required: false }} value={value} onChange={setValue} />
            <Button
              variant="primary"
              disabled={list && way !== "set" && isBlank(value)}
              onClick={() => {
                close();
                void onSet(chosen, value, list ? way : "set");
              }}
            >
              {t("applyTo", { count })}
            </Button>
          </div>
        ) : (
          <Picker
            label={t("chooseField")}
            options={fields.map((one) => ({
              value: pathOf(one),
              label: say(one.label),
              keywords: `${one.label.en} ${one.label.zh}`,
            }))}
            onPick={(path) => setField(fields.find((one) => pathOf(one) === path) ?? null)}
          />
        )
      }
    </Popover>
  );
}
