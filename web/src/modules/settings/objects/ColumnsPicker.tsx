/** Which columns the lists of an object begin with, in their order; none chosen: its first fields. */
import type { ObjectMeta } from "@/api/types";
import { pathOf, useSay } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import styles from "../settings.module.css";
import own from "./objects.module.css";
import { objects } from "./strings";

interface ColumnsPickerProps {
  object: ObjectMeta;
  columns: readonly string[];
  onChange: (columns: string[]) => void;
}

export function ColumnsPicker({ object, columns, onChange }: ColumnsPickerProps) {
  const t = objects.useText();
  const say = useSay();
  const chosen = columns.length ? columns : object.columns;
  const flip = (path: string) => {
    const next = chosen.includes(path) ? chosen.filter((one) => one !== path) : [...chosen, path];
    onChange([...next]);
  };
  return (
    <fieldset className={own.fieldset}>
      <legend className="secondary">{t("columns")}</legend>
      <div className={own.columns}>
        {object.fields.map((field) => (
          <label key={field.key} className={styles.check}>
            <Checkbox
              checked={chosen.includes(pathOf(field))}
              disabled={field.key === object.title_field}
              onChange={() => flip(pathOf(field))}
            />
            {say(field.label)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
