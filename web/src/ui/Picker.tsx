/** Choosing from a list with a search box: one or many, from memory or from the server, with an offer to create. */
import { Check, Plus } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { classes } from "@/lib/classes";
import { useEnter } from "./enter";
import styles from "./Picker.module.css";
import { ui } from "./strings";

export interface PickerOption {
  value: string;
  label: string;
  /** What is drawn instead of the bare label. */
  display?: ReactNode;
  hint?: string;
  group?: string;
  /** More words that find it (English beside Chinese, a key). */
  keywords?: string;
}

export interface PickerProps {
  label: string;
  options: readonly PickerOption[];
  selected?: readonly string[];
  multiple?: boolean;
  /** The options do not answer what is typed yet. */
  loading?: boolean;
  /** Given: the server searches, and options are shown as they come. */
  onSearch?: (text: string) => void;
  onPick: (value: string) => void;
  onCreate?: (text: string) => void;
  searchable?: boolean;
  footer?: ReactNode;
}

export function Picker({
  label,
  options,
  selected = [],
  multiple,
  loading = false,
  onSearch,
  onPick,
  onCreate,
  searchable = true,
  footer,
}: PickerProps) {
  const t = ui.useText();
  const id = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const leaving = useRef(false);
  const wanted = text.trim().toLowerCase();
  const named = ({ label }: PickerOption) => label.toLowerCase() === wanted;
  const found = options.filter((option) =>
    `${option.label} ${option.keywords ?? ""} ${option.group ?? ""}`.toLowerCase().includes(wanted),
  );
  // What is called just so comes before what only contains the words: Orders before Number of orders.
  const shown =
    onSearch || !wanted ? options : [...found.filter(named), ...found.filter((option) => !named(option))];
  const creatable = onCreate && wanted && !options.some(named);
  const total = shown.length + (creatable ? 1 : 0);

  useEffect(() => {
    list.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
  });
  const choose = (index: number) => {
    const option = shown[index];
    if (option) onPick(option.value);
    else if (creatable) onCreate(text.trim());
    if (multiple) setText("");
  };
  const enter = useEnter({
    text,
    waiting: loading,
    // What was marked meanwhile is marked in the answer to an older text.
    choose: () => {
      choose(enter.held ? 0 : active);
      if (leaving.current)
        box.current?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    },
  });
  const search = (next: string) => {
    setText(next);
    setActive(0);
    leaving.current = false;
    onSearch?.(next);
  };
  return (
    <div className={styles.picker}>
      <input
        ref={box}
        data-autofocus
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={total ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        className={classes(styles.search, !searchable && "visually-hidden")}
        readOnly={!searchable}
        placeholder={t("search")}
        value={text}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (loading) return;
            setActive((active + (event.key === "ArrowDown" ? 1 : -1) + total) % Math.max(total, 1));
          }
          if (event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            enter.press();
          }
          if (event.key === "Escape" && enter.held && !leaving.current) {
            // Whoever chose and left goes when the choice is made; a second Escape goes at once.
            event.preventDefault();
            event.stopPropagation();
            leaving.current = true;
          }
        }}
      />
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={multiple}
        aria-busy={loading}
        className={classes(styles.list, "scroll")}
      >
        {shown.map((option, index) => {
          const heading = option.group && option.group !== shown[index - 1]?.group ? option.group : null;
          const on = selected.includes(option.value);
          return (
            <div key={option.value} role="presentation">
              {heading && (
                <div className={styles.group} role="presentation">
                  {heading}
                </div>
              )}
              <div
                id={`${id}-${index}`}
                role="option"
                aria-selected={on}
                data-active={index === active}
                className={styles.option}
                onPointerMove={() => setActive(index)}
                onClick={() => choose(index)}
              >
                <span className="grow ellipsis">{option.display ?? option.label}</span>
                {option.hint && <span className={styles.hint}>{option.hint}</span>}
                {on && <Check size={15} aria-hidden className={styles.tick} />}
              </div>
            </div>
          );
        })}
        {creatable && (
          <div
            id={`${id}-${shown.length}`}
            role="option"
            aria-selected={false}
            data-active={active === shown.length}
            className={styles.option}
            onPointerMove={() => setActive(shown.length)}
            onClick={() => choose(shown.length)}
          >
            <Plus size={14} aria-hidden />
            {t("createOption", { name: text.trim() })}
          </div>
        )}
      </div>
      {total === 0 && <div className={styles.nothing}>{loading ? t("loading") : t("noMatch")}</div>}
      {footer}
    </div>
  );
}
