/** Making or changing a sharing rule: records by filter, to whom, and what they may do. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "@/api/client";
import { messageOf, messagesByField } from "@/api/problem";
import type { Department, FilterNode, ObjectMeta, Text } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { useMeta, useSay } from "@/metadata";
import { branches } from "@/records/departments";
import { FilterBuilder } from "@/records/filter/FilterBuilder";
import { complete } from "@/records/filter/tree";
import { Checkbox, Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import type { Role, Team } from "../api";
import lead from "../settings.module.css";
import { addRule, changeRule, type Rule } from "./api";
import styles from "./rights.module.css";
import { rights } from "./strings";

interface RuleDialogProps {
  rule: Rule | null;
  roles: readonly Role[];
  teams: readonly Team[];
  departments: readonly Department[];
  onClose: () => void;
  onDone: () => void;
}

export function RuleDialog({ rule, roles, teams, departments, onClose, onDone }: RuleDialogProps) {
  const t = rights.useText();
  const say = useSay();
  const meta = useMeta();
  const [object, setObject] = useState(rule?.object ?? "contact");
  const [name, setName] = useState(rule?.name ?? "");
  const [filter, setFilter] = useState<FilterNode | null>(complete(rule?.filter ?? null));
  const [whom, setWhom] = useState(whomOf(rule));
  const [access, setAccess] = useState(rule?.access ?? "view");
  const [active, setActive] = useState(rule?.active ?? true);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const target = meta.objects.find((one) => one.key === object);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const [kind, id = ""] = whom.split(/:(.*)/s);
    const body = {
      object,
      name: name.trim(),
      filter: complete(filter) ?? { all: [] },
      role: kind === "role" ? id : "",
      team: kind === "team" ? id : null,
      department: kind === "department" ? id : null,
      access,
      active,
    };
    try {
      await (rule ? changeRule(rule.id, rule.version, body) : addRule(body));
      onDone();
    } catch (problem) {
      const found = messagesByField(problem);
      const message = messageOf(problem);
      setErrors(Object.keys(found).length ? found : { "": message });
      setBusy(false);
    }
  };
  const { name: wrongName, ...otherErrors } = errors;
  return (
    <Dialog
      title={rule ? t("editRule", { name: rule.name }) : t("newRule")}
      width={680}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="rule-form" busy={busy} disabled={!name.trim()}>
            {t(rule ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="rule-form" className={lead.stack} noValidate onSubmit={(event) => void submit(event)}>
        <div className={lead.pair}>
          <Field label={t("ruleName")} required {...(wrongName ? { error: wrongName } : {})}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("object")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("object")}
                value={object}
                options={meta.objects.map((one) => ({ value: one.key, label: say(one.plural) }))}
                onChange={(next) => {
                  setObject(next);
                  setFilter(null);
                }}
              />
            )}
          </Field>
        </div>
        <fieldset className={lead.choices}>
          <legend className="secondary">{t("ruleWhich")}</legend>
          {target && <FilterBuilder object={target} value={filter} onChange={setFilter} />}
          {target && <Sentence object={target} filter={complete(filter)} />}
        </fieldset>
        <div className={lead.pair}>
          <Field label={t("ruleWhom")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("ruleWhom")}
                value={whom}
                options={[
                  { value: "", label: t("everybody") },
                  ...roles.map((one) => ({
                    value: `role:${one.key}`,
                    label: t("toRole", { name: say(one.label) }),
                  })),
                  ...teams.map((one) => ({
                    value: `team:${one.id}`,
                    label: t("toTeam", { name: one.name }),
                  })),
                  ...branches(departments).map(({ department }) => ({
                    value: `department:${department.id}`,
                    label: t("toDepartment", { name: department.name }),
                  })),
                ]}
                onChange={setWhom}
              />
            )}
          </Field>
          <div className={styles.may}>
            <span className="secondary" aria-hidden>
              {t("ruleMay")}
            </span>
            <Segmented
              label={t("ruleMay")}
              value={access}
              options={[
                { value: "view", label: t("ruleView") },
                { value: "edit", label: t("ruleEdit") },
              ]}
              onChange={setAccess}
            />
          </div>
        </div>
        <label className={lead.check}>
          <Checkbox checked={active} onChange={(event) => setActive(event.target.checked)} />
          {t("active")} <span className="muted">{t("activeHelp")}</span>
        </label>
        {Object.entries(otherErrors).map(([path, message]) => (
          <Notice key={path} tone="danger">
            {message}
          </Notice>
        ))}
      </form>
    </Dialog>
  );
}

function whomOf(rule: Rule | null): string {
  if (rule?.department) return `department:${rule.department}`;
  if (rule?.team) return `team:${rule.team}`;
  return rule?.role ? `role:${rule.role}` : "";
}

/** The filter in words, as the server understands it. */
function Sentence({ object, filter }: { object: ObjectMeta; filter: FilterNode | null }) {
  const t = rights.useText();
  const say = useSay();
  const asked = useDebounced(filter);
  const sentence = useQuery({
    queryKey: ["describe", object.key, asked],
    queryFn: () => post<Text>("/filters/describe", { object: object.key, filter: asked }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return (
    <p className="secondary" aria-live="polite">
      {asked === null ? t("ruleAll") : say(sentence.data)}
    </p>
  );
}
