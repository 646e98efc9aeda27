/**
 * The words of the product. Every room keeps one catalogue, a record of key -> [English, 中文], and gets back typed
 * functions that read it. i18next does plurals and placeholders; keys ending in _one / _other are its plural forms.
 */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "en" | "zh-CN";
export type Pair = readonly [english: string, chinese: string];
export type Values = Record<string, string | number>;
type BaseKey<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

void i18next.use(initReactI18next).init({
  lng: "zh-CN",
  fallbackLng: "en",
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
});

export interface Room<K extends string> {
  /** For components: follows the language without a reload. */
  useText: () => (key: BaseKey<K>, values?: Values) => string;
  /** For code outside components: the language of this moment. */
  text: (key: BaseKey<K>, values?: Values) => string;
}

export function defineStrings<K extends string>(room: string, strings: Record<K, Pair>): Room<K> {
  const entries = Object.entries<Pair>(strings);
  i18next.addResourceBundle("en", room, Object.fromEntries(entries.map(([key, pair]) => [key, pair[0]])));
  // Chinese has the plural form "other" only; a singular English key must still find its sentence.
  i18next.addResourceBundle("zh-CN", room, Object.fromEntries(entries.map(([key, pair]) => [key, pair[1]])));
  return {
    useText: () => {
      const { t } = useTranslation(room);
      return t as unknown as (key: BaseKey<K>, values?: Values) => string;
    },
    text: (key, values) =>
      (i18next.t as unknown as (key: string, values?: Values) => string)(`${room}:${key}`, values),
  };
}

export function language(): Language {
  return i18next.language === "en" ? "en" : "zh-CN";
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "zh-CN";
}

export function setLanguage(next: Language): void {
  document.documentElement.lang = next;
  if (i18next.language !== next) void i18next.changeLanguage(next);
}

/** The language to greet a stranger in: what this browser chose last, else what the browser asks for. */
export function guessLanguage(): Language {
  const kept = localStorage.getItem("zhike.language");
  if (kept === "en" || kept === "zh-CN") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

const PICKED = "zhike.language.picked";

/** A stranger chose this on a page before signing in: it becomes their own once somebody has signed in. */
export function pickLanguage(next: Language): void {
  sessionStorage.setItem(PICKED, next);
  keepLanguage(next);
}

/** What was picked since, once: whoever asks has to store it. */
export function takePickedLanguage(): Language | null {
  const picked = sessionStorage.getItem(PICKED);
  sessionStorage.removeItem(PICKED);
  return picked === "en" || picked === "zh-CN" ? picked : null;
}

export function keepLanguage(next: Language): void {
  localStorage.setItem("zhike.language", next);
  setLanguage(next);
}
