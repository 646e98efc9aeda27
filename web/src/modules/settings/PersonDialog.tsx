/** Making a colleague, or changing their roles and whether they may sign in. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { useLanguage } from "@/lib/strings";
import { useMeta, useSay } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { addPerson, changePerson, type Person, type Role, settingsKeys } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

interface PersonDialogProps {
  person: Person | null;
  roles: readonly Role[];
  onClose: () => void;
}

export function PersonDialog({ person, roles, onClose }: PersonDialogProps) {
  const t = settings.useText();
  const say = useSay();
  const language = useLanguage();
  const client = useQueryClient();
  const me = useMeta().user.id;
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [chosen, setChosen] = useState<string[]>(person?.roles ?? ["member"]);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const run = async (work: () => Promise<Person>) => {
    setBusy(true);
    try {
      await work();
      await client.invalidateQueries({ queryKey: settingsKeys.people });
      toast(t("saved"), { tone: "good" });
      onClose();
    } catch (problem) {
      const found = isProblem(problem) ? problem.byField() : {};
      setErrors(
        Object.keys(found).length ? found : { "": isProblem(problem) ? problem.message : String(problem) },
      );
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() =>
      person
        ? changePerson(person.id, { roles: chosen })
        : addPerson({
            name: name.trim(),
            email: email.trim(),
            password: password || null,
            language,
            roles: chosen,
          }),
    );
  };
  const box = (
    key: string,
    label: string,
    value: string,
    set: (value: string) => void,
    more: { type?: string; help?: string; first?: boolean } = {},
  ) => (
    <Field
      label={label}
      {...(more.help ? { help: more.help } : {})}
      {...(errors[key] ? { error: errors[key] } : {})}
    >
      {(ids) => (
        <TextInput
          {...ids}
          type={more.type ?? "text"}
          {...(more.first ? { "data-autofocus": "" } : {})}
          autoComplete={more.type === "password" ? "new-password" : "off"}
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      title={person ? person.name : t("newPerson")}
      width={460}
      onClose={onClose}
      footer={
        <>
          {person && person.id !== me && (
            <>
              <Button
                variant={person.active ? "danger" : "default"}
                onClick={() => void run(() => changePerson(person.id, { active: !person.active }))}
              >
                {t(person.active ? "shutOutDo" : "letIn")}
              </Button>
              <span className="grow" />
            </>
          )}
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="person" busy={busy}>
            {t(person ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="person" className={styles.stack} onSubmit={submit}>
        {!person && (
          <>
            {box("name", t("name"), name, setName, { first: true })}
            {box("email", t("email"), email, setEmail, { type: "email" })}
            {box("password", t("password"), password, setPassword, {
              type: "password",
              help: t("passwordHelp"),
            })}
          </>
        )}
        <fieldset className={styles.options} style={{ border: 0, margin: 0, padding: 0 }}>
          <legend className="secondary" style={{ padding: 0, fontSize: 12.5, marginBottom: 8 }}>
            {t("roles")}
          </legend>
          {roles.map((role) => (
            <label key={role.key} className={styles.check}>
              <Checkbox
                checked={chosen.includes(role.key)}
                onChange={(event) =>
                  setChosen(
                    event.target.checked ? [...chosen, role.key] : chosen.filter((key) => key !== role.key),
                  )
                }
              />
              {say(role.label)}
            </label>
          ))}
        </fieldset>
        {Object.entries(errors)
          .filter(([key]) => !["name", "email", "password"].includes(key))
          .map(([key, message]) => (
            <Notice key={key} tone="danger">
              {message}
            </Notice>
          ))}
      </form>
    </Dialog>
  );
}
