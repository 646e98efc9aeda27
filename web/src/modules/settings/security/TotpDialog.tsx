/** Setting up an authenticator app: a picture to scan, and the first code as proof that it worked. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/problem";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { beginTotp, confirmTotp } from "./api";
import styles from "./security.module.css";
import { security } from "./strings";

interface TotpDialogProps {
  guard: <T>(work: () => Promise<T>) => Promise<T>;
  onClose: () => void;
  onAdded: (codes: string[]) => void;
}

export function TotpDialog({ guard, onClose, onAdded }: TotpDialogProps) {
  const t = security.useText();
  // Asking again would make another secret, so it is asked once and never kept.
  const begun = useQuery({
    queryKey: ["totp-begun"],
    queryFn: () => guard(beginTotp),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      onAdded(await guard(() => confirmTotp(code)));
    } catch (problem) {
      setError(messageOf(problem));
      setCode("");
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("app")}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="totp" busy={busy} disabled={!begun.data || !code}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id="totp" className={styles.stack} onSubmit={(event) => void submit(event)}>
        {begun.error && <Notice tone="danger">{begun.error.message}</Notice>}
        {begun.data ? (
          <>
            <p>{t("scan")}</p>
            <img className={styles.qr} src={begun.data.qr} alt={t("qr")} width={200} height={200} />
            <div className="secondary">
              {t("scanOr")}
              <code className={styles.seed} translate="no">
                {begun.data.secret.replace(/(.{4})/g, "$1 ").trim()}
              </code>
            </div>
            <Field label={t("code")} {...(error ? { error } : {})}>
              {(ids) => (
                <TextInput
                  {...ids}
                  data-autofocus
                  autoFocus
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : (
          !begun.error && <Skeleton height={260} />
        )}
      </form>
    </Dialog>
  );
}
