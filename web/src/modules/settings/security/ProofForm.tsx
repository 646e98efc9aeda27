/** One proof that it is oneself: a passkey, a code of the app, a recovery code or the password. */
import { Fingerprint } from "lucide-react";
import { type FormEvent, useState } from "react";
import { passkeysHere } from "@/lib/passkeys";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import type { Answer, Method } from "./api";
import styles from "./security.module.css";
import { security } from "./strings";
import { troubleOf } from "./trouble";

interface ProofFormProps {
  methods: readonly string[];
  /** Asks the device; the answer then goes to `onAnswer`. */
  byPasskey: () => Promise<Answer>;
  /** Rejects with the problem to show. */
  onAnswer: (answer: Answer) => Promise<void>;
  submit: string;
}

export function ProofForm({ methods, byPasskey, onAnswer, submit }: ProofFormProps) {
  const t = security.useText();
  const ways = methods.filter((one) => one !== "passkey" || passkeysHere()) as Method[];
  const [method, setMethod] = useState<Method>(ways[0] ?? "recovery");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (problem) {
      setError(troubleOf(problem));
      setBusy(false);
      setCode("");
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(() => onAnswer({ method, code }));
  };
  const other: Partial<Record<Method, string>> = {
    passkey: t("withPasskey"),
    totp: t("withApp"),
    recovery: t("withRecovery"),
  };
  const labels = { totp: t("code"), recovery: t("recoveryCode"), password: t("password"), passkey: "" };
  return (
    <form className={styles.stack} onSubmit={send}>
      {method === "passkey" ? (
        <>
          <Button
            variant="primary"
            size="large"
            block
            icon={Fingerprint}
            busy={busy}
            data-autofocus
            onClick={() => void run(async () => onAnswer(await byPasskey()))}
          >
            {t("withPasskey")}
          </Button>
          {error && (
            <p role="alert" className={styles.error}>
              {error}
            </p>
          )}
        </>
      ) : (
        <>
          <Field key={method} label={labels[method]} {...(error ? { error } : {})}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus
                autoFocus
                required
                type={method === "password" ? "password" : "text"}
                inputMode={method === "totp" ? "numeric" : "text"}
                autoComplete={method === "password" ? "current-password" : "one-time-code"}
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" size="large" block busy={busy}>
            {submit}
          </Button>
        </>
      )}
      {ways.length > 1 && (
        <div className={styles.others}>
          {ways
            .filter((one) => one !== method)
            .map((one) => (
              <Button
                key={one}
                variant="ghost"
                size="small"
                onClick={() => {
                  setMethod(one);
                  setError(undefined);
                  setCode("");
                }}
              >
                {other[one]}
              </Button>
            ))}
        </div>
      )}
    </form>
  );
}
