/** Who let an app in, and ending that for each. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/api/problem";
import { formatDate, formatRelative } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { type App, appKeys, disconnectPerson, peopleOf } from "./api";
import styles from "./apps.module.css";
import { apps } from "./strings";

export function AppPeople({ app }: { app: App }) {
  const t = apps.useText();
  const client = useQueryClient();
  const { data: rows } = useQuery({ queryKey: appKeys.people(app.id), queryFn: () => peopleOf(app.id) });
  const end = async (person: string) => {
    try {
      await disconnectPerson(app.id, person);
      toast(t("disconnected"), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    await client.invalidateQueries({ queryKey: appKeys.apps });
  };
  return (
    <section className={styles.people} aria-label={t("connectedPeople")}>
      <h3>{t("connectedPeople")}</h3>
      {rows?.length === 0 && <p className="muted">{t("noPeople")}</p>}
      {rows && rows.length > 0 && (
        <Table
          bare
          label={t("connectedPeople")}
          rows={rows}
          rowKey={(row) => row.user.id}
          columns={[
            { key: "person", title: t("person"), cell: (row) => row.user.title },
            { key: "since", title: t("since"), wide: true, cell: (row) => formatDate(row.created_at) },
            {
              key: "used",
              title: t("lastUsed"),
              cell: (row) => (row.last_used_at ? formatRelative(row.last_used_at) : t("notYet")),
            },
            {
              key: "end",
              title: <span className="visually-hidden">{t("disconnect")}</span>,
              align: "end",
              cell: (row) => (
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={`${t("disconnect")}: ${row.user.title}`}
                  onClick={() => void end(row.user.id)}
                >
                  {t("disconnect")}
                </Button>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
