/** The first page anybody sees: quiet paper, a seal, two fields. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { keepLanguage, useLanguage } from "@/lib/strings";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { Landscape } from "./Landscape";
import styles from "./SignIn.module.css";
import { loadMeta, sessionState, signIn } from "./session";
import { app } from "./strings";

export default function SignIn() {
  const t = app.useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const session = useQuery({ queryKey: ["session"], queryFn: sessionState, retry: false });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
      client.clear();
      await loadMeta(client);
      await navigate({ to: next?.startsWith("/") && !next.startsWith("//") ? next : "/" });
    } catch (problem) {
      setError(isProblem(problem) ? problem.message : String(problem));
      setBusy(false);
    }
  };
  return (
    <main className={styles.page}>
      <section className={styles.side} aria-hidden>
        <Landscape />
        <div className={styles.words}>
          <p className={styles.tagline}>{t("tagline")}</p>
          <p>{t("taglineText")}</p>
        </div>
      </section>
      <section className={styles.main}>
        <div className={styles.language}>
          <Segmented
            label={t("language")}
            value={language}
            options={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
            onChange={keepLanguage}
          />
        </div>
        <form className={styles.form} onSubmit={submit}>
          <div className={styles.brand}>
            <span className={styles.seal} aria-hidden>
              知
            </span>
            <span>{t("name")}</span>
          </div>
          <h1>{t("welcome")}</h1>
          {error && (
            <p role="alert" className={styles.error}>
              {error}
            </p>
          )}
          <Field label={t("email")}>
            {(ids) => (
              <TextInput
                {...ids}
                className={styles.input}
                type="email"
                name="email"
                autoComplete="username"
                required
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("password")}>
            {(ids) => (
              <span className={styles.password}>
                <TextInput
                  {...ids}
                  className={styles.input}
                  type={shown ? "text" : "password"}
                  name="password"
                  autoComplete="current-password"
                  required
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
                <Button
                  variant="ghost"
                  size="small"
                  icon={shown ? EyeOff : Eye}
                  label={shown ? t("hidePassword") : t("showPassword")}
                  onClick={() => setShown(!shown)}
                />
              </span>
            )}
          </Field>
          <Button type="submit" variant="primary" size="large" block busy={busy}>
            {t("signIn")}
          </Button>
          <p className={styles.hint}>{session.data?.demo ? t("demoHint") : t("forgot")}</p>
        </form>
      </section>
    </main>
  );
}
