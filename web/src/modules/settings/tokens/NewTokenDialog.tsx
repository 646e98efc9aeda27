/** Making a token: a name, what it may do, an end, and then the secret, once. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { firstMessageOf, isProblem } from "@/api/problem";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { makeToken, tokenKeys } from "./api";
import { ScopePicker } from "./ScopePicker";
import { SecretDialog } from "./SecretDialog";
import { NOTHING, scopesOf } from "./scopes";
import { tokens } from "./strings";
import styles from "./tokens.module.css";

export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = tokens.useText();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [choice, setChoice] = useState(NOTHING);
  const [days, setDays] = useState("365");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ name?: string; scopes?: string }>({});
  const [secret, setSecret] = useState<string | null>(null);
  const [guard, proof] = useProof();
  const scopes = scopesOf(choice);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await guard(() => makeToken(name.trim(), scopes, days ? Number(days) : null));
      setSecret(made.token);
      void client.invalidateQueries({ queryKey: tokenKeys.mine });
    } catch (problem) {
      if (problem instanceof NotProved) return setBusy(false);
      const found = isProblem(problem) ? problem.errors[0] : undefined;
      const message = firstMessageOf(problem);
      setErrors(found?.loc[0] === "scopes" ? { scopes: message } : { name: message });
    }
    setBusy(false);
  };
  if (secret !== null)
    return (
      <SecretDialog
        title={t("made")}
        text={t("once")}
        secrets={[{ label: t("token"), value: secret }]}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      title={t("newToken")}
      width={720}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="new-token"
            busy={busy}
            disabled={!name.trim() || scopes.length === 0}
          >
            {t("create")}
          </Button>
        </>
      }
    >
      <form id="new-token" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <Field label={t("name")} help={t("nameHelp")} {...(errors.name ? { error: errors.name } : {})}>
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
        <ScopePicker value={choice} onChange={setChoice} error={errors.scopes} />
        <Field label={t("expires")} {...(days ? {} : { help: t("neverText") })}>
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
