/** What something is called in both languages; the one the reader uses is where the form begins. */
import type { Text } from "@/api/types";
import { useLanguage } from "@/lib/strings";
import { Field, TextInput } from "@/ui/Field";
import styles from "./own.module.css";
import { ownFields } from "./strings";

interface NameFieldsProps {
  value: Text;
  onChange: (value: Text) => void;
  /** Both must be given; otherwise one stands for the other. */
  required?: boolean;
  /** What is wrong, by place: `label.zh`, `label.en`. */
  errors?: Record<string, string>;
}

export function NameFields({ value, onChange, required = false, errors = {} }: NameFieldsProps) {
  const t = ownFields.useText();
  const language = useLanguage();
  const field = (of: "zh" | "en", label: string) => {
    const error = errors[`label.${of}`];
    return (
      <Field label={label} required={required} {...(error ? { error } : {})}>
        {(ids) => (
          <TextInput
            {...ids}
            data-autofocus={(language === "en") === (of === "en") ? "" : undefined}
            maxLength={100}
            value={value[of]}
            onChange={(event) => onChange({ ...value, [of]: event.target.value })}
          />
        )}
      </Field>
    );
  };
  return (
    <div className={styles.pair}>
      {field("zh", t("labelZh"))}
      {field("en", t("labelEn"))}
    </div>
  );
}
