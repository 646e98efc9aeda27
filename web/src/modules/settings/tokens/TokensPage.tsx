/** One's API tokens: made here, shown once, renewed and revoked here; below, for administrators, everybody's. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { useMeta } from "@/metadata";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { AskDialog } from "@/ui/AskDialog";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { toast } from "@/ui/toast";
import { listAllTokens, listTokens, revokeToken, rotateToken, type Token, tokenKeys } from "./api";
import { NewTokenDialog } from "./NewTokenDialog";
import { SecretDialog } from "./SecretDialog";
import { tokens } from "./strings";
import { TokenTable } from "./TokenTable";
import styles from "./tokens.module.css";

type Open = { what: "new" } | { what: "rotate" | "revoke"; token: Token } | null;

export default function TokensPage() {
  const t = tokens.useText();
  const client = useQueryClient();
  const { user } = useMeta();
  const admin = user.roles.includes("administrator");
  const mine = useQuery({ queryKey: tokenKeys.mine, queryFn: listTokens });
  const all = useQuery({ queryKey: tokenKeys.all, queryFn: listAllTokens, enabled: admin });
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [guard, proof] = useProof();
  const rows = mine.data ?? [];
  const others = (all.data ?? []).filter((token) => token.user.id !== user.id);
  const run = async (work: () => Promise<void>) => {
    try {
      await work();
      setOpen(null);
    } catch (problem) {
      if (!(problem instanceof NotProved)) toast(messageOf(problem), { tone: "danger" });
    }
    void client.invalidateQueries({ queryKey: ["tokens"] });
  };
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen({ what: "new" })}>
      {t("newToken")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {mine.isPending && <Skeleton height={120} />}
        {mine.data && rows.length === 0 && (
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
            <TokenTable
              label={t("tokens")}
              rows={rows}
              onRotate={(token) => setOpen({ what: "rotate", token })}
              onRevoke={(token) => setOpen({ what: "revoke", token })}
            />
          </>
        )}
        {others.length > 0 && (
          <section className={styles.section} aria-label={t("everyones")}>
            <div>
              <h2>{t("everyones")}</h2>
              <p className="secondary">{t("everyonesText")}</p>
            </div>
            <TokenTable
              label={t("everyones")}
              rows={others}
              first={{ key: "person", title: t("person"), cell: (token) => token.user.title }}
              onRevoke={(token) => setOpen({ what: "revoke", token })}
            />
          </section>
        )}
      </PageBody>
      {open?.what === "new" && <NewTokenDialog onClose={() => setOpen(null)} />}
      {open?.what === "rotate" && (
        <AskDialog
          title={t("rotate")}
          text={t("rotateAsk", { name: open.token.name })}
          action={t("rotate")}
          onClose={() => setOpen(null)}
          onYes={() => run(async () => setSecret((await guard(() => rotateToken(open.token.id))).token))}
        />
      )}
      {open?.what === "revoke" && (
        <AskDialog
          title={t("revoke")}
          text={t("revokeAsk", { name: open.token.name })}
          action={t("revoke")}
          onClose={() => setOpen(null)}
          onYes={() =>
            run(async () => {
              await revokeToken(open.token.id);
              toast(t("revoked"), { tone: "good" });
            })
          }
        />
      )}
      {secret !== null && (
        <SecretDialog
          title={t("made")}
          text={t("once")}
          secrets={[{ label: t("token"), value: secret }]}
          onClose={() => setSecret(null)}
        />
      )}
      {proof}
    </>
  );
}
