/** Numbers, money, dates and names as the reader writes them. Time zone and language are passed by no one: they are the session's. */
import { type Language, language } from "./strings";

let zone = "Asia/Shanghai";
const cache = new Map<string, unknown>();

/** Making an Intl formatter is slow, so each is made once. */
function kept<F>(key: string, make: () => F): F {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as F;
}

export function setTimeZone(next: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: next });
    zone = next;
  } catch {
    zone = "UTC";
  }
}
export function timeZone(): string {
  return zone;
}

function numbers(lang: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(`n${lang}${JSON.stringify(options)}`, () => new Intl.NumberFormat(lang, options));
}
function dates(lang: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zoned = { timeZone: zone, ...options };
  return kept(
    `d${lang}${JSON.stringify(zoned)}`,
    () => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, zoned),
  );
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return numbers(language(), { maximumFractionDigits: 4, ...options }).format(value);
}

/** 0.446 -> "44.6%" */
export function formatPercent(value: number, digits = 1): string {
  return numbers(language(), { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** 1284 of a capped count -> "10,000+" */
export function formatCount(count: { value: number; capped: boolean }): string {
  return formatNumber(count.value) + (count.capped ? "+" : "");
}

/** Money with a space after the sign; whole amounts lose their ".00". `amount` is a decimal string. */
export function formatMoney(amount: string | number, currency: string, compact = false): string {
  const value = Number(amount);
  const whole = Number.isInteger(value);
  const digits = compact ? 1 : whole ? 0 : 2;
  const format = numbers(language(), {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: compact ? 0 : digits,
    maximumFractionDigits: digits,
    ...(compact ? { notation: "compact" as const } : {}),
  });
  return format
    .formatToParts(value)
    .map((part) =>
      part.type === "currency" ? `${part.value.trim()}\u00a0` : part.type === "literal" ? "" : part.value,
    )
    .join("");
}

/** A calendar day "2026-11-20", which has no time zone, or an instant, shown in the reader's. */
function instant(value: string): { at: Date; options: Intl.DateTimeFormatOptions } {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return { at: new Date(day ? `${value}T00:00:00Z` : value), options: day ? { timeZone: "UTC" } : {} };
}

export function formatDate(value: string, now: Date = new Date()): string {
  const { at, options } = instant(value);
  if (Number.isNaN(at.getTime())) return value;
  const year = dates("en", { year: "numeric", ...options });
  const sameYear = year.format(at) === year.format(now);
  return dates(language(), {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
    ...options,
  }).format(at);
}

export function formatTime(value: string): string {
  return dates(language(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(value));
}

export function formatDateTime(value: string, now: Date = new Date()): string {
  return `${formatDate(value, now)} ${formatTime(value)}`;
}

/** Everything, for a tooltip: "2026-11-20 14:05 Asia/Shanghai". */
export function formatExact(value: string): string {
  const { at, options } = instant(value);
  if (Number.isNaN(at.getTime())) return value;
  const full: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
    ...options,
  };
  if (options.timeZone) return dates(language(), full).format(at);
  return `${dates(language(), { ...full, hour: "2-digit", minute: "2-digit", hour12: false }).format(at)} · ${zone}`;
}

/** The calendar day of an instant in the reader's zone, as YYYY-MM-DD. */
export function dayOf(value: string | Date): string {
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const parts = dates("en", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    new Date(value),
  );
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365],
  ["month", 30.4],
  ["week", 7],
];

/** "2 天前", "yesterday", "in 3w": counted in the reader's calendar days, minutes and hours within today. */
export function formatRelative(value: string, now: Date = new Date()): string {
  return relative(value, now).replace(/(\d)(?=\p{Script=Han})/gu, "$1 ");
}

function relative(value: string, now: Date): string {
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(at.getTime())) return value;
  const lang = language();
  // "yesterday" reads well, "last month" is too vague beside "3 months ago".
  const made = (numeric: "auto" | "always") =>
    kept(`r${lang}${numeric}`, () => new Intl.RelativeTimeFormat(lang, { numeric, style: "narrow" }));
  const format = made("auto");
  const days = Math.round((Date.parse(dayOf(value)) - Date.parse(dayOf(now))) / 86_400_000);
  if (days === 0 && value.length > 10) {
    const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
    if (Math.abs(minutes) < 1) return format.format(0, "second");
    return Math.abs(minutes) < 60
      ? format.format(minutes, "minute")
      : format.format(Math.round(minutes / 60), "hour");
  }
  for (const [unit, size] of UNITS)
    if (Math.abs(days) >= size * (unit === "week" ? 2 : 1))
      return made("always").format(Math.trunc(days / size), unit);
  return format.format(days, "day");
}

/** Whole years between a birth date and today. */
export function ageOf(birthDate: string, now: Date = new Date()): number {
  const [year = 0, month = 1, day = 1] = birthDate.split("-").map(Number);
  const [y = 0, m = 1, d = 1] = dayOf(now).split("-").map(Number);
  return y - year - (m < month || (m === month && d < day) ? 1 : 0);
}

/** "+8613812346021" -> "138 1234 6021"; other countries keep their code: "+49 171 1234567". */
export function formatPhone(value: string): string {
  const mobile = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(value);
  if (mobile) return `${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  if (value.startsWith("+86")) return value.slice(3);
  const parts = /^(\+1|\+7|\+\d{2})(\d{3})(\d+)$/.exec(value);
  return parts ? `${parts[1]} ${parts[2]} ${parts[3]}` : value;
}

/** One or two signs for an avatar: the family name in Chinese, initials otherwise. */
export function initials(name: string): string {
  const clean = name.trim();
  if (!clean) return "?";
  const first = [...clean][0] as string;
  if (/\p{Script=Han}/u.test(first)) return first;
  const words = clean.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}
