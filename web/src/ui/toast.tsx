/** Short messages at the foot of the screen; with undo they stay ten seconds, and longer while they are looked at. */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { classes } from "@/lib/classes";
import { ui } from "./strings";
import styles from "./toast.module.css";

interface ToastAction {
  label: string;
  run: () => void | Promise<void>;
}
export interface ToastOptions {
  tone?: "plain" | "good" | "danger";
  action?: ToastAction;
  /** A second thing to do, after the first. */
  also?: ToastAction;
  /** Milliseconds; 10 s with an action, 5 s without. */
  stay?: number;
}
interface Message extends ToastOptions {
  id: number;
  text: string;
}

let messages: Message[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: Message[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

export function toast(text: string, options: ToastOptions = {}): void {
  last += 1;
  set([...messages.filter((message) => message.text !== text).slice(-2), { id: last, text, ...options }]);
}

/** A toast with an undo button. */
export function toastUndo(text: string, undo: () => void | Promise<void>, also?: ToastAction): void {
  toast(text, { action: { label: ui.text("undo"), run: undo }, ...(also ? { also } : {}) });
}

function Toast({ message }: { message: Message }) {
  const t = ui.useText();
  const [held, setHeld] = useState(false);
  const stay = message.stay ?? (message.action ? 10_000 : 5_000);
  const drop = () => set(messages.filter((one) => one.id !== message.id));
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => set(messages.filter((one) => one.id !== message.id)), stay);
    return () => clearTimeout(timer);
  }, [held, stay, message.id]);
  return (
    <li
      className={classes(styles.toast, message.tone && styles[message.tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {message.tone === "danger" && <CircleAlert size={16} aria-hidden />}
      {message.tone === "good" && <CircleCheck size={16} aria-hidden />}
      <span className={styles.text}>{message.text}</span>
      {[message.action, message.also].map(
        (action) =>
          action && (
            <button
              key={action.label}
              type="button"
              className={styles.action}
              onClick={() => {
                drop();
                void action.run();
              }}
            >
              {action.label}
            </button>
          ),
      )}
      <button type="button" className={styles.close} aria-label={t("close")} onClick={drop}>
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

export function Toasts() {
  const t = ui.useText();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => messages,
  );
  return (
    <section aria-label={t("messages")} aria-live="polite" className={styles.region}>
      <ul>
        {shown.map((message) => (
          <Toast key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}
