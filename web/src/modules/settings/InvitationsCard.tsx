/** Invitations nobody has accepted yet: send again, hand the link over, withdraw. */
import { useQueryClient } from "@tanstack/react-query";
import { Copy, MoreHorizontal, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { formatRelative } from "@/lib/format";
import {
  type Invitation,
  invitationLink,
  inviteAgain,
  securityKeys,
  withdrawInvitation,
} from "@/modules/settings/security/api";
import { Card, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Menu } from "@/ui/Menu";
import { Notice } from "@/ui/Notice";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { RoleTags } from "./RoleTags";
import styles from "./settings.module.css";
import { settings } from "./strings";

export function InvitationsCard({ rows, byMail }: { rows: readonly Invitation[]; byMail: boolean }) {
  const t = settings.useText();
  const client = useQueryClient();
  const [link, setLink] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>, said?: string) => {
    try {
      await work();
      if (said) toast(said, { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    await client.invalidateQueries({ queryKey: securityKeys.invitations });
  };
  const state = (row: Invitation) => {
    if (row.expired) return <Tag tone="warn">{t("expired")}</Tag>;
    if (row.sent_at)
      return <span className="muted">{t("sentWhen", { when: formatRelative(row.sent_at) })}</span>;
    return <span className="muted">{t(byMail ? "onItsWay" : "notSent")}</span>;
  };
  return (
    <Card className={styles.stack}>
      <h2>{t("invitations")}</h2>
      <Table
        bare
        label={t("invitations")}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "who",
            title: t("person"),
            cell: (row) => (
              <span className={styles.who}>
                <span>
                  <b className="ellipsis">{row.name}</b>
                  <span className="muted ellipsis">{row.email}</span>
                </span>
              </span>
            ),
          },
          { key: "roles", title: t("roles"), wide: true, cell: (row) => <RoleTags roles={row.roles} /> },
          { key: "state", title: t("state"), cell: state },
          {
            key: "more",
            title: <span className="visually-hidden">{t("actions")}</span>,
            align: "end",
            cell: (row) => (
              <Menu
                label={t("actionsFor", { name: row.name })}
                align="end"
                entries={[
                  ...(byMail
                    ? [
                        {
                          key: "send",
                          label: t("sendAgain"),
                          icon: Send,
                          onSelect: () => void run(() => inviteAgain(row.id), t("invited")),
                        },
                      ]
                    : []),
                  {
                    key: "link",
                    label: t("newLink"),
                    icon: Copy,
                    onSelect: () => void run(async () => setLink(await invitationLink(row.id))),
                  },
                  {
                    key: "withdraw",
                    label: t("withdraw"),
                    icon: Trash2,
                    danger: true,
                    onSelect: () => void run(() => withdrawInvitation(row.id), t("withdrawn")),
                  },
                ]}
                trigger={(props) => (
                  <Button
                    {...props}
                    size="small"
                    variant="ghost"
                    icon={MoreHorizontal}
                    label={t("actionsFor", { name: row.name })}
                  />
                )}
              />
            ),
          },
        ]}
      />
      {link && (
        <Dialog title={t("newLink")} width={560} onClose={() => setLink(null)}>
          <div className={styles.stack}>
            <Notice tone="warn">{t("linkOnce")}</Notice>
            <div className={styles.secret}>
              <code>{link}</code>
              <Button
                size="small"
                icon={Copy}
                data-autofocus
                onClick={() =>
                  void navigator.clipboard?.writeText(link).then(() => toast(t("copied"), { tone: "good" }))
                }
              >
                {t("copy")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </Card>
  );
}
