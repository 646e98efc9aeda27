/** Choosing a new password with the link of a letter. */
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { Button, linkButton } from "@/ui/Button";
import { linkKey, reset } from "./api";
import { EntryFrame } from "./EntryFrame";
import styles from "./entry.module.css";
import { PasswordInput } from "./PasswordInput";
import { entry } from "./strings";

export default function ResetPage() {
  const t = entry.useText();
  const [key] = useState(linkKey);
  const [password, setPassword] = useState("");
  const [state, setState] = useState<"asking" | "done" | "dead">(key ? "asking" : "dead");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await reset(key, password);
      setState("done");
    } catch (problem) {
      if (isProblem(problem) && problem.code === "link-dead") setState("dead");
      else setError(isProblem(problem) ? (problem.byField().password ?? problem.message) : String(problem));
    }
    setBusy(false);
  };
  if (state === "dead")
    return (
      <EntryFrame title={t("dead")} text={t("deadReset")}>
        <Link to="/forgot" className={linkButton}>
          {t("again")}
        </Link>
      </EntryFrame>
    );
  if (state === "done")
    return (
      <EntryFrame title={t("changed")} text={t("changedText")}>
        <Link to="/sign-in" className={linkButton}>
          {t("signIn")}
        </Link>
      </EntryFrame>
    );
  return (
    <EntryFrame title={t("forgotTitle")}>
      <form className={styles.stack} onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label={t("newPassword")}
          value={password}
          onChange={setPassword}
          fresh
          first
          help={t("resetText")}
          error={error}
        />
        <Button type="submit" variant="primary" size="large" block busy={busy}>
          {t("change")}
        </Button>
      </form>
    </EntryFrame>
  );
}
