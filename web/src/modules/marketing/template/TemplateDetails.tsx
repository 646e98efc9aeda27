/** Purpose, language and sender of a template, in a row above its text. */
import type { Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { useObject, useSay } from "@/metadata";
import { Field } from "@/ui/Field";
import { useSenderHelp } from "../sender";
import styles from "./template.module.css";

type Details = { purpose: string; language: string; from_name: string };

interface TemplateDetailsProps {
  values: Details;
  onChange: (change: Partial<Details>) => void;
}

export function TemplateDetails({ values, onChange }: TemplateDetailsProps) {
  const say = useSay();
  const object = useObject("template");
  const help = useSenderHelp()("from_name");
  return (
    <div className={styles.details}>
      {(["purpose", "language", "from_name"] as const).map((key) => {
        const field = object?.fields.find((one) => one.key === key);
        if (!field) return null;
        const { Input } = kindOf(field);
        return (
          <Field
            key={key}
            label={say(field.label)}
            {...(key === "from_name" && !values.from_name && help ? { help } : {})}
          >
            {(ids) => (
              <Input
                {...ids}
                field={{ ...field, required: key !== "from_name" }}
                value={values[key]}
                onChange={(value: Value) => onChange({ [key]: String(value ?? "") })}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}
