/** The apps one let in, on the security page: what each may do, when it was last used, and shutting it out. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { formatDate, formatRelative } from "@/lib/format";
import { ScopeList } from "@/modules/settings/tokens/ScopeList";
import { AskDialog } from "@/ui/AskDialog";
import { Avatar, Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { appKeys, type Connection, disconnect, myConnections } from "./api";
import styles from "./apps.module.css";
import { apps } from "./strings";

export function ConnectedAppsCard() {
  const t = apps.useText();
  const client = useQueryClient();
  const { data: rows } = useQuery({ queryKey: appKeys.mine, queryFn: myConnections });
  const [ending, setEnding] = useState<Connection | null>(null);
  const end = async (app: string) => {
    try {
      await disconnect(app);
      toast(t("disconnected"), { tone: "good" });
      setEnding(null);
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    await client.invalidateQueries({ queryKey: appKeys.mine });
  };
  return (
    <Card className={styles.card}>
      <div>
        <h2>{t("connected")}</h2>
        <p className="secondary">{t("connectedText")}</p>
      </div>
      {!rows ? (
        <Skeleton height={60} />
      ) : rows.length === 0 ? (
        <p className="muted">{t("noneConnected")}</p>
      ) : (
        <Table
          bare
          label={t("connected")}
          rows={rows}
          rowKey={(row) => row.app}
          columns={[
            {
              key: "app",
              title: t("app"),
              cell: (row) => (
                <span className={styles.app}>
                  <Avatar name={row.name} square />
                  <b>{row.name}</b>
                </span>
              ),
            },
            { key: "scopes", title: t("scopes"), cell: (row) => <ScopeList scopes={row.scopes} /> },
            { key: "since", title: t("since"), wide: true, cell: (row) => formatDate(row.created_at) },
            {
              key: "used",
              title: t("lastUsed"),
              wide: true,
              cell: (row) =>
                row.last_used_at ? (
                  formatRelative(row.last_used_at)
                ) : (
                  <span className="muted">{t("notYet")}</span>
                ),
            },
            {
              key: "end",
              title: <span className="visually-hidden">{t("disconnect")}</span>,
              align: "end",
              cell: (row) => (
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={`${t("disconnect")}: ${row.name}`}
                  onClick={() => setEnding(row)}
                >
                  {t("disconnect")}
                </Button>
              ),
            },
          ]}
        />
      )}
      {ending && (
        <AskDialog
          title={t("disconnect")}
          text={t("disconnectAsk", { name: ending.name })}
          action={t("disconnect")}
          onClose={() => setEnding(null)}
          onYes={() => end(ending.app)}
        />
      )}
    </Card>
  );
}
