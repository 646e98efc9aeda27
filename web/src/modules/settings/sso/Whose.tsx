/** Whose accounts those of a provider are here: by which addresses, with which roles. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listDepartments } from "@/api/queries";
import { useSay } from "@/metadata";
import { listRoles, settingsKeys } from "@/modules/settings/api";
import { treeOptions } from "@/records/departments";
import { Checkbox } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Choice } from "./Choice";
import type { Draft } from "./draft";
import { GroupRoles } from "./GroupRoles";
import { KINDS } from "./kinds";
import { Lines } from "./Lines";
import styles from "./sso.module.css";
import { sso } from "./strings";

interface WhoseProps {
  draft: Draft;
  errors: Record<string, string>;
  onChange: (change: Partial<Draft>) => void;
}

export function Whose({ draft, errors, onChange }: WhoseProps) {
  const t = sso.useText();
  const say = useSay();
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const departments = useQuery({ queryKey: keys.departments, queryFn: listDepartments });
  const domains = errors.domains ?? Object.entries(errors).find(([key]) => key.startsWith("domains."))?.[1];
  return (
    <div className={styles.section}>
      <h3>{t("whose")}</h3>
      <Choice
        label={t("trusts")}
        help={t("trustsHelp")}
        error={errors.trusts_email}
        checked={draft.trusts}
        onChange={(trusts) => onChange({ trusts })}
      />
      {draft.trusts && (
        <div className={styles.indented}>
          <Lines
            label={t("domains")}
            help={t("domainsHelp")}
            error={domains}
            value={draft.domains}
            onChange={(next) => onChange({ domains: next })}
          />
          <Choice
            label={t("makes")}
            help={t("makesHelp")}
            error={errors.makes_people}
            checked={draft.makes}
            onChange={(makes) => onChange({ makes })}
          />
          {draft.makes && (
            <>
              <fieldset className={styles.roles}>
                <legend className="secondary">{t("roles")}</legend>
                {(roles.data ?? []).map((role) => (
                  <label key={role.key}>
                    <Checkbox
                      checked={draft.roles.includes(role.key)}
                      onChange={(event) =>
                        onChange({
                          roles: event.target.checked
                            ? [...draft.roles, role.key]
                            : draft.roles.filter((key) => key !== role.key),
                        })
                      }
                    />
                    {say(role.label)}
                  </label>
                ))}
              </fieldset>
              <Field label={t("department")}>
                {({ id }) => (
                  <Select
                    id={id}
                    label={t("department")}
                    value={draft.department}
                    options={[
                      { value: "", label: t("noDepartment") },
                      ...treeOptions(departments.data ?? []),
                    ]}
                    onChange={(department) => onChange({ department })}
                  />
                )}
              </Field>
            </>
          )}
        </div>
      )}
      {KINDS[draft.kind].groups && (
        <GroupRoles
          roles={roles.data ?? []}
          value={draft.groups}
          onChange={(groups) => onChange({ groups })}
        />
      )}
      <Choice
        label={t("twoFactor")}
        help={t("twoFactorHelp")}
        checked={draft.twoFactor}
        onChange={(twoFactor) => onChange({ twoFactor })}
      />
      <Choice
        label={t(KINDS[draft.kind].away ? "enabled" : "asked")}
        checked={draft.enabled}
        onChange={(enabled) => onChange({ enabled })}
      />
    </div>
  );
}
