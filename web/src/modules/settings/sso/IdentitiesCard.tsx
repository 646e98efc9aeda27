/** One's accounts at providers: connected and disconnected here. Nothing where there is no provider. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useState } from "react";
import { formatRelative } from "@/lib/format";
import { AskDialog } from "@/ui/AskDialog";
import { Card } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import styles from "../security/security.module.css";
import { troubleOf } from "../security/trouble";
import { NotProved, useProof } from "../security/useProof";
import {
  beginTrip,
  disconnectIdentity,
  type Identities,
  leaveToConnect,
  listIdentities,
  ssoKeys,
} from "./api";
import { sso } from "./strings";

type Row = Identities["rows"][number];

export function IdentitiesCard() {
  const t = sso.useText();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ssoKeys.identities, queryFn: listIdentities });
  const [guard, proof] = useProof();
  const [ending, setEnding] = useState<Row | null>(null);
  if (!data || (!data.rows.length && !data.others.length)) return null;
  const run = async (work: () => Promise<unknown>) => {
    try {
      await guard(work);
    } catch (problem) {
      const trouble = problem instanceof NotProved ? undefined : troubleOf(problem);
      if (trouble) toast(trouble, { tone: "danger" });
    }
  };
  const connect = (id: string) =>
    run(async () => {
      const address = await leaveToConnect(id);
      beginTrip({ purpose: "connect" });
      window.location.assign(address);
    });
  const disconnect = (row: Row) =>
    run(async () => {
      await disconnectIdentity(row.id);
      toast(t("disconnected"), { tone: "good" });
      setEnding(null);
      await client.invalidateQueries({ queryKey: ssoKeys.identities });
    });
  return (
    <Card className={styles.card}>
      <h2>{t("accounts")}</h2>
      <p className="secondary">{t("accountsText")}</p>
      {data.rows.map((row) => (
        <Account
          key={row.id}
          name={row.provider.name}
          text={[
            row.label,
            row.last_used_at ? t("usedOn", { when: formatRelative(row.last_used_at) }) : t("notUsed"),
          ]
            .filter(Boolean)
            .join(" · ")}
          action={t("disconnect")}
          onAction={() => setEnding(row)}
        />
      ))}
      {data.others.map((provider) => (
        <Account
          key={provider.id}
          name={provider.name}
          action={t("connect")}
          onAction={() => void connect(provider.id)}
        />
      ))}
      {ending && (
        <AskDialog
          title={t("disconnect")}
          text={t("disconnectAsk", { name: ending.provider.name })}
          action={t("disconnect")}
          onClose={() => setEnding(null)}
          onYes={() => disconnect(ending)}
        />
      )}
      {proof}
    </Card>
  );
}

interface AccountProps {
  name: string;
  text?: string;
  action: string;
  onAction: () => void;
}

function Account({ name, text, action, onAction }: AccountProps) {
  return (
    <section className={styles.factor} aria-label={name}>
      <span className={styles.icon}>
        <Building2 size={18} strokeWidth={1.7} aria-hidden />
      </span>
      <div className={styles.about}>
        <b>{name}</b>
        {text && <p className="secondary">{text}</p>}
      </div>
      <Button size="small" aria-label={`${action}: ${name}`} onClick={onAction}>
        {action}
      </Button>
    </section>
  );
}
