/** How much room the screen gives, following rotation and resizing. */
import { useSyncExternalStore } from "react";

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Whether the screen is phone sized. */
export const usePhone = () => useMedia("(max-width: 760px)");

/** Whether a list beside a page leaves the page too little room. */
export const useNarrow = () => useMedia("(max-width: 1000px)");

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
export const commandKey = isMac ? "⌘" : "Ctrl";
