/** Asks once more before a role is taken, or for a note to many that are kept. */
import { type FormEvent, useState } from "react";
import { useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import type { ReviewItem } from "./api";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

interface DecideDialogProps {
  kind: "keep" | "withdraw";
  items: readonly ReviewItem[];
  busy: boolean;
  onClose: () => void;
  onDecide: (note: string) => void;
}

export function DecideDialog({ kind, items, busy, onClose, onDecide }: DecideDialogProps) {
  const t = reviews.useText();
  const say = useSay();
  const [note, setNote] = useState("");
  const [first] = items;
  const named = { name: first?.person.name ?? "", role: first ? say(first.role_label) : "" };
  const taking = kind === "withdraw";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDecide(note);
  };
  return (
    <Dialog
      title={taking ? t("withdrawOf", named) : t("keepChosen", { count: items.length })}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant={taking ? "danger" : "primary"} type="submit" form="decide" busy={busy}>
            {t(taking ? "withdraw" : "keep")}
          </Button>
        </>
      }
    >
      <form id="decide" className={styles.stack} onSubmit={submit}>
        {taking ? (
          <Notice tone="warn">{t("withdrawText", named)}</Notice>
        ) : (
          <p className="secondary">{t("keepText", { count: items.length })}</p>
        )}
        <Field label={t("note")}>
          {(ids) => (
            <TextArea
              {...ids}
              data-autofocus
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
