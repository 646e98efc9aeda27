/** Who works here: roles, teams and whether they may sign in. For administrators. */
import { useQuery } from "@tanstack/react-query";
import { Plus, UserPlus, UsersRound } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { listTeams } from "@/api/queries";
import { formatRelative } from "@/lib/format";
import { listInvitations, listWaysIn, securityKeys } from "@/modules/settings/security/api";
import { Avatar, EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { listPeople, listRoles, type Person, settingsKeys } from "./api";
import { DepartmentsCard } from "./DepartmentsCard";
import { InvitationsCard } from "./InvitationsCard";
import { InviteDialog } from "./InviteDialog";
import { PersonDialog } from "./PersonDialog";
import { RoleTags } from "./RoleTags";
import { SettingsHeader } from "./SettingsHeader";
import styles from "./settings.module.css";
import { settings } from "./strings";

export default function PeoplePage() {
  const t = settings.useText();
  const people = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime: 300_000 });
  const admin = people.isSuccess;
  const invitations = useQuery({
    queryKey: securityKeys.invitations,
    queryFn: listInvitations,
    enabled: admin,
  });
  const waysIn = useQuery({ queryKey: securityKeys.waysIn, queryFn: listWaysIn, enabled: admin });
  const [open, setOpen] = useState<Person | "new" | "invite" | null>(null);
  const wayOf = (id: string) => waysIn.data?.find((way) => way.id === id);
  const teamName = (id: string) => teams.data?.find((team) => team.id === id)?.name ?? "";
  if (people.error)
    return (
      <>
        <SettingsHeader />
        <EmptyState
          icon={UsersRound}
          title={isProblem(people.error, 403) ? t("mayNotPeople") : people.error.message}
        />
      </>
    );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        <div className={styles.lead}>
          <p className="secondary grow">{t("peopleText")}</p>
          <Button icon={Plus} onClick={() => setOpen("new")}>
            {t("newPerson")}
          </Button>
          <Button variant="primary" icon={UserPlus} onClick={() => setOpen("invite")}>
            {t("invite")}
          </Button>
        </div>
        {people.isPending ? (
          <Skeleton height={200} />
        ) : (
          <Table
            label={t("people")}
            rows={people.data}
            rowKey={(person) => person.id}
            columns={[
              {
                key: "person",
                title: t("person"),
                cell: (person) => (
                  <span className={styles.who}>
                    <Avatar name={person.name} size={28} />
                    <span>
                      <b className="ellipsis">{person.name}</b>
                      <span className="muted ellipsis">{person.email}</span>
                    </span>
                  </span>
                ),
              },
              {
                key: "roles",
                title: t("roles"),
                cell: (person) => <RoleTags roles={person.roles} />,
              },
              {
                key: "teams",
                title: t("teams"),
                wide: true,
                cell: (person) => (
                  <span className={styles.tags}>
                    {person.teams.map((team) => (
                      <Tag key={team}>{teamName(team)}</Tag>
                    ))}
                  </span>
                ),
              },
              {
                key: "two",
                title: t("twoStep"),
                wide: true,
                cell: (person) => {
                  const way = wayOf(person.id);
                  const has = way && (way.totp || way.passkeys > 0);
                  return way && <Tag tone={has ? "good" : "neutral"}>{t(has ? "on" : "off")}</Tag>;
                },
              },
              {
                key: "seen",
                title: t("lastSeen"),
                wide: true,
                cell: (person) => {
                  const seen = wayOf(person.id)?.last_seen_at;
                  return <span className="muted">{seen ? formatRelative(seen) : t("notLately")}</span>;
                },
              },
              {
                key: "state",
                title: t("state"),
                wide: true,
                cell: (person) =>
                  person.active ? (
                    <Tag tone="good">{t("active")}</Tag>
                  ) : (
                    <Tag tone="danger">{t("shutOut")}</Tag>
                  ),
              },
              {
                key: "change",
                title: <span className="visually-hidden">{t("change", { name: "" })}</span>,
                align: "end",
                cell: (person) => (
                  <Button
                    size="small"
                    variant="ghost"
                    onClick={() => setOpen(person)}
                    aria-label={t("change", { name: person.name })}
                  >
                    {t("change", { name: "" })}
                  </Button>
                ),
              },
            ]}
          />
        )}
        {invitations.data && invitations.data.rows.length > 0 && (
          <InvitationsCard rows={invitations.data.rows} byMail={invitations.data.by_mail} />
        )}
        <DepartmentsCard people={people.data ?? []} />
      </PageBody>
      {open === "invite" && (
        <InviteDialog
          roles={roles.data ?? []}
          teams={teams.data ?? []}
          byMail={invitations.data?.by_mail ?? true}
          onClose={() => setOpen(null)}
        />
      )}
      {open && open !== "invite" && (
        <PersonDialog
          person={open === "new" ? null : open}
          ways={open === "new" ? undefined : wayOf(open.id)}
          roles={roles.data ?? []}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
