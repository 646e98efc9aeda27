/** The browsers one is signed in with: what, where, when, and signing them out. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { messageOf } from "@/api/problem";
import { deviceOf } from "@/lib/device";
import { formatDateTime, formatRelative } from "@/lib/format";
import { Card, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { endOtherSessions, endSession, listSessions, type Session, securityKeys } from "./api";
import styles from "./security.module.css";
import { security } from "./strings";

export function SessionsCard() {
  const t = security.useText();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: securityKeys.sessions, queryFn: listSessions });
  const end = async (work: () => Promise<void>) => {
    try {
      await work();
      toast(t("signedOut"), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    await client.invalidateQueries({ queryKey: securityKeys.sessions });
  };
  const name = (session: Session) => {
    const { browser, system } = deviceOf(session.agent);
    if (browser && system) return t("onSystem", { browser, system });
    return browser || system || t("unknownDevice");
  };
  const rows = sessions.data ?? [];
  return (
    <Card className={styles.card}>
      <div className={styles.lead}>
        <div className="grow">
          <h2>{t("sessions")}</h2>
          <p className="secondary">{t("sessionsText")}</p>
        </div>
        {rows.length > 1 && <Button onClick={() => void end(endOtherSessions)}>{t("signOutOthers")}</Button>}
      </div>
      {sessions.isPending ? (
        <Skeleton height={90} />
      ) : (
        <Table
          bare
          label={t("sessions")}
          rows={rows}
          rowKey={(session) => session.id}
          columns={[
            {
              key: "device",
              title: t("device"),
              cell: (session) => (
                <span className={styles.row}>
                  {deviceOf(session.agent).phone ? (
                    <Smartphone size={16} aria-hidden />
                  ) : (
                    <Monitor size={16} aria-hidden />
                  )}
                  <b>{name(session)}</b>
                  {session.current && <Tag tone="good">{t("thisOne")}</Tag>}
                </span>
              ),
            },
            { key: "place", title: t("place"), cell: (session) => session.ip ?? "" },
            { key: "seen", title: t("lastSeen"), cell: (session) => formatRelative(session.last_seen_at) },
            {
              key: "since",
              title: t("signedIn"),
              wide: true,
              cell: (session) => formatDateTime(session.created_at),
            },
            {
              key: "end",
              title: <span className="visually-hidden">{t("signOutIt")}</span>,
              align: "end",
              cell: (session) =>
                !session.current && (
                  <Button
                    size="small"
                    variant="ghost"
                    aria-label={`${t("signOutIt")}: ${name(session)}`}
                    onClick={() => void end(() => endSession(session.id))}
                  >
                    {t("signOutIt")}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}
