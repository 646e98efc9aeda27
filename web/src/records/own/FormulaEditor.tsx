/** A formula while it is written: completion, what is wrong and where, and what it gives for three real records. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { ObjectMeta, Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { useDebounced } from "@/lib/debounce";
import { useMeta, useSay } from "@/metadata";
import { Field, TextArea } from "@/ui/Field";
import { formulaFunctions, tryFormula } from "./api";
import { type Suggestion, suggestions, wordAt } from "./completion";
import styles from "./formula.module.css";
import { ownFields } from "./strings";

interface FormulaEditorProps {
  object: ObjectMeta;
  /** The key of a field that is there already. */
  fieldKey?: string | undefined;
  value: string;
  places: number;
  onChange: (expression: string) => void;
}

export function FormulaEditor({ object, fieldKey, value, places, onChange }: FormulaEditorProps) {
  const t = ownFields.useText();
  const say = useSay();
  const meta = useMeta();
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const functions = useQuery({
    queryKey: ["formula", "functions"],
    queryFn: formulaFunctions,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const settled = useDebounced({ expression: value, places }, 300);
  const tried = useQuery({
    queryKey: ["formula", object.key, fieldKey, settled],
    queryFn: () => tryFormula(object.key, { ...settled, ...(fieldKey ? { key: fieldKey } : {}) }),
    enabled: settled.expression.trim() !== "",
    retry: false,
    placeholderData: (kept) => kept,
  });
  const word = open ? wordAt(value, caret) : null;
  const offered = word ? suggestions(word.word, { meta, object, functions: functions.data ?? [], say }) : [];
  const chosen = Math.min(active, offered.length - 1);
  const take = (one: Suggestion) => {
    if (!word) return;
    const next = value.slice(0, word.at) + one.text + value.slice(caret);
    const at = word.at + one.text.length - one.back;
    onChange(next);
    setOpen(false);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at, at);
      setCaret(at);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (offered.length === 0 || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((chosen + step + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(offered[chosen] as Suggestion);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const same = settled.expression === value;
  const known = same && !tried.isPlaceholderData && value.trim() ? tried.data : undefined;
  const problem = known?.problem;
  const result = known?.field ? { field: known.field, preview: known.preview } : undefined;
  return (
    <div className={styles.formula}>
      <Field label={t("formula")} help={t("formulaHelp")}>
        {(ids) => (
          <TextArea
            {...ids}
            ref={box}
            rows={4}
            className={styles.box}
            spellCheck={false}
            aria-autocomplete="list"
            aria-controls={offered.length ? list : undefined}
            aria-activedescendant={offered.length ? `${list}-${chosen}` : undefined}
            aria-invalid={problem ? true : undefined}
            value={value}
            onChange={(event) => {
              onChange(event.target.value);
              setCaret(event.target.selectionStart);
              setActive(0);
              setOpen(true);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      {offered.length > 0 && (
        <div id={list} role="listbox" aria-label={t("suggestions")} className={styles.list}>
          {offered.map((one, index) => (
            <div
              key={one.text}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={classes(styles.option, index === chosen && styles.active)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <code>{one.text}</code>
              <span className="muted ellipsis">{one.note}</span>
            </div>
          ))}
        </div>
      )}
      <div role="status" className={styles.state}>
        {problem && (
          <>
            <pre className={styles.place} aria-hidden>
              {value.slice(Math.max(0, problem.at - 24), problem.at)}
              <mark>{value.slice(problem.at, problem.until) || " "}</mark>
              {value.slice(problem.until, problem.until + 24)}
            </pre>
            <p className={styles.error}>
              {t("atPlace", { at: problem.at + 1 })} {problem.message}
            </p>
          </>
        )}
        {same && tried.error && <p className={styles.error}>{tried.error.message}</p>}
        {result && <p className="secondary">{t("gives", { kind: t(`kind_${result.field.kind}`) })}</p>}
      </div>
      {result && result.preview.length > 0 && (
        <table className={styles.preview} aria-label={t("preview")}>
          <tbody>
            {result.preview.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: three records by their place, titles may repeat
              <tr key={index}>
                <th scope="row">{one.title}</th>
                <td>
                  <Shown field={result.field} value={one.value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Shown({ field, value }: { field: Parameters<typeof kindOf>[0]; value: unknown }) {
  const { Display } = kindOf(field);
  return <Display field={field} value={value as Value} dense />;
}
