/** Deleting an object: at once while it is empty, and by writing its name where records go with it. */
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/problem";
import { useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "../settings.module.css";
import { deleteObject, type MadeObject } from "./api";
import { objects } from "./strings";

interface DeleteDialogProps {
  object: MadeObject;
  onClose: () => void;
  onDone: () => void;
}

export function DeleteDialog({ object, onClose, onDone }: DeleteDialogProps) {
  const t = objects.useText();
  const say = useSay();
  const [written, setWritten] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const name = say(object.label);
  const asks = object.records > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await deleteObject(object.key, written);
      onDone();
    } catch (problem) {
      setError(messageOf(problem));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("deleteOf", { name })}
      width={460}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="danger"
            type="submit"
            form="delete-object"
            busy={busy}
            disabled={asks && written.trim().toLowerCase() !== name.toLowerCase()}
          >
            {t("delete")}
          </Button>
        </>
      }
    >
      <form id="delete-object" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <p>{asks ? t("deleteAsk", { count: object.records }) : t("deleteEmpty")}</p>
        {asks && (
          <Field label={t("writeName", { name })}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus=""
                value={written}
                onChange={(event) => setWritten(event.target.value)}
              />
            )}
          </Field>
        )}
        {error && <Notice tone="danger">{error}</Notice>}
      </form>
    </Dialog>
  );
}
