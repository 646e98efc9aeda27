/** Naming a passkey before the device makes it. */
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import styles from "./security.module.css";
import { security } from "./strings";

interface PasskeyDialogProps {
  suggested: string;
  onClose: () => void;
  onName: (name: string) => Promise<void>;
}

export function PasskeyDialog({ suggested, onClose, onName }: PasskeyDialogProps) {
  const t = security.useText();
  const [name, setName] = useState(suggested);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    void onName(name.trim()).finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={t("addPasskey")}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="passkey" busy={busy} disabled={!name.trim()}>
            {t("addPasskey")}
          </Button>
        </>
      }
    >
      <form id="passkey" className={styles.stack} onSubmit={submit}>
        <Field label={t("passkeyName")} help={t("passkeyNameHelp")}>
          {(ids) => (
            <TextInput
              {...ids}
              data-autofocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
