/** Sharing rules: which records are opened to whom, in words. For administrators. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Share2, Trash2 } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, messageOf } from "@/api/problem";
import { listDepartments, listTeams } from "@/api/queries";
import { objectOf, useMeta, useSay } from "@/metadata";
import { EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { toast, toastUndo } from "@/ui/toast";
import { listRoles, settingsKeys } from "../api";
import { SettingsHeader } from "../SettingsHeader";
import lead from "../settings.module.css";
import { addRule, listRules, type Rule, removeRule, rightsKeys } from "./api";
import { RuleDialog } from "./RuleDialog";
import styles from "./rights.module.css";
import { rights } from "./strings";

export default function SharingPage() {
  const t = rights.useText();
  const say = useSay();
  const meta = useMeta();
  const client = useQueryClient();
  const rules = useQuery({ queryKey: rightsKeys.rules, queryFn: listRules });
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime: 300_000 });
  const departments = useQuery({ queryKey: keys.departments, queryFn: listDepartments });
  const [open, setOpen] = useState<Rule | "new" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: rightsKeys.rules });
  const complain = (problem: unknown) => toast(messageOf(problem), { tone: "danger" });
  const drop = async (rule: Rule) => {
    try {
      await removeRule(rule.id);
      const { id: _id, version: _version, sentence: _sentence, ...values } = rule;
      toastUndo(t("ruleRemoved", { name: rule.name }), () => addRule(values).then(refresh).catch(complain));
      void refresh();
    } catch (problem) {
      complain(problem);
    }
  };
  const whom = (rule: Rule) => {
    if (rule.team) return t("toTeam", { name: teams.data?.find((one) => one.id === rule.team)?.name ?? "" });
    if (rule.department) {
      const found = departments.data?.find((one) => one.id === rule.department);
      return t("toDepartment", { name: found?.name ?? "" });
    }
    const role = roles.data?.find((one) => one.key === rule.role);
    return rule.role ? t("toRole", { name: say(role?.label) || rule.role }) : t("everybody");
  };
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
      {t("newRule")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {rules.error ? (
          <EmptyState icon={Share2} title={isProblem(rules.error, 403) ? t("mayNot") : rules.error.message} />
        ) : (
          <div className={lead.lead}>
            <p className="secondary grow">{t("sharingText")}</p>
            {rules.data && rules.data.length > 0 && add}
          </div>
        )}
        {rules.isPending && <Skeleton height={160} />}
        {rules.data?.length === 0 && (
          <EmptyState icon={Share2} title={t("noRules")} actions={add}>
            {t("noRulesText")}
          </EmptyState>
        )}
        {rules.data && rules.data.length > 0 && (
          <Table
            label={t("rules")}
            rows={rules.data}
            rowKey={(rule) => rule.id}
            columns={[
              {
                key: "name",
                title: t("ruleName"),
                width: "44%",
                cell: (rule) => (
                  <span className={styles.rule}>
                    <span>
                      <b>{rule.name}</b> <Tag>{say(objectOf(meta, rule.object)?.plural) || rule.object}</Tag>
                    </span>
                    <span className="secondary">{say(rule.sentence) || t("ruleAll")}</span>
                  </span>
                ),
              },
              { key: "whom", title: t("ruleWhom"), cell: whom },
              {
                key: "may",
                title: t("ruleMay"),
                wide: true,
                cell: (rule) => t(rule.access === "edit" ? "ruleEdit" : "ruleView"),
              },
              {
                key: "state",
                title: t("ruleState"),
                wide: true,
                cell: (rule) => (
                  <Tag tone={rule.active ? "good" : "neutral"}>{t(rule.active ? "active" : "paused")}</Tag>
                ),
              },
              {
                key: "actions",
                title: <span className="visually-hidden">{t("editRule", { name: "" })}</span>,
                align: "end",
                cell: (rule) => (
                  <span className={styles.actions}>
                    <Button
                      size="small"
                      variant="ghost"
                      icon={Pencil}
                      label={t("editRule", { name: rule.name })}
                      onClick={() => setOpen(rule)}
                    />
                    <Button
                      size="small"
                      variant="ghost"
                      icon={Trash2}
                      label={t("removeRule", { name: rule.name })}
                      onClick={() => void drop(rule)}
                    />
                  </span>
                ),
              },
            ]}
          />
        )}
      </PageBody>
      {open && (
        <RuleDialog
          rule={open === "new" ? null : open}
          roles={roles.data ?? []}
          teams={teams.data ?? []}
          departments={departments.data ?? []}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            toast(t("ruleSaved"), { tone: "good" });
            void refresh();
          }}
        />
      )}
    </>
  );
}
