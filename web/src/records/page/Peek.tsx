/** A record beside its list: the same page in one column, following the list. */
import { useEffect, useRef } from "react";
import type { ObjectMeta } from "@/api/types";
import { useSay } from "@/metadata";
import styles from "./page.module.css";
import { RecordPage } from "./RecordPage";

interface PeekProps {
  object: ObjectMeta;
  id: string;
  onClose: () => void;
  onGo: (id: string) => void;
}

export default function Peek({ object, id, onClose, onGo }: PeekProps) {
  const say = useSay();
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key === "Escape" &&
        !event.defaultPrevented &&
        !document.querySelector("[data-overlay],dialog[open]")
      )
        close.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <aside className={styles.peek} aria-label={say(object.label)}>
      <RecordPage key={id} object={object} id={id} beside={{ onClose, onGo }} />
    </aside>
  );
}
