/** Making a role and naming one anew. */
import { type FormEvent, useState } from "react";
import { messageOf, messagesByField } from "@/api/problem";
import { useSay } from "@/metadata";
import { NameFields } from "@/records/own/NameFields";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import lead from "../settings.module.css";
import { addRole, changeRole, type Matrix, type RoleRights } from "./api";
import { keyOf } from "./draft";
import { rights } from "./strings";

interface RoleDialogProps {
  role: RoleRights | null;
  roles: readonly RoleRights[];
  onClose: () => void;
  onDone: (next: Matrix, key: string) => void;
}

export function RoleDialog({ role, roles, onClose, onDone }: RoleDialogProps) {
  const t = rights.useText();
  const say = useSay();
  const [label, setLabel] = useState(role?.label ?? { en: "", zh: "" });
  const [typedKey, setTypedKey] = useState<string>();
  const [base, setBase] = useState("member");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const key = role?.key ?? typedKey ?? keyOf(label.en);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const next = role
        ? await changeRole(key, role.version, { label })
        : await addRole({ key, label, base });
      if (!role) toast(t("roleMade", { name: say(label) }), { tone: "good" });
      onDone(next, key);
    } catch (problem) {
      const found = messagesByField(problem);
      const message = messageOf(problem);
      setErrors(Object.keys(found).length ? found : { "": message });
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={role ? t("renameRole", { name: say(role.label) }) : t("newRole")}
      width={480}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="role-form"
            busy={busy}
            disabled={!label.en.trim() || !label.zh.trim()}
          >
            {t(role ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="role-form" className={lead.stack} noValidate onSubmit={(event) => void submit(event)}>
        <NameFields required value={label} errors={errors} onChange={setLabel} />
        {!role && (
          <>
            <Field label={t("basedOn")} help={t("baseHelp")}>
              {(ids) => (
                <Select
                  {...ids}
                  label={t("basedOn")}
                  value={base}
                  options={[
                    ...roles
                      .filter((one) => one.built_in && !one.may_all)
                      .map((one) => ({ value: one.key, label: say(one.label) })),
                    { value: "", label: t("likeNone") },
                  ]}
                  onChange={setBase}
                />
              )}
            </Field>
            <Field label={t("key")} help={t("keyHelp")} {...(errors.key ? { error: errors.key } : {})}>
              {(ids) => (
                <TextInput
                  {...ids}
                  maxLength={40}
                  value={key}
                  onChange={(event) => setTypedKey(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
        {errors[""] && <Notice tone="danger">{errors[""]}</Notice>}
      </form>
    </Dialog>
  );
}
