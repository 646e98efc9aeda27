/** Theme, density and folded navigation of this browser; the user's own choice from the server is applied over it. */
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";
export type Density = "comfortable" | "compact";

interface Preferences {
  theme: Theme;
  density: Density;
  folded: boolean;
}

const KEY = "zhike.preferences";
const listeners = new Set<() => void>();
const dark = () => window.matchMedia?.("(prefers-color-scheme: dark)");
let current: Preferences = read();

function read(): Preferences {
  const standard: Preferences = { theme: "system", density: "comfortable", folded: false };
  try {
    return { ...standard, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return standard;
  }
}

export function shownTheme(): "light" | "dark" {
  if (current.theme !== "system") return current.theme;
  return dark()?.matches ? "dark" : "light";
}

export function applyPreferences(): void {
  document.documentElement.dataset.theme = shownTheme();
  document.documentElement.dataset.density = current.density;
}

export function setPreferences(next: Partial<Preferences>): void {
  current = { ...current, ...next };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, shownTheme);
}

dark()?.addEventListener("change", () => {
  applyPreferences();
  for (const listener of listeners) listener();
});
