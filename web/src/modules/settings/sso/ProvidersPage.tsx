/** The providers people sign in with, in the order of their buttons. For administrators. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUp, LogIn, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { isProblem, messageOf } from "@/api/problem";
import { EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { SettingsHeader } from "../SettingsHeader";
import lead from "../settings.module.css";
import { listProviders, orderProviders, type Provider, ssoKeys } from "./api";
import { KINDS } from "./kinds";
import { OnlyCard } from "./OnlyCard";
import { ProviderDialog } from "./ProviderDialog";
import styles from "./sso.module.css";
import { sso } from "./strings";

export default function ProvidersPage() {
  const t = sso.useText();
  const client = useQueryClient();
  const providers = useQuery({ queryKey: ssoKeys.providers, queryFn: listProviders });
  const [open, setOpen] = useState<Provider | "new" | null>(null);
  const rows = providers.data ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: ssoKeys.providers });
  const raise = async (at: number) => {
    const ids = rows.map((row) => row.id);
    ids.splice(at - 1, 2, ids[at] as string, ids[at - 1] as string);
    try {
      await orderProviders(ids);
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    void refresh();
  };
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {providers.error && (
          <EmptyState
            icon={LogIn}
            title={isProblem(providers.error, 403) ? t("mayNot") : providers.error.message}
          />
        )}
        {providers.isPending && <Skeleton height={160} />}
        {providers.data && rows.length === 0 && (
          <EmptyState icon={LogIn} title={t("none")} actions={add}>
            {t("noneText")}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <div className={lead.lead}>
              <p className="secondary grow">{t("text")}</p>
              {add}
            </div>
            <Table
              label={t("providers")}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "name", title: t("name"), cell: (row) => <b>{row.name}</b> },
                {
                  key: "kind",
                  title: t("kind"),
                  wide: true,
                  cell: (row) => t(KINDS[row.kind as keyof typeof KINDS].label),
                },
                {
                  key: "people",
                  title: t("connected"),
                  wide: true,
                  cell: (row) => t("people", { count: row.people }),
                },
                {
                  key: "state",
                  title: t("state"),
                  cell: (row) => (
                    <Tag tone={row.is_enabled ? "good" : "neutral"}>{t(row.is_enabled ? "on" : "off")}</Tag>
                  ),
                },
                {
                  key: "actions",
                  title: <span className="visually-hidden">{t("edit", { name: "" })}</span>,
                  align: "end",
                  cell: (row) => (
                    <span className={styles.actions}>
                      {rows[0] !== row && (
                        <Button
                          size="small"
                          variant="ghost"
                          icon={ArrowUp}
                          label={t("up", { name: row.name })}
                          onClick={() => void raise(rows.indexOf(row))}
                        />
                      )}
                      <Button
                        size="small"
                        variant="ghost"
                        icon={Pencil}
                        label={t("edit", { name: row.name })}
                        onClick={() => setOpen(row)}
                      />
                    </span>
                  ),
                },
              ]}
            />
            <OnlyCard />
          </>
        )}
      </PageBody>
      {open && (
        <ProviderDialog
          key={open === "new" ? "new" : open.id}
          provider={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            // A new one stays open: its address must be entered at the provider, and it can be tried now.
            setOpen(open === "new" ? saved : null);
            void refresh();
          }}
          onGone={() => {
            setOpen(null);
            void refresh();
          }}
        />
      )}
    </>
  );
}
