/** Making a token: a name, an end, and then the secret, once. */
import { useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { makeToken, settingsKeys } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = settings.useText();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [secret, setSecret] = useState<string | null>(null);
  const [guard, proof] = useProof();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await guard(() => makeToken(name.trim(), days ? Number(days) : null));
      setSecret(made.token);
      void client.invalidateQueries({ queryKey: settingsKeys.tokens });
    } catch (problem) {
      if (problem instanceof NotProved) return setBusy(false);
      setError(isProblem(problem) ? (problem.errors[0]?.message ?? problem.message) : String(problem));
    }
    setBusy(false);
  };
  if (secret !== null)
    return (
      <Dialog
        title={t("tokenMade")}
        onClose={onClose}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        }
      >
        <div className={styles.stack}>
          <Notice tone="warn">{t("tokenOnce")}</Notice>
          <div className={styles.secret}>
            <code>{secret}</code>
            <Button
              size="small"
              icon={Copy}
              data-autofocus
              onClick={() => void navigator.clipboard?.writeText(secret).then(() => toast(t("copied")))}
            >
              {t("copy")}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title={t("newToken")}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="new-token" busy={busy} disabled={!name.trim()}>
            {t("create")}
          </Button>
        </>
      }
    >
      <form id="new-token" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <Field label={t("tokenName")} help={t("tokenNameHelp")} {...(error ? { error } : {})}>
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
        <Field label={t("expires")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("expires")}
              value={days}
              onChange={setDays}
              options={[
                { value: "30", label: t("days30") },
                { value: "90", label: t("days90") },
                { value: "365", label: t("days365") },
                { value: "", label: t("never") },
              ]}
            />
          )}
        </Field>
      </form>
      {proof}
    </Dialog>
  );
}
