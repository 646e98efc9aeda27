/** Free tags, and lists of further e-mail addresses or phones. */
import { useState } from "react";
import { classes } from "@/lib/classes";
import { Tag } from "@/ui/atoms";
import { controlButtonClass } from "@/ui/Field";
import { toneForName } from "@/ui/tone";
import { asList, ChoiceFilterText, ManyDisplay } from "./choice";
import type { FieldKindUi, FilterProps, InputProps } from "./kind";
import { fields } from "./strings";
import styles from "./values.module.css";

/** Free tags: typed, ended by Enter or a comma, removed by Backspace or their cross. */
function TagsInput({ value, field, onChange, onCommit, onCancel, inPlace, ...rest }: InputProps) {
  const t = fields.useText();
  const [text, setText] = useState("");
  const items = asList(value);
  const add = (extra: string): string[] => {
    const fresh = extra
      .split(/[,，;；\n]/)
      .map((part) => part.trim())
      .filter((part) => part && !items.includes(part));
    const next = fresh.length ? [...items, ...fresh] : items;
    if (fresh.length) onChange(next);
    setText("");
    return next;
  };
  return (
    <div
      className={classes(inPlace ? styles.column : controlButtonClass)}
      style={inPlace ? { flexDirection: "row", flexWrap: "wrap", gap: 4 } : undefined}
    >
      {items.map((item) => (
        <Tag
          key={item}
          tone={field.settings.item ? "neutral" : toneForName(item)}
          removeLabel={t("remove", { name: item })}
          onRemove={() => onChange(items.filter((one) => one !== item))}
        >
          {item}
        </Tag>
      ))}
      <input
        {...rest}
        data-autofocus={inPlace ? "" : undefined}
        aria-label={rest.id ? undefined : t("addTag")}
        className={styles.entry}
        placeholder={t("addTag")}
        value={text}
        onChange={(event) =>
          /[,，;；]$/.test(event.target.value) ? add(event.target.value) : setText(event.target.value)
        }
        onBlur={() => text && add(text)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && (text || onCommit)) {
            event.preventDefault();
            event.stopPropagation();
            if (text) add(text);
            else onCommit?.(items);
          }
          if (event.key === "Backspace" && !text && items.length) onChange(items.slice(0, -1));
          if (event.key === "Escape" && onCancel) {
            event.stopPropagation();
            onCancel();
          }
        }}
      />
    </div>
  );
}

function TagsFilter({ field, op, value, onChange }: FilterProps) {
  return (
    <TagsInput
      inPlace
      field={field}
      value={asList(value)}
      onChange={(next) => onChange(op === "eq" ? asList(next)[0] : next)}
    />
  );
}

export const tags: FieldKindUi = {
  FilterText: ChoiceFilterText,
  align: "start",
  editor: "panel",
  Display: ManyDisplay,
  Input: TagsInput,
  Filter: TagsFilter,
  width: 160,
  firstOperator: "has_any",
  toBody: asList,
};
