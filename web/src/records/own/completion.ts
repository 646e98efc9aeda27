/** What may follow what is being typed in a formula: fields by path, the fields behind a lookup, functions. */
import type { FieldMeta, Meta, ObjectMeta } from "@/api/types";
import { objectOf, pathOf } from "@/metadata";
import type { FormulaFunction } from "./api";

export interface Suggestion {
  /** What is put in the place of the word. */
  text: string;
  /** Whose name, or what it does, beside it. */
  note: string;
  /** Where the caret stands afterwards, from the end of the text. */
  back: number;
}

const WORD = /[A-Za-z_][A-Za-z0-9_.]*$/;
const READ: ReadonlySet<FieldMeta["kind"]> = new Set([
  "text",
  "long_text",
  "choice",
  "number",
  "money",
  "percent",
  "rating",
  "duration",
  "auto_number",
  "boolean",
  "date",
  "datetime",
  "email",
  "phone",
  "url",
]);
const STEPS = 2;
const MOST = 8;

/** The word that ends at the caret, and where it begins; none inside a text in quotation marks. */
export function wordAt(text: string, caret: number): { word: string; at: number } | null {
  const before = text.slice(0, caret);
  const bare = before.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'|“[^”]*”/g, (quoted) =>
    " ".repeat(quoted.length),
  );
  if (/["'“]/.test(bare)) return null;
  const word = WORD.exec(bare)?.[0];
  return word ? { word, at: caret - word.length } : null;
}

function fieldsOf(
  meta: Meta,
  object: ObjectMeta,
  say: (text: FieldMeta["label"]) => string,
  before = "",
  steps = 0,
): Suggestion[] {
  return object.fields.flatMap((field) => {
    const path = before + pathOf(field);
    if (READ.has(field.kind)) return [{ text: path, note: say(field.label), back: 0 }];
    const target = field.kind === "lookup" && field.settings.object && objectOf(meta, field.settings.object);
    if (!target || steps === STEPS) return [];
    const nested = fieldsOf(meta, target, say, `${path}.`, steps + 1);
    return nested.map((one) => ({ ...one, note: `${say(field.label)} · ${one.note}` }));
  });
}

interface Known {
  meta: Meta;
  object: ObjectMeta;
  functions: readonly FormulaFunction[];
  say: (text: FieldMeta["label"]) => string;
}

/** Suggestions for a word, those that begin with it first. What is written out already is none. */
export function suggestions(word: string, { meta, object, functions, say }: Known): Suggestion[] {
  const sought = word.toLowerCase();
  const fields = fieldsOf(meta, object, say).filter(
    ({ text, note }) => text.includes(sought) || note.toLowerCase().includes(sought),
  );
  const calls = functions
    .filter(({ name }) => name.toLowerCase().startsWith(sought))
    .map(({ name, form, help }) => ({
      text: `${name}()`,
      note: `${form} · ${say(help)}`,
      back: form.endsWith("()") ? 0 : 1,
    }));
  const rank = ({ text }: Suggestion) =>
    Number(!text.toLowerCase().startsWith(sought)) * 100 + text.split(".").length;
  return [...fields, ...calls]
    .filter(({ text }) => text !== word)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST);
}
