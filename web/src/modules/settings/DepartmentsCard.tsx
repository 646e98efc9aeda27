/** The tree of departments: add, rename, move, choose a head, remove what is empty. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Network, Plus } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { listDepartments } from "@/api/queries";
import type { Department } from "@/api/types";
import { branches } from "@/records/departments";
import { Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import type { Person } from "./api";
import { DepartmentDialog } from "./DepartmentDialog";
import styles from "./settings.module.css";
import { settings } from "./strings";

export function DepartmentsCard({ people }: { people: readonly Person[] }) {
  const t = settings.useText();
  const client = useQueryClient();
  const departments = useQuery({ queryKey: keys.departments, queryFn: listDepartments });
  const [open, setOpen] = useState<Department | "new" | null>(null);
  const name = (id: string | null) => people.find((person) => person.id === id)?.name;
  const rows = departments.data ?? [];
  return (
    <Card className={styles.stack}>
      <div className={styles.lead}>
        <div className="grow">
          <h2>{t("departments")}</h2>
          <p className="secondary">{t("departmentsText")}</p>
        </div>
        <Button icon={Plus} onClick={() => setOpen("new")}>
          {t("newDepartment")}
        </Button>
      </div>
      {departments.isPending ? (
        <Skeleton height={80} />
      ) : (
        rows.length > 0 && (
          <ul className={styles.tree} aria-label={t("departments")}>
            {branches(rows).map(({ department, depth }) => (
              <li key={department.id} style={{ paddingLeft: depth * 22 }}>
                <button type="button" onClick={() => setOpen(department)}>
                  <Network size={15} strokeWidth={1.7} aria-hidden />
                  <b className="ellipsis">{department.name}</b>
                  <span className="muted ellipsis">
                    {[
                      t("peopleCount", { count: department.members.length }),
                      name(department.head) && t("headedBy", { name: name(department.head) ?? "" }),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )
      )}
      {open && (
        <DepartmentDialog
          department={open === "new" ? null : open}
          all={rows}
          people={people}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            void client.invalidateQueries({ queryKey: keys.departments });
          }}
        />
      )}
    </Card>
  );
}
