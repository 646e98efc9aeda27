/** Column widths of this browser, by object and column; what the reader has not set fits its content and the screen. */
import { useState } from "react";
import type { FieldMeta } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { useSay } from "@/metadata";
import type { Column } from "./state";

const MIN = 70;
const TITLE = 205;
const WIDEST_TITLE = 400;
const PHONE = { title: 136, choice: 116, amount: 92, other: 132 };
/** Kinds that may give room when the columns would be a little wider than the screen, and how much of theirs. */
const YIELDING = new Set([
  "text",
  "long_text",
  "address",
  "tags",
  "multi_choice",
  "lookup",
  "email",
  "phone",
  "url",
]);
const YIELD = 0.22;
/** Padding of a cell and of the tag in it. */
const AROUND_TAG = 36;
/** Wide letters, as of Chinese, fill a square. */
const WIDE_LETTER = /[\u2e80-\uffef]/;

const sum = (widths: number[]) => widths.reduce((all, width) => all + width, 0);

/** About how wide a text is in a tag, in pixels. */
const tagWidth = (text: string) =>
  [...text].reduce((sum, letter) => sum + (WIDE_LETTER.test(letter) ? 12 : 6.6), 0);

export function useWidths(
  object: string,
  phone: boolean,
): {
  /** Widths of all columns: the first takes what the screen leaves, long texts give a little where it is short. */
  widthsOf: (columns: Column[], room: number) => number[];
  setWidth: (path: string, width: number) => void;
} {
  const say = useSay();
  const key = `zhike.widths.${object}`;
  const [widths, setWidths] = useState<Record<string, number>>(() => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  });
  const standardOf = (field: FieldMeta) => {
    const { width } = kindOf(field);
    const options = field.kind === "choice" ? (field.settings.options ?? []) : [];
    const longest = Math.max(0, ...options.map((option) => tagWidth(say(option.label))));
    const wanted = longest ? Math.min(190, Math.max(84, Math.round(longest) + AROUND_TAG)) : width;
    if (!phone) return wanted;
    if (longest) return Math.min(wanted, PHONE.choice);
    return Math.min(wanted, kindOf(field).align === "end" ? PHONE.amount : PHONE.other);
  };
  return {
    widthsOf: (columns, room) => {
      const fitted = columns.map(
        ({ field, path }, index) =>
          widths[path] ?? (index > 0 ? standardOf(field) : phone ? PHONE.title : TITLE),
      );
      const [first] = columns;
      // On a phone, what stands first is all that is seen without scrolling.
      const seen = phone ? fitted.slice(0, 3) : fitted;
      const spare = room - sum(seen);
      if (first && spare > 0 && widths[first.path] === undefined)
        fitted[0] = Math.min(WIDEST_TITLE, (fitted[0] as number) + spare);
      if (phone || spare >= 0) return fitted;
      const yields = columns.map(
        ({ field, path }, index) => index > 0 && YIELDING.has(field.kind) && widths[path] === undefined,
      );
      const share = -spare / sum(fitted.filter((_, index) => yields[index]));
      return share > YIELD
        ? fitted
        : fitted.map((width, index) => (yields[index] ? Math.floor(width * (1 - share)) : width));
    },
    setWidth: (path, width) => {
      const next = { ...widths, [path]: Math.max(MIN, Math.round(width)) };
      setWidths(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  };
}
