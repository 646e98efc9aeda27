/** Asking somebody to join by letter: who they are, what they may do, where they work. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { messageOf, messagesByField } from "@/api/problem";
import { listDepartments } from "@/api/queries";
import { useLanguage } from "@/lib/strings";
import { useSay } from "@/metadata";
import { invite, securityKeys } from "@/modules/settings/security/api";
import { treeOptions } from "@/records/departments";
import { Checkbox } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import type { Role, Team } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

interface InviteDialogProps {
  roles: readonly Role[];
  teams: readonly Team[];
  byMail: boolean;
  onClose: () => void;
}

export function InviteDialog({ roles, teams, byMail, onClose }: InviteDialogProps) {
  const t = settings.useText();
  const say = useSay();
  const language = useLanguage();
  const client = useQueryClient();
  const departments = useQuery({ queryKey: keys.departments, queryFn: listDepartments });
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [chosen, setChosen] = useState<string[]>(["member"]);
  const [inTeams, setInTeams] = useState<string[]>([]);
  const [department, setDepartment] = useState("");
  const [speaks, setSpeaks] = useState(language);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await invite({
        name: name.trim(),
        email: email.trim(),
        language: speaks,
        roles: chosen,
        teams: inTeams,
        department: department || null,
      });
      toast(t(byMail ? "invited" : "invitedNoMail"), { tone: "good" });
      await client.invalidateQueries({ queryKey: securityKeys.invitations });
      onClose();
    } catch (problem) {
      const found = messagesByField(problem);
      const message = messageOf(problem);
      setErrors(Object.keys(found).length ? found : { "": message });
      setBusy(false);
    }
  };
  const checks = (
    label: string,
    options: readonly { key: string; label: string }[],
    held: string[],
    set: (next: string[]) => void,
  ) => (
    <fieldset className={styles.choices}>
      <legend className="secondary">{label}</legend>
      {options.map((option) => (
        <label key={option.key} className={styles.check}>
          <Checkbox
            checked={held.includes(option.key)}
            onChange={(event) =>
              set(event.target.checked ? [...held, option.key] : held.filter((key) => key !== option.key))
            }
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
  return (
    <Dialog
      title={t("invite")}
      width={520}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="invite" busy={busy}>
            {t(byMail ? "sendInvitation" : "makeInvitation")}
          </Button>
        </>
      }
    >
      <form id="invite" className={styles.stack} onSubmit={(event) => void submit(event)}>
        {!byMail && <Notice tone="warn">{t("noMail")}</Notice>}
        <div className={styles.pair}>
          <Field label={t("name")} {...(errors.name ? { error: errors.name } : {})}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("email")} {...(errors.email ? { error: errors.email } : {})}>
            {(ids) => (
              <TextInput
                {...ids}
                type="email"
                required
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
        </div>
        {checks(
          t("roles"),
          roles.map((role) => ({ key: role.key, label: say(role.label) })),
          chosen,
          setChosen,
        )}
        {teams.length > 0 &&
          checks(
            t("teams"),
            teams.map((team) => ({ key: team.id, label: team.name })),
            inTeams,
            setInTeams,
          )}
        <div className={styles.pair}>
          <Field label={t("department")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("department")}
                value={department}
                onChange={setDepartment}
                options={[{ value: "", label: t("none") }, ...treeOptions(departments.data ?? [])]}
              />
            )}
          </Field>
          <Field label={t("letterLanguage")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("letterLanguage")}
                value={speaks}
                onChange={setSpeaks}
                options={[
                  { value: "zh-CN", label: "中文" },
                  { value: "en", label: "English" },
                ]}
              />
            )}
          </Field>
        </div>
        {errors[""] && <Notice tone="danger">{errors[""]}</Notice>}
      </form>
    </Dialog>
  );
}
