/** One's second factors: the app, passkeys and recovery codes, each with how to add or remove it. */
import { useQueryClient } from "@tanstack/react-query";
import { Fingerprint, KeySquare, Smartphone } from "lucide-react";
import { type ReactNode, useState } from "react";
import { deviceOf } from "@/lib/device";
import { formatRelative } from "@/lib/format";
import { passkeysHere } from "@/lib/passkeys";
import { AskDialog } from "@/ui/AskDialog";
import { Card, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { addPasskey, type Factors, removePasskey, removeTotp, renewCodes, securityKeys } from "./api";
import { CodesDialog } from "./CodesDialog";
import { PasskeyDialog } from "./PasskeyDialog";
import styles from "./security.module.css";
import { security } from "./strings";
import { TotpDialog } from "./TotpDialog";
import { troubleOf } from "./trouble";
import { NotProved, useProof } from "./useProof";

type Open =
  | { what: "totp" | "passkey" | "no-totp" }
  | { what: "no-passkey"; id: string; name: string }
  | null;

export function FactorsCard({ factors, onFirst }: { factors: Factors; onFirst?: () => void }) {
  const t = security.useText();
  const client = useQueryClient();
  const [guard, proof] = useProof();
  const [open, setOpen] = useState<Open>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const refresh = () => client.invalidateQueries({ queryKey: securityKeys.factors });
  const run = async (work: () => Promise<unknown>, said?: string) => {
    try {
      await guard(work);
      if (said) toast(said, { tone: "good" });
      setOpen(null);
      await refresh();
    } catch (problem) {
      const trouble = problem instanceof NotProved ? undefined : troubleOf(problem);
      if (trouble) toast(trouble, { tone: "danger" });
    }
  };
  const added = (made: string[]) => {
    setOpen(null);
    setCodes(made);
    toast(t(made.length ? "factorAdded" : "added"), { tone: "good" });
    void refresh();
    if (!made.length) onFirst?.();
  };
  const none = !factors.totp && factors.passkeys.length === 0;
  return (
    <Card className={styles.card}>
      <h2>{t("twoStep")}</h2>
      {factors.required && none ? (
        <Notice tone="warn">{t("twoStepRequired")}</Notice>
      ) : (
        <p className="secondary">{t("twoStepText")}</p>
      )}
      <Factor
        icon={<Smartphone size={18} strokeWidth={1.7} aria-hidden />}
        title={t("app")}
        text={t("appText")}
        state={<Tag tone={factors.totp ? "good" : "neutral"}>{t(factors.totp ? "on" : "off")}</Tag>}
        action={
          factors.totp ? (
            <Button
              size="small"
              onClick={() => setOpen({ what: "no-totp" })}
              aria-label={`${t("remove")}: ${t("app")}`}
            >
              {t("remove")}
            </Button>
          ) : (
            <Button
              size="small"
              onClick={() => setOpen({ what: "totp" })}
              aria-label={`${t("setUp")}: ${t("app")}`}
            >
              {t("setUp")}
            </Button>
          )
        }
      />
      <Factor
        icon={<Fingerprint size={18} strokeWidth={1.7} aria-hidden />}
        title={t("passkeys")}
        text={passkeysHere() ? t("passkeysText") : t("noPasskeysHere")}
        action={
          passkeysHere() && (
            <Button size="small" onClick={() => setOpen({ what: "passkey" })}>
              {t("addPasskey")}
            </Button>
          )
        }
      >
        {factors.passkeys.length > 0 && (
          <ul className={styles.keys}>
            {factors.passkeys.map((key) => (
              <li key={key.id}>
                <span className="grow">
                  <b>{key.name}</b>{" "}
                  <span className="muted">
                    {key.last_used_at
                      ? t("usedOn", { when: formatRelative(key.last_used_at) })
                      : t("notUsed")}
                  </span>
                </span>
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={`${t("remove")}: ${key.name}`}
                  onClick={() => setOpen({ what: "no-passkey", id: key.id, name: key.name })}
                >
                  {t("remove")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Factor>
      {!none && (
        <Factor
          icon={<KeySquare size={18} strokeWidth={1.7} aria-hidden />}
          title={t("codes")}
          text={t("codesText")}
          state={
            <Tag tone={factors.recovery_left < 3 ? "warn" : "neutral"}>
              {t("codesLeft", { count: factors.recovery_left })}
            </Tag>
          }
          action={
            <Button size="small" onClick={() => void run(async () => setCodes(await renewCodes()))}>
              {t("newCodes")}
            </Button>
          }
        />
      )}
      {open?.what === "totp" && <TotpDialog guard={guard} onClose={() => setOpen(null)} onAdded={added} />}
      {open?.what === "passkey" && (
        <PasskeyDialog
          suggested={deviceOf(navigator.userAgent).system || t("thisDevice")}
          onClose={() => setOpen(null)}
          onName={(name) => run(async () => added(await addPasskey(name)))}
        />
      )}
      {open?.what === "no-totp" && (
        <AskDialog
          title={t("app")}
          text={t("removeAppAsk")}
          action={t("remove")}
          onClose={() => setOpen(null)}
          onYes={() => run(removeTotp, t("removed"))}
        />
      )}
      {open?.what === "no-passkey" && (
        <AskDialog
          title={t("passkeys")}
          text={t("removePasskeyAsk", { name: open.name })}
          action={t("remove")}
          onClose={() => setOpen(null)}
          onYes={() => run(() => removePasskey(open.id), t("removed"))}
        />
      )}
      {codes.length > 0 && (
        <CodesDialog
          codes={codes}
          onClose={() => {
            setCodes([]);
            onFirst?.();
          }}
        />
      )}
      {proof}
    </Card>
  );
}

interface FactorProps {
  icon: ReactNode;
  title: string;
  text: string;
  state?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}

function Factor({ icon, title, text, state, action, children }: FactorProps) {
  return (
    <section className={styles.factor} aria-label={title}>
      <span className={styles.icon}>{icon}</span>
      <div className={styles.about}>
        <span className={styles.row}>
          <b>{title}</b>
          {state}
        </span>
        <span className="secondary">{text}</span>
        {children}
      </div>
      {action}
    </section>
  );
}
