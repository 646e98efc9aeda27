/** Free tags, and lists of further e-mail addresses or phones. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countByValue } from "@/api/records";
import type { FieldMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { pathOf, useMeta, useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import { controlButtonClass } from "@/ui/Field";
import { Picker } from "@/ui/Picker";
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

/** The tags in use on the object the field is of, most used first. */
function useTagsInUse(field: FieldMeta): { used: string[]; loading: boolean } {
  const { objects } = useMeta();
  const object = objects.find((one) => one.fields.includes(field))?.key ?? "";
  const found = useQuery({
    queryKey: ["tags", object, pathOf(field)],
    queryFn: () => countByValue(object, pathOf(field)),
    enabled: object !== "" && !field.settings.item,
    staleTime: 300_000,
    retry: false,
  });
  return { used: (found.data ?? []).map(({ value }) => value), loading: found.isLoading };
}

function TagsFilter({ field, op, value, onChange }: FilterProps) {
  const say = useSay();
  const { used, loading } = useTagsInUse(field);
  const items = asList(value);
  const set = (next: string[]) => onChange(op === "eq" ? next[0] : next);
  if (!field.settings.item)
    return (
      <Picker
        multiple
        loading={loading}
        label={say(field.label)}
        selected={items}
        options={[...new Set([...items, ...used])].map((tag) => ({
          value: tag,
          label: tag,
          display: <Tag tone={toneForName(tag)}>{tag}</Tag>,
        }))}
        onPick={(tag) => set(items.includes(tag) ? items.filter((one) => one !== tag) : [...items, tag])}
        onCreate={(tag) => set([...items, tag])}
      />
    );
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
