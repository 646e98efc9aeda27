/**
 * Keys without a modifier, and two-step keys ("g" then a letter). Bindings are stacked: the last mounted wins, so a
 * page inside a page takes over and gives back. Nothing fires while the reader types or a dialog is open.
 */
import { useEffect, useRef } from "react";

type Handler = (event: KeyboardEvent) => void;
const stack: { keys: Record<string, Handler> }[] = [];
let leader: { key: string; at: number } | null = null;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function name(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = name(event);
  const modified = key.startsWith("mod+");
  if (!modified && (isTyping(event.target) || document.querySelector("dialog[open],[data-overlay]"))) return;
  const sequence = leader && event.timeStamp - leader.at < 1200 ? `${leader.key} ${key}` : null;
  leader = null;
  for (const wanted of sequence ? [sequence, key] : [key]) {
    for (let index = stack.length - 1; index >= 0; index--) {
      const handler = stack[index]?.keys[wanted];
      if (!handler) continue;
      event.preventDefault();
      handler(event);
      return;
    }
  }
  if (!modified && stack.some(({ keys }) => Object.keys(keys).some((one) => one.startsWith(`${key} `))))
    leader = { key, at: event.timeStamp };
}

if (typeof window !== "undefined") window.addEventListener("keydown", onKeyDown);

/** Binds keys such as "j", "mod+k", "g c", "?" while the component is shown. */
export function useShortcuts(keys: Record<string, Handler>, enabled = true): void {
  const latest = useRef(keys);
  latest.current = keys;
  const names = Object.keys(keys).join("\n");
  useEffect(() => {
    if (!enabled) return;
    const bound = Object.fromEntries(
      names.split("\n").map((key) => [key, (event: KeyboardEvent) => latest.current[key]?.(event)]),
    );
    const entry = { keys: bound };
    stack.push(entry);
    return () => {
      stack.splice(stack.indexOf(entry), 1);
    };
  }, [enabled, names]);
}
