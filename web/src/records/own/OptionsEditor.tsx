/** The options of a choice: two names and a tone each. */
import { Plus, X } from "lucide-react";
import { classes } from "@/lib/classes";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { blankOption, type DraftOption, TONES } from "./draft";
import styles from "./own.module.css";
import { ownFields } from "./strings";

interface OptionsEditorProps {
  options: DraftOption[];
  onChange: (options: DraftOption[]) => void;
  /** Names alone, without colours. */
  plain?: boolean;
}

export function OptionsEditor({ options, onChange, plain = false }: OptionsEditorProps) {
  const t = ownFields.useText();
  const set = (at: number, change: Partial<DraftOption>) =>
    onChange(options.map((option, index) => (index === at ? { ...option, ...change } : option)));
  return (
    <fieldset className={styles.options} style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="secondary" style={{ padding: 0, fontSize: 12.5, marginBottom: 6 }}>
        {t("options")}
      </legend>
      {options.map((option, index) => {
        const at = index + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new option has no identity but its place
          <div key={index} className={classes(styles.optionRow, plain && styles.plain)}>
            <TextInput
              aria-label={`${t("option", { at })} · ${t("labelZh")}`}
              placeholder={t("labelZh")}
              value={option.zh}
              onChange={(event) => set(index, { zh: event.target.value })}
            />
            <TextInput
              aria-label={`${t("option", { at })} · ${t("labelEn")}`}
              placeholder={t("labelEn")}
              value={option.en}
              onChange={(event) => set(index, { en: event.target.value })}
            />
            {!plain && (
              <Select
                label={t("colour", { at })}
                value={option.color}
                options={TONES.map((tone) => ({ value: tone, label: t(`tone_${tone}`) }))}
                onChange={(color) => set(index, { color })}
              />
            )}
            <Button
              size="small"
              variant="ghost"
              icon={X}
              label={t("removeOption", { at })}
              onClick={() => onChange(options.filter((_, one) => one !== index))}
            />
          </div>
        );
      })}
      <div>
        <Button
          size="small"
          variant="ghost"
          icon={Plus}
          onClick={() => onChange([...options, blankOption()])}
        >
          {t("addOption")}
        </Button>
      </div>
    </fieldset>
  );
}
