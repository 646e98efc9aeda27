/** Where the record stands on its way; a press moves it. Side tracks such as "lapsed" stand apart at the end. */
import type { ObjectMeta, Row } from "@/api/types";
import { classes } from "@/lib/classes";
import { useSay, valueIn } from "@/metadata";
import { useSaveField } from "../data";
import { useMine } from "../mine";
import { records } from "../strings";
import styles from "./page.module.css";
import { page } from "./strings";

export function StagePath({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = records.useText();
  const say = useSay();
  const mine = useMine(object, row.id);
  const save = useSaveField(object);
  const field = object.fields.find((one) => one.key === object.stage_field);
  const options = field?.settings.options ?? [];
  if (!field || options.length < 2 || options.length > 9) return null;
  const now = options.findIndex((option) => option.key === valueIn(row, field));
  const off = ["danger", "warn"].includes(options[now]?.color ?? "");
  const open = mine.may("edit") && !field.readonly;
  const closed = mine.why("edit") ?? (field.locked ? page.text("lockedField") : undefined);
  return (
    <div
      className={styles.path}
      role="radiogroup"
      aria-label={say(field.label) || t("stage")}
      title={open ? undefined : closed}
    >
      {options.map((option, index) => (
        <button
          key={option.key}
          type="button"
          role="radio"
          aria-checked={index === now}
          disabled={!open}
          className={classes(
            styles.stage,
            index < now && !off && styles.done,
            index === now && styles.now,
            index === now && off && styles.off,
          )}
          onClick={() => index !== now && void save(row, field, option.key)}
        >
          {say(option.label)}
        </button>
      ))}
    </div>
  );
}
