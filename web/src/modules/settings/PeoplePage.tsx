/** Who works here: roles, teams and whether they may sign in. For administrators. */
import { useQuery } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { Avatar, EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { listPeople, listRoles, listTeams, type Person, settingsKeys } from "./api";
import { PersonDialog } from "./PersonDialog";
import { RoleTags } from "./RoleTags";
import { SettingsHeader } from "./SettingsTabs";
import styles from "./settings.module.css";
import { settings } from "./strings";

export default function PeoplePage() {
  const t = settings.useText();
  const people = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const teams = useQuery({ queryKey: settingsKeys.teams, queryFn: listTeams, staleTime: 300_000 });
  const [open, setOpen] = useState<Person | "new" | null>(null);
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
          <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
            {t("newPerson")}
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
      </PageBody>
      {open && (
        <PersonDialog
          person={open === "new" ? null : open}
          roles={roles.data ?? []}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
