/** Merge fields in a text: writing them, and finding the place a problem speaks of. */
import type { ProblemError } from "@/api/problem";

/** How a date may be shown; the first is the way of the mail's language. */
export const DATE_PATTERNS = ["", "%Y-%m-%d", "%d %B %Y", "%Y年%m月%d日", "%m-%d"] as const;

/** A pattern as it looks: the ninth of March 2026. */
export const example = (pattern: string): string =>
  pattern.replace("%Y", "2026").replace("%m", "03").replace("%d", "09").replace("%B", "March");

/** `{{ contact.first_name | default: "friend" }}`; quotes in the fall-back give way to the other kind. */
export function mergeTag(key: string, fallback: string, date = ""): string {
  const text = fallback.trim().replace(/[\r\n]+/g, " ");
  const field = date ? `${key} | date: "${date}"` : key;
  if (!text) return `{{ ${field} }}`;
  const quote = text.includes('"') ? "'" : '"';
  return `{{ ${field} | default: ${quote}${text.replaceAll(quote, "")}${quote} }}`;
}

export interface Edit {
  text: string;
  /** Where the selection is afterwards. */
  from: number;
  to: number;
}

/** Puts something in place of the selection. */
export function insert(text: string, from: number, to: number, what: string): Edit {
  return {
    text: text.slice(0, from) + what + text.slice(to),
    from: from + what.length,
    to: from + what.length,
  };
}

/** Puts something around the selection, and keeps the inside selected. */
export function wrap(text: string, from: number, to: number, before: string, after: string): Edit {
  const inside = text.slice(from, to);
  return {
    text: text.slice(0, from) + before + inside + after + text.slice(to),
    from: from + before.length,
    to: from + before.length + inside.length,
  };
}

export interface Placed {
  place: "subject" | "body" | "other";
  line: number | null;
  column: number | null;
  message: string;
}

/** The first sentence, where a long list of what would be allowed follows. */
export function firstSentence(message: string): string {
  const end = message.search(/。|\.(?=\s)/);
  return message.length > 80 && end > 0 ? message.slice(0, end + 1) : message;
}

const numberIn = (value: unknown) => (typeof value === "number" ? value : null);

/** Problems of a template with their places in it. */
export function placed(problems: readonly ProblemError[]): Placed[] {
  return problems.map(({ loc, message, data = {} }) => {
    const name = loc.filter((part) => part !== "body" || loc.length === 1).at(-1);
    return {
      place: name === "subject" || name === "body" ? name : "other",
      line: numberIn(data.line),
      column: numberIn(data.column),
      message,
    };
  });
}

/** The offset of a line and column, both counted from one; the end of the text when it is shorter. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + Math.max(0, column - 1));
}
