/** What is noted of one person: a control for each attribute there is. */
import { useQuery } from "@tanstack/react-query";
import type { Attribute, FieldMeta } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { useMeta, useSay } from "@/metadata";
import { Skeleton } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import styles from "../settings.module.css";
import { attributeKeys, type Values, valuesOf } from "./api";
import { attributes } from "./strings";

interface PersonAttributesProps {
  person: string;
  /** What is about to be noted, once something was changed. */
  values: Values | null;
  onChange: (values: Values) => void;
}

export function PersonAttributes({ person, values, onChange }: PersonAttributesProps) {
  const t = attributes.useText();
  const say = useSay();
  const known = useMeta().attributes;
  const stored = useQuery({
    queryKey: attributeKeys.of(person),
    queryFn: () => valuesOf(person),
    enabled: known.length > 0,
  });
  if (known.length === 0) return null;
  if (!stored.data) return <Skeleton height={60} />;
  const shown = values ?? stored.data;
  return (
    <fieldset className={styles.choices}>
      <legend className="secondary">{t("attributes")}</legend>
      {known.map((attribute) => {
        const field = fieldFor(attribute);
        const { Input } = kindOf(field);
        return (
          <Field key={attribute.key} label={say(attribute.label)}>
            {(ids) => (
              <Input
                {...ids}
                field={field}
                value={shown[attribute.key] ?? []}
                onChange={(next) => onChange({ ...shown, [attribute.key]: (next ?? []) as string[] })}
              />
            )}
          </Field>
        );
      })}
    </fieldset>
  );
}

/** The attribute as a field of several choices, or of texts. */
function fieldFor({ key, label, options }: Attribute): FieldMeta {
  return {
    key,
    label,
    kind: options.length ? "multi_choice" : "tags",
    required: false,
    readonly: false,
    custom: false,
    sortable: false,
    filterable: false,
    operators: [],
    settings: { options },
  } as FieldMeta;
}
