/** Choosing the drawing an object goes by, as it will look in its colour. */
import { type KeyboardEvent, useRef } from "react";
import { classes } from "@/lib/classes";
import { ICON_NAMES, iconOf } from "@/ui/icons";
import styles from "./objects.module.css";

interface IconPickerProps {
  label: string;
  value: string;
  tone: string;
  onChange: (icon: string) => void;
}

export function IconPicker({ label, value, tone, onChange }: IconPickerProps) {
  const box = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    ICON_NAMES.findIndex((name) => iconOf(name) === iconOf(value)),
  );
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (at + step + ICON_NAMES.length) % ICON_NAMES.length;
    onChange(ICON_NAMES[next] as string);
    box.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  return (
    <div
      ref={box}
      role="radiogroup"
      aria-label={label}
      className={classes(styles.icons, `tone-${tone}`)}
      onKeyDown={move}
    >
      {ICON_NAMES.map((name, index) => {
        const Icon = iconOf(name);
        return (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={index === at}
            aria-label={name}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onChange(name)}
          >
            <Icon size={17} strokeWidth={1.6} aria-hidden />
          </button>
        );
      })}
    </div>
  );
}
