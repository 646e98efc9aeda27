/** The first page anybody sees: quiet paper, a seal, two fields; then the second step where there is one. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Fingerprint } from "lucide-react";
import { type FormEvent, useState } from "react";
import { passkeysHere } from "@/lib/passkeys";
import { troubleOf } from "@/modules/settings/security/trouble";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { signIn, signInWithPasskey } from "./entry/api";
import { EntryFrame } from "./entry/EntryFrame";
import styles from "./entry/entry.module.css";
import { PasswordInput } from "./entry/PasswordInput";
import { ProviderButtons } from "./entry/ProviderButtons";
import { SecondStep } from "./entry/SecondStep";
import { entry } from "./entry/strings";
import { useEnter } from "./entry/useEnter";
import frame from "./SignIn.module.css";
import { sessionState } from "./session";
import { app } from "./strings";

export default function SignIn() {
  const t = app.useText();
  const e = entry.useText();
  const enter = useEnter();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const session = useQuery({ queryKey: ["session"], queryFn: sessionState, retry: false });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [methods, setMethods] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** The password is for administrators here, and this is one. */
  const [own, setOwn] = useState(false);

  const run = async (what: "password" | "passkey", work: () => Promise<void>) => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(troubleOf(problem) ?? null);
      setBusy(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run("password", async () => {
      const needed = await signIn(email.trim(), password);
      if (!needed.length) return enter(next);
      setMethods(needed);
      setBusy(null);
    });
  };
  if (methods.length)
    return (
      <SecondStep
        methods={methods}
        onDone={() => enter(next)}
        onBack={(message) => {
          setMethods([]);
          if (message) setError(message);
        }}
      />
    );
  const providers = session.data?.providers ?? [];
  const alone = Boolean(session.data?.provider_only && providers.length && !own);
  return (
    <EntryFrame title={t("welcome")} error={error}>
      {!alone && (
        <>
          <form className={styles.stack} onSubmit={submit}>
            <Field label={t("email")}>
              {(ids) => (
                <TextInput
                  {...ids}
                  className={frame.input}
                  type="email"
                  name="email"
                  autoComplete="username webauthn"
                  required
                  autoFocus
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            <PasswordInput label={t("password")} value={password} onChange={setPassword} />
            <Button type="submit" variant="primary" size="large" block busy={busy === "password"}>
              {t("signIn")}
            </Button>
          </form>
          {passkeysHere() && (
            <>
              <span className={styles.or}>{e("or")}</span>
              <Button
                size="large"
                block
                icon={Fingerprint}
                busy={busy === "passkey"}
                onClick={() =>
                  void run("passkey", async () => {
                    await signInWithPasskey();
                    await enter(next);
                  })
                }
              >
                {e("withPasskey")}
              </Button>
            </>
          )}
        </>
      )}
      {providers.length > 0 && (
        <>
          {!alone && !passkeysHere() && <span className={styles.or}>{e("or")}</span>}
          <ProviderButtons providers={providers} next={next} alone={alone} onTrouble={setError} />
        </>
      )}
      <p className={frame.hint}>
        {session.data?.demo && <span className={styles.line}>{t("demoHint")}</span>}
        {alone ? (
          <Button variant="ghost" size="small" onClick={() => setOwn(true)}>
            {e("withPassword")}
          </Button>
        ) : session.data?.letters ? (
          <Link to="/forgot">{e("forgot")}</Link>
        ) : (
          session.data && !session.data.demo && t("forgot")
        )}
      </p>
    </EntryFrame>
  );
}
