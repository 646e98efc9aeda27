/** Whether the screen is phone sized, following rotation and resizing. */
import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 760px)";

export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(PHONE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(PHONE).matches,
  );
}

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
export const commandKey = isMac ? "⌘" : "Ctrl";
