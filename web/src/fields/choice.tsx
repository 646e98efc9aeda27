/** Choices, one or many: coloured labels, chosen from a list with a search box. */
import { ChevronDown } from "lucide-react";
import type { FieldMeta, Value } from "@/api/types";
import { classes } from "@/lib/classes";
import { useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import { controlButtonClass } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import { Picker, type PickerOption } from "@/ui/Picker";
import { toneOf } from "@/ui/tone";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { fields } from "./strings";
import { None } from "./text";
import styles from "./values.module.css";

export const asList = (value: unknown): string[] =>
  Array.isArray(value) ? (value as string[]) : isBlank(value) ? [] : [String(value)];

function useOptions(field: FieldMeta): PickerOption[] {
  const say = useSay();
  return (field.settings.options ?? []).map(({ key, label, color }) => ({
    value: key,
    label: say(label),
    keywords: `${key} ${label.en} ${label.zh}`,
    display: <Tag tone={toneOf(color)}>{say(label)}</Tag>,
  }));
}

export function OptionTag({ field, value }: { field: FieldMeta; value: string }) {
  const say = useSay();
  const option = field.settings.options?.find(({ key }) => key === value);
  if (option) return <Tag tone={toneOf(option.color)}>{say(option.label)}</Tag>;
  return (
    <Tag
      tone={
        field.kind === "tags" && !field.settings.item && /^(vip|重要)$/i.test(value) ? "violet" : "neutral"
      }
    >
      {value}
    </Tag>
  );
}

function ChoiceDisplay({ value, field }: DisplayProps) {
  return isBlank(value) ? <None /> : <OptionTag field={field} value={String(value)} />;
}

export function ManyDisplay({ value, field, dense }: DisplayProps) {
  const t = fields.useText();
  const items = asList(value);
  if (!items.length) return dense ? null : <None />;
  const shown = dense ? items.slice(0, 3) : items;
  return (
    <span className={classes(styles.tags, !dense && styles.wrap)}>
      {shown.map((item) => (
        <OptionTag key={item} field={field} value={item} />
      ))}
      {shown.length < items.length && (
        <span className="muted" title={items.slice(3).join(", ")}>
          +{items.length - shown.length}
          <span className="visually-hidden">{t("more", { count: items.length - shown.length })}</span>
        </span>
      )}
    </span>
  );
}

function ChoiceInput({ value, field, onChange, onCommit, inPlace, ...rest }: InputProps) {
  const t = fields.useText();
  const say = useSay();
  const options = useOptions(field);
  const selected = asList(value);
  const pick = (key: string, close?: () => void) => {
    const next = selected.includes(key) && !field.required ? null : key;
    onChange(next);
    onCommit?.(next);
    close?.();
  };
  const label = say(field.label);
  if (inPlace)
    return (
      <Picker
        label={label}
        options={options}
        selected={selected}
        onPick={(key) => pick(key)}
        searchable={options.length > 6}
      />
    );
  return (
    <Popover
      label={label}
      stretch
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          className={controlButtonClass}
          {...props}
          id={rest.id}
          aria-describedby={rest["aria-describedby"]}
          aria-invalid={rest["aria-invalid"]}
        >
          <span className="grow">
            {isBlank(value) ? (
              <span className="muted">{t("choose")}</span>
            ) : (
              <OptionTag field={field} value={String(value)} />
            )}
          </span>
          <ChevronDown size={14} aria-hidden />
        </button>
      )}
    >
      {(close) => (
        <Picker
          label={label}
          options={options}
          selected={selected}
          onPick={(key) => pick(key, close)}
          searchable={options.length > 6}
        />
      )}
    </Popover>
  );
}

function MultiInput({ value, field, onChange, inPlace, ...rest }: InputProps) {
  const t = fields.useText();
  const say = useSay();
  const options = useOptions(field);
  const selected = asList(value);
  const toggle = (key: string) =>
    onChange(selected.includes(key) ? selected.filter((one) => one !== key) : [...selected, key]);
  const label = say(field.label);
  const picker = (
    <Picker
      multiple
      label={label}
      options={options}
      selected={selected}
      onPick={toggle}
      searchable={options.length > 6}
    />
  );
  if (inPlace) return picker;
  return (
    <Popover
      label={label}
      stretch
      trigger={({ ref, ...props }) => (
        <button type="button" ref={ref} className={controlButtonClass} {...props} {...rest}>
          {selected.length ? (
            selected.map((key) => <OptionTag key={key} field={field} value={key} />)
          ) : (
            <span className="muted">{t("choose")}</span>
          )}
        </button>
      )}
    >
      {() => picker}
    </Popover>
  );
}

function ChoiceFilter({ field, op, value, onChange }: FilterProps) {
  const say = useSay();
  const options = useOptions(field);
  const many = !["eq", "ne"].includes(op);
  const selected = asList(value);
  return (
    <Picker
      multiple={many}
      label={say(field.label)}
      options={options}
      selected={selected}
      searchable={options.length > 6}
      onPick={(key) =>
        onChange(
          many ? (selected.includes(key) ? selected.filter((one) => one !== key) : [...selected, key]) : key,
        )
      }
    />
  );
}

export function ChoiceFilterText({ field, value }: FilterTextProps) {
  const say = useSay();
  return asList(value)
    .map((key) => {
      const option = field.settings.options?.find((one) => one.key === key);
      return option ? say(option.label) : key;
    })
    .join(", ");
}

const base = { FilterText: ChoiceFilterText, align: "start", editor: "panel" } as const;
const list = (value: Value) => asList(value);

export const choice: FieldKindUi = {
  ...base,
  Display: ChoiceDisplay,
  Input: ChoiceInput,
  Filter: ChoiceFilter,
  width: 122,
  firstOperator: "in",
};
export const multi_choice: FieldKindUi = {
  ...base,
  Display: ManyDisplay,
  Input: MultiInput,
  Filter: ChoiceFilter,
  width: 180,
  firstOperator: "has_any",
  toBody: list,
};
