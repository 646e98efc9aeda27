/** Which role whoever is in a group of the provider has. */
import { Plus, X } from "lucide-react";
import { useSay } from "@/metadata";
import type { Role } from "@/modules/settings/api";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import type { Draft } from "./draft";
import styles from "./sso.module.css";
import { sso } from "./strings";

interface GroupRolesProps {
  roles: readonly Role[];
  value: Draft["groups"];
  onChange: (value: Draft["groups"]) => void;
}

export function GroupRoles({ roles, value, onChange }: GroupRolesProps) {
  const t = sso.useText();
  const say = useSay();
  const put = (at: number, pair: Draft["groups"][number]) =>
    onChange(value.map((one, index) => (index === at ? pair : one)));
  return (
    <fieldset className={styles.groups}>
      <legend>{t("groups")}</legend>
      <p className="secondary">{t("groupsHelp")}</p>
      {value.map(([group, role], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own while it is typed
        <div key={at} className={styles.group}>
          <TextInput
            aria-label={t("group")}
            spellCheck={false}
            value={group}
            onChange={(event) => put(at, [event.target.value, role])}
          />
          <Select
            label={t("role")}
            value={role}
            options={roles.map((one) => ({ value: one.key, label: say(one.label) }))}
            onChange={(next) => put(at, [group, next])}
          />
          <Button
            variant="ghost"
            icon={X}
            label={t("removeGroup")}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={Plus} onClick={() => onChange([...value, ["", roles[0]?.key ?? ""]])}>
          {t("addGroup")}
        </Button>
      </div>
    </fieldset>
  );
}
