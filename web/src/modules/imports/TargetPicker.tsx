/** The field a column fills: chosen from all that may be entered, left out, or made new on the spot. */
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Plus } from "lucide-react";
import { useState } from "react";
import type { ObjectMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { useMay, useSay } from "@/metadata";
import { FieldDialog } from "@/records/own/FieldDialog";
import { Button } from "@/ui/Button";
import { controlButtonClass } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import { Picker, type PickerOption } from "@/ui/Picker";
import { getImport, type Import, importKeys } from "./api";
import styles from "./imports.module.css";
import { imports } from "./strings";
import { guessKind } from "./wizard";

const NONE = "-";

interface TargetPickerProps {
  object: ObjectMeta;
  source: Import;
  /** The column's name. */
  name: string;
  /** Cells of the column. */
  samples: readonly string[];
  value: string | null;
  used: readonly (string | null)[];
  onPick: (path: string | null) => void;
}

export function TargetPicker({ object, source, name, samples, value, used, onPick }: TargetPickerProps) {
  const t = imports.useText();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const chosen = source.targets.find((target) => target.path === value);
  const options: PickerOption[] = [
    { value: NONE, label: t("leaveOut"), display: <span className="muted">{t("leaveOut")}</span> },
    ...source.targets.map((target) => ({
      value: target.path,
      label: say(target.label),
      keywords: `${target.label.en} ${target.label.zh} ${target.path}`,
      ...(target.path !== value && used.includes(target.path) ? { hint: "✓" } : {}),
    })),
  ];
  return (
    <>
      <Popover
        label={t("fieldOf", { name })}
        stretch
        trigger={({ ref, ...props }) => (
          <button
            type="button"
            ref={ref}
            aria-label={`${t("fieldOf", { name })}: ${chosen ? say(chosen.label) : t("leaveOut")}`}
            className={classes(controlButtonClass, styles.target, !chosen && styles.out)}
            {...props}
          >
            <span className="grow ellipsis">{chosen ? say(chosen.label) : t("leaveOut")}</span>
            <ChevronDown size={14} aria-hidden />
          </button>
        )}
      >
        {(close) => (
          <Picker
            label={t("fieldOf", { name })}
            options={options}
            selected={[value ?? NONE]}
            onPick={(path) => {
              close();
              onPick(path === NONE ? null : path);
            }}
            footer={
              may(object.key, "admin") && (
                <div className={styles.newField}>
                  <Button
                    size="small"
                    variant="ghost"
                    icon={Plus}
                    onClick={() => {
                      close();
                      setMaking(true);
                    }}
                  >
                    {t("newField", { name })}
                  </Button>
                </div>
              )
            }
          />
        )}
      </Popover>
      {making && (
        <FieldDialog
          object={object}
          field={null}
          name={name}
          guess={guessKind(samples)}
          onClose={() => setMaking(false)}
          onSaved={(path) =>
            void getImport(source.id).then((fresh) => {
              client.setQueryData(importKeys.one(fresh.id), fresh);
              onPick(path);
            })
          }
        />
      )}
    </>
  );
}
