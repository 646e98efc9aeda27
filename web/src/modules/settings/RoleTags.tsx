/** The roles of a person by name. */
import { useQuery } from "@tanstack/react-query";
import { useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import { listRoles, settingsKeys } from "./api";
import styles from "./settings.module.css";

export function RoleTags({ roles }: { roles: readonly string[] }) {
  const say = useSay();
  const { data } = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  return (
    <span className={styles.tags}>
      {roles.map((role) => (
        <Tag key={role} tone={role === "administrator" ? "violet" : "accent"}>
          {say(data?.find((one) => one.key === role)?.label) || role}
        </Tag>
      ))}
    </span>
  );
}
