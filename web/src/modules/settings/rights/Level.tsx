/** One setting as a chip that opens its choices: which rows, or how a field is seen; marked where it was changed. */
import { RotateCcw } from "lucide-react";
import { classes } from "@/lib/classes";
import { Menu, type MenuEntry } from "@/ui/Menu";
import type { Setting } from "./draft";
import styles from "./rights.module.css";
import { rights } from "./strings";

export interface Choice<V extends string> {
  value: V;
  label: string;
  text: string;
}

interface LevelProps<V extends string> {
  /** What is set, for those who do not see the column. */
  label: string;
  setting: Setting<V>;
  choices: readonly Choice<V>[];
  /** null goes back to the default. */
  onChange: (value: V | null) => void;
  fixed?: boolean | undefined;
  problem?: string | undefined;
  place: string;
  tabIndex?: number | undefined;
}

export function Level<V extends string>({
  label,
  setting,
  choices,
  onChange,
  fixed,
  problem,
  place,
  tabIndex,
}: LevelProps<V>) {
  const t = rights.useText();
  const nameOf = (value: V) => choices.find((choice) => choice.value === value)?.label ?? value;
  const name = nameOf(setting.value);
  const title = [
    setting.set && t("cellChanged", { standard: nameOf(setting.standard) }),
    setting.fresh && t("unsavedMark"),
    problem,
  ].filter(Boolean);
  const entries: MenuEntry[] = [
    ...choices.map((choice) => ({
      key: choice.value,
      label: choice.label,
      note: choice.text,
      checked: setting.value === choice.value,
      onSelect: () => onChange(choice.value),
    })),
    ...(setting.set
      ? [
          { key: "line", separator: true as const },
          {
            key: "standard",
            icon: RotateCcw,
            label: t("toDefault", { value: nameOf(setting.standard) }),
            onSelect: () => onChange(null),
          },
        ]
      : []),
  ];
  return (
    <Menu
      label={label}
      entries={entries}
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          {...props}
          disabled={fixed}
          tabIndex={tabIndex}
          data-place={place}
          aria-label={[label, ...title].join(", ")}
          aria-invalid={problem ? true : undefined}
          title={title.join("\n") || undefined}
          className={classes(
            styles.level,
            styles[setting.value],
            setting.set && styles.set,
            setting.fresh && styles.fresh,
            problem && styles.wrong,
          )}
          onKeyDown={(event) => {
            const choice = choices[Number(event.key) - 1];
            if (choice) onChange(choice.value);
            else if (event.key === "Backspace" || event.key === "Delete") onChange(null);
            else return;
            event.preventDefault();
          }}
        >
          {name}
        </button>
      )}
    />
  );
}
