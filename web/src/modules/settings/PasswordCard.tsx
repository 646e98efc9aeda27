/** Changing one's own password. */
import { type FormEvent, useState } from "react";
import { messageOf, messagesByField } from "@/api/problem";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { Card } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { changePassword } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

export function PasswordCard({ has = true }: { has?: boolean }) {
  const t = settings.useText();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [guard, proof] = useProof();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    try {
      await guard(() => changePassword(current, next));
      toast(t("passwordChanged"), { tone: "good" });
      setCurrent("");
      setNext("");
    } catch (problem) {
      if (problem instanceof NotProved) return setBusy(false);
      const found = messagesByField(problem);
      setErrors(Object.keys(found).length ? found : { current: messageOf(problem) });
    }
    setBusy(false);
  };
  return (
    <Card>
      <form className={styles.stack} onSubmit={(event) => void submit(event)}>
        <h2>{t("changePassword")}</h2>
        <div className={styles.pair}>
          {has && (
            <Field label={t("currentPassword")} {...(errors.current ? { error: errors.current } : {})}>
              {(ids) => (
                <TextInput
                  {...ids}
                  type="password"
                  autoComplete="current-password"
                  value={current}
                  onChange={(event) => setCurrent(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field
            label={t("newPassword")}
            {...(errors.new || errors.password ? { error: errors.new ?? errors.password ?? "" } : {})}
          >
            {(ids) => (
              <TextInput
                {...ids}
                type="password"
                autoComplete="new-password"
                value={next}
                onChange={(event) => setNext(event.target.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <Button type="submit" busy={busy} disabled={(has && !current) || !next}>
            {t("changePassword")}
          </Button>
        </div>
      </form>
      {proof}
    </Card>
  );
}
