/** One's API tokens: made here, shown once, revoked here. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { formatDate, formatRelative } from "@/lib/format";
import { EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { listTokens, revokeToken, settingsKeys, type Token } from "./api";
import { NewTokenDialog } from "./NewTokenDialog";
import { SettingsHeader } from "./SettingsTabs";
import styles from "./settings.module.css";
import { settings } from "./strings";

export default function TokensPage() {
  const t = settings.useText();
  const tokens = useQuery({ queryKey: settingsKeys.tokens, queryFn: listTokens });
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const rows = tokens.data ?? [];
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("newToken")}
    </Button>
  );
  const gone = (token: Token) => token.expires_at !== null && Date.parse(token.expires_at) < Date.now();
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {tokens.isPending && <Skeleton height={120} />}
        {tokens.data && rows.length === 0 && (
          <EmptyState icon={KeyRound} title={t("noTokens")} actions={make}>
            {t("tokensText")}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <div className={styles.lead}>
              <p className="secondary grow">{t("tokensText")}</p>
              {make}
            </div>
            <Table
              label={t("tokens")}
              rows={rows}
              rowKey={(token) => token.id}
              columns={[
                { key: "name", title: t("tokenName"), cell: (token) => <b>{token.name}</b> },
                {
                  key: "prefix",
                  title: t("begins"),
                  wide: true,
                  cell: (token) => <code className={styles.code}>{token.prefix}…</code>,
                },
                {
                  key: "used",
                  title: t("lastUsed"),
                  cell: (token) =>
                    token.last_used_at ? (
                      formatRelative(token.last_used_at)
                    ) : (
                      <span className="muted">{t("notYet")}</span>
                    ),
                },
                {
                  key: "created",
                  title: t("created"),
                  wide: true,
                  cell: (token) => formatDate(token.created_at),
                },
                {
                  key: "expires",
                  title: t("expires"),
                  wide: true,
                  cell: (token) =>
                    gone(token) ? (
                      <Tag tone="danger">{t("expired")}</Tag>
                    ) : token.expires_at ? (
                      formatDate(token.expires_at)
                    ) : (
                      <span className="muted">{t("never")}</span>
                    ),
                },
                {
                  key: "end",
                  title: <span className="visually-hidden">{t("revoke")}</span>,
                  align: "end",
                  cell: (token) => (
                    <Button size="small" variant="ghost" onClick={() => setEnding(token)}>
                      {t("revoke")}
                    </Button>
                  ),
                },
              ]}
            />
          </>
        )}
      </PageBody>
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
      {ending && <RevokeDialog token={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = settings.useText();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      await revokeToken(token.id);
      toast(t("revoked"), { tone: "good" });
      onClose();
    } catch (problem) {
      toast(isProblem(problem) ? problem.message : String(problem), { tone: "danger" });
      setBusy(false);
    }
    void client.invalidateQueries({ queryKey: settingsKeys.tokens });
  };
  return (
    <Dialog
      title={t("revoke")}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="danger" busy={busy} onClick={() => void revoke()}>
            {t("revoke")}
          </Button>
        </>
      }
    >
      <p>{t("revokeAsk", { name: token.name })}</p>
    </Dialog>
  );
}
