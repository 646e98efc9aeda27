/** The apps administrators registered: who let each in, when it was last used; each opens to be changed. */
import { useQuery } from "@tanstack/react-query";
import { Blocks, Plus } from "lucide-react";
import { useState } from "react";
import { formatRelative } from "@/lib/format";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { ScopeList } from "@/modules/settings/tokens/ScopeList";
import { Avatar, EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { AppDialog } from "./AppDialog";
import { type App, appKeys, listApps } from "./api";
import styles from "./apps.module.css";
import { apps } from "./strings";

export default function AppsPage() {
  const t = apps.useText();
  const { data: rows, error, isPending } = useQuery({ queryKey: appKeys.apps, queryFn: listApps });
  const [open, setOpen] = useState<App | "new" | null>(null);
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
      {t("newApp")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {error && <Notice tone="danger">{error.message}</Notice>}
        {isPending && <Skeleton height={120} />}
        {rows?.length === 0 && (
          <EmptyState icon={Blocks} title={t("noApps")} actions={make}>
            {t("appsText")}
          </EmptyState>
        )}
        {rows && rows.length > 0 && (
          <>
            <div className={styles.lead}>
              <p className="secondary grow">{t("appsText")}</p>
              {make}
            </div>
            <Table
              label={t("apps")}
              rows={rows}
              rowKey={(app) => app.id}
              onOpen={setOpen}
              columns={[
                {
                  key: "name",
                  title: t("app"),
                  cell: (app) => (
                    <span className={styles.app}>
                      <Avatar name={app.name} square />
                      <Button
                        variant="ghost"
                        size="small"
                        aria-label={t("open", { name: app.name })}
                        onClick={() => setOpen(app)}
                      >
                        <b>{app.name}</b>
                      </Button>
                    </span>
                  ),
                },
                { key: "scopes", title: t("scopes"), cell: (app) => <ScopeList scopes={app.scopes} /> },
                {
                  key: "people",
                  title: t("connectedPeople"),
                  wide: true,
                  cell: (app) => t("people", { count: app.people }),
                },
                {
                  key: "used",
                  title: t("lastUsed"),
                  wide: true,
                  cell: (app) =>
                    app.last_used_at ? (
                      formatRelative(app.last_used_at)
                    ) : (
                      <span className="muted">{t("notYet")}</span>
                    ),
                },
              ]}
            />
          </>
        )}
      </PageBody>
      {open && <AppDialog app={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}
