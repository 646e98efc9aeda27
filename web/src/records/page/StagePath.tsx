/** Where the record stands on its way; a press moves it. Ends such as "cancelled" stand apart, off the path. */
import type { ObjectMeta, Option, Row } from "@/api/types";
import { classes } from "@/lib/classes";
import { useMay, useSay, valueIn } from "@/metadata";
import { useSaveField } from "../data";
import { records } from "../strings";
import styles from "./page.module.css";

export function StagePath({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = records.useText();
  const say = useSay();
  const may = useMay();
  const save = useSaveField(object);
  const field = object.fields.find((one) => one.key === object.stage_field);
  const options = field?.settings.options ?? [];
  if (!field || options.length < 2 || options.length > 9) return null;
  // Where a way ends without arriving is no step of it.
  const isEnd = (option: Option) => ["danger", "warn"].includes(option.color ?? "");
  const steps = options.filter((option) => !isEnd(option));
  const ends = options.filter(isEnd);
  const value = valueIn(row, field);
  const now = steps.findIndex((option) => option.key === value);
  const open = may(object.key, "edit") && !field.readonly;
  return (
    <div className={styles.path} role="radiogroup" aria-label={say(field.label) || t("stage")}>
      {[...steps, ...ends].map((option, index) => (
        <button
          key={option.key}
          type="button"
          role="radio"
          aria-checked={option.key === value}
          disabled={!open}
          className={classes(
            isEnd(option) ? styles.end : styles.stage,
            index < now && styles.done,
            index === now && styles.now,
            index === steps.length && styles.firstEnd,
            isEnd(option) && option.key === value && styles.off,
          )}
          onClick={() => option.key !== value && void save(row, field, option.key)}
        >
          {say(option.label)}
        </button>
      ))}
    </div>
  );
}
