/** Making a colleague, or changing their roles and whether they may sign in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { messageOf, messagesByField } from "@/api/problem";
import { listDepartments } from "@/api/queries";
import { startViewing } from "@/api/viewing";
import { useLanguage } from "@/lib/strings";
import { useMeta, useSay } from "@/metadata";
import { placePerson, securityKeys, takeFactors, type WaysIn } from "@/modules/settings/security/api";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { branches } from "@/records/departments";
import { Checkbox } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { addPerson, changePerson, type Person, type Role, settingsKeys, viewAs } from "./api";
import { attributeKeys, noteValues, type Values } from "./attributes/api";
import { PersonAttributes } from "./attributes/PersonAttributes";
import { HandOverDialog } from "./HandOverDialog";
import styles from "./settings.module.css";
import { settings } from "./strings";

interface PersonDialogProps {
  person: Person | null;
  ways?: WaysIn | undefined;
  roles: readonly Role[];
  onClose: () => void;
}

export function PersonDialog({ person, ways, roles, onClose }: PersonDialogProps) {
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
  const [handing, setHanding] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [guard, proof] = useProof();
  const departments = useQuery({ queryKey: keys.departments, queryFn: listDepartments });
  const present = (departments.data ?? [])
    .filter((one) => person && one.members.includes(person.id))
    .map((one) => one.id);
  const [moved, setMoved] = useState<string[] | null>(null);
  const places = moved ?? present;
  const [noted, setNoted] = useState<Values | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await guard(work);
      for (const key of [settingsKeys.people, keys.departments, securityKeys.waysIn, attributeKeys.all])
        await client.invalidateQueries({ queryKey: key });
      toast(t("saved"), { tone: "good" });
      onClose();
    } catch (problem) {
      if (problem instanceof NotProved) return setBusy(false);
      const found = messagesByField(problem);
      setErrors(Object.keys(found).length ? found : { "": messageOf(problem) });
      setBusy(false);
    }
  };
  const look = async () => {
    if (person) startViewing({ note: (await viewAs(person.id)).note, name: person.name });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      if (!person) {
        await addPerson({
          name: name.trim(),
          email: email.trim(),
          password: password || null,
          language,
          roles: chosen,
        });
        return;
      }
      await changePerson(person.id, { roles: chosen });
      if (moved) await placePerson(person.id, moved);
      if (noted) await noteValues(person.id, noted);
    });
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
        {person && (departments.data?.length ?? 0) > 0 && (
          <fieldset className={styles.choices}>
            <legend className="secondary">{t("departments")}</legend>
            {branches(departments.data ?? []).map(({ department, depth }) => (
              <label key={department.id} className={styles.check} style={{ paddingLeft: depth * 18 }}>
                <Checkbox
                  checked={places.includes(department.id)}
                  onChange={(event) =>
                    setMoved(
                      event.target.checked
                        ? [...places, department.id]
                        : places.filter((id) => id !== department.id),
                    )
                  }
                />
                {department.name}
              </label>
            ))}
          </fieldset>
        )}
        {person && person.id !== me && (
          <PersonAttributes person={person.id} values={noted} onChange={setNoted} />
        )}
        {person && (
          <div className={styles.tags}>
            <Button size="small" onClick={() => setHanding(true)}>
              {t("handOverMore")}
            </Button>
            {person.active && person.id !== me && (
              <Button size="small" onClick={() => void run(look)}>
                {t("viewAs")}
              </Button>
            )}
          </div>
        )}
        {person && ways && (ways.totp || ways.passkeys > 0) && person.id !== me && (
          <Notice
            tone="accent"
            action={
              <Button size="small" onClick={() => void run(() => takeFactors(person.id))}>
                {t("takeFactors")}
              </Button>
            }
          >
            {t("takeFactorsText")}
          </Notice>
        )}
        {Object.entries(errors)
          .filter(([key]) => !["name", "email", "password"].includes(key))
          .map(([key, message]) => (
            <Notice key={key} tone="danger">
              {message}
            </Notice>
          ))}
      </form>
      {proof}
      {person && handing && <HandOverDialog person={person} onClose={() => setHanding(false)} />}
    </Dialog>
  );
}
