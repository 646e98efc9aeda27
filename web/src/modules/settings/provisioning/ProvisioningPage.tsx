/** Where a directory speaks to, with which token, and what it may do. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { revokeToken, type TokenOfPerson } from "@/modules/settings/tokens/api";
import { SecretDialog } from "@/modules/settings/tokens/SecretDialog";
import { TokenTable } from "@/modules/settings/tokens/TokenTable";
import { AskDialog } from "@/ui/AskDialog";
import { Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { toast } from "@/ui/toast";
import {
  changeProvisioning,
  makeScimToken,
  type Provisioning,
  provisioningKey,
  readProvisioning,
} from "./api";
import styles from "./provisioning.module.css";
import { RulesCard } from "./RulesCard";
import { provisioning } from "./strings";

export default function ProvisioningPage() {
  const t = provisioning.useText();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: provisioningKey, queryFn: readProvisioning });
  const [secret, setSecret] = useState<string | null>(null);
  const [ending, setEnding] = useState<TokenOfPerson | null>(null);
  const [busy, setBusy] = useState(false);
  const [guard, proof] = useProof();
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await guard(work);
    } catch (problem) {
      if (!(problem instanceof NotProved)) toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: provisioningKey });
  };
  const change = (changes: Partial<Pick<Provisioning, "default_roles" | "administrators">>) =>
    run(async () => {
      client.setQueryData(provisioningKey, await changeProvisioning(changes));
      toast(t("saved"), { tone: "good" });
    });
  return (
    <>
      <SettingsHeader />
      <PageBody narrow>
        <p className="secondary">{t("text")}</p>
        {error && <Notice tone="danger">{error.message}</Notice>}
        {!data && !error && <Skeleton height={260} />}
        {data && (
          <>
            <Card className={styles.card}>
              <div>
                <h2>{t("address")}</h2>
                <p className="secondary">{t("addressHelp")}</p>
              </div>
              <div className={styles.address}>
                <code>{data.address}</code>
                <Button
                  size="small"
                  icon={Copy}
                  onClick={() =>
                    void navigator.clipboard?.writeText(data.address).then(() => toast(t("copied")))
                  }
                >
                  {t("copy")}
                </Button>
              </div>
              {data.people > 0 && <p className="muted">{t("people", { count: data.people })}</p>}
            </Card>
            <Card className={styles.card}>
              <div className={styles.lead}>
                <div className="grow">
                  <h2>{t("tokens")}</h2>
                  <p className="secondary">{t("tokensText")}</p>
                </div>
                <Button
                  variant="primary"
                  icon={Plus}
                  busy={busy}
                  onClick={() => void run(async () => setSecret((await makeScimToken(t("tokenName"))).token))}
                >
                  {t("newToken")}
                </Button>
              </div>
              {data.tokens.length === 0 ? (
                <p className="muted">{t("noTokens")}</p>
              ) : (
                <TokenTable
                  bare
                  label={t("tokens")}
                  rows={data.tokens}
                  first={{ key: "person", title: t("person"), cell: (token) => token.user.title }}
                  onRevoke={setEnding}
                />
              )}
            </Card>
            <RulesCard rules={data} onChange={(changes) => void change(changes)} />
          </>
        )}
      </PageBody>
      {secret !== null && (
        <SecretDialog
          title={t("made")}
          text={t("once")}
          secrets={[{ label: t("token"), value: secret }]}
          onClose={() => setSecret(null)}
        />
      )}
      {ending && (
        <AskDialog
          title={t("revoke")}
          text={t("revokeAsk")}
          action={t("revoke")}
          onClose={() => setEnding(null)}
          onYes={() =>
            run(async () => {
              await revokeToken(ending.id);
              setEnding(null);
              toast(t("revoked"), { tone: "good" });
            })
          }
        />
      )}
      {proof}
    </>
  );
}
