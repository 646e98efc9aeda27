/** A place to drop one file, or to choose it with the keyboard or a thumb. */
import { FileUp } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { classes } from "@/lib/classes";
import { Button } from "./Button";
import styles from "./Dropzone.module.css";

interface DropzoneProps {
  title: string;
  /** The words of the button. */
  choose: string;
  accept: string;
  busy?: boolean;
  error?: string | null;
  onFile: (file: File) => void;
  children?: ReactNode;
}

export function Dropzone({ title, choose, accept, busy = false, error, onFile, children }: DropzoneProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={classes(styles.zone, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file && !busy) onFile(file);
      }}
    >
      <span className={styles.art} aria-hidden>
        <FileUp size={26} strokeWidth={1.5} />
      </span>
      <h2>{title}</h2>
      {children}
      <Button variant="primary" busy={busy} onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={choose}
        tabIndex={-1}
        className="visually-hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
