/** Asking for a link to choose a new password. The answer is the same for every address. */
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import frame from "../SignIn.module.css";
import { app } from "../strings";
import { forgot } from "./api";
import { EntryFrame } from "./EntryFrame";
import styles from "./entry.module.css";
import { entry } from "./strings";

export default function ForgotPage() {
  const t = entry.useText();
  const a = app.useText();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await forgot(email.trim());
      setSent(true);
    } catch (problem) {
      setError(messageOf(problem));
    }
    setBusy(false);
  };
  const back = (
    <p className={frame.hint}>
      <Link to="/sign-in">{t("back")}</Link>
    </p>
  );
  if (sent)
    return (
      <EntryFrame title={t("sent")} text={t("sentText", { email: email.trim() })}>
        {back}
      </EntryFrame>
    );
  return (
    <EntryFrame title={t("forgotTitle")} text={t("forgotText")} error={error}>
      <form className={styles.stack} onSubmit={(event) => void submit(event)}>
        <Field label={a("email")}>
          {(ids) => (
            <TextInput
              {...ids}
              className={frame.input}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="large" block busy={busy}>
          {t("send")}
        </Button>
      </form>
      {back}
    </EntryFrame>
  );
}
