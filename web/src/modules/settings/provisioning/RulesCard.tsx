/** Which roles new people get, and whether administrators are the directory's to change. */
import { useQuery } from "@tanstack/react-query";
import { useSay } from "@/metadata";
import { listRoles, settingsKeys } from "@/modules/settings/api";
import { Card, Checkbox } from "@/ui/atoms";
import type { Provisioning } from "./api";
import styles from "./provisioning.module.css";
import { provisioning } from "./strings";

interface RulesCardProps {
  rules: Provisioning;
  onChange: (changes: Partial<Pick<Provisioning, "default_roles" | "administrators">>) => void;
}

export function RulesCard({ rules, onChange }: RulesCardProps) {
  const t = provisioning.useText();
  const say = useSay();
  const { data } = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles });
  const roles = (data ?? []).filter((role) => role.key !== "administrator");
  const toggled = (key: string) =>
    rules.default_roles.includes(key)
      ? rules.default_roles.filter((one) => one !== key)
      : [...rules.default_roles, key];
  return (
    <Card className={styles.card}>
      <h2>{t("rules")}</h2>
      <fieldset className={styles.roles}>
        <legend>{t("defaultRoles")}</legend>
        {roles.map((role) => (
          <label key={role.key} className={styles.check}>
            <Checkbox
              checked={rules.default_roles.includes(role.key)}
              onChange={() => onChange({ default_roles: toggled(role.key) })}
            />
            {say(role.label)}
          </label>
        ))}
        <p className="muted">{t("defaultRolesHelp")}</p>
      </fieldset>
      <label className={styles.check}>
        <Checkbox
          checked={rules.administrators}
          onChange={() => onChange({ administrators: !rules.administrators })}
        />
        <span className={styles.choice}>
          <b>{t("administrators")}</b>
          <small className="secondary">{t("administratorsText")}</small>
        </span>
      </label>
    </Card>
  );
}
