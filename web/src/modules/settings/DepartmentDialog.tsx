/** Making a department, or changing its name, place and head. */
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/problem";
import type { Department } from "@/api/types";
import { addDepartment, changeDepartment, removeDepartment } from "@/modules/settings/security/api";
import { treeOptions } from "@/records/departments";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import type { Person } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

interface DepartmentDialogProps {
  department: Department | null;
  all: readonly Department[];
  people: readonly Person[];
  onClose: () => void;
  onDone: () => void;
}

export function DepartmentDialog({ department, all, people, onClose, onDone }: DepartmentDialogProps) {
  const t = settings.useText();
  const [name, setName] = useState(department?.name ?? "");
  const [parent, setParent] = useState(department?.parent ?? "");
  const [head, setHead] = useState(department?.head ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const run = async (work: () => Promise<unknown>, said: string) => {
    setBusy(true);
    try {
      await work();
      toast(said, { tone: "good" });
      onDone();
    } catch (problem) {
      setError(messageOf(problem));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = { name: name.trim(), parent: parent || null, head: head || null };
    void run(
      () => (department ? changeDepartment(department.id, values) : addDepartment(values)),
      t("saved"),
    );
  };
  const empty = department && !department.members.length && !all.some((one) => one.parent === department.id);
  return (
    <Dialog
      title={department ? department.name : t("newDepartment")}
      width={440}
      onClose={onClose}
      footer={
        <>
          {empty && (
            <>
              <Button
                variant="danger"
                onClick={() => void run(() => removeDepartment(department.id), t("departmentRemoved"))}
              >
                {t("remove")}
              </Button>
              <span className="grow" />
            </>
          )}
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="department" busy={busy} disabled={!name.trim()}>
            {t(department ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="department" className={styles.stack} onSubmit={submit}>
        <Field label={t("name")}>
          {(ids) => (
            <TextInput
              {...ids}
              data-autofocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("above")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("above")}
              value={parent}
              onChange={setParent}
              options={[{ value: "", label: t("top") }, ...treeOptions(all, department?.id)]}
            />
          )}
        </Field>
        <Field label={t("head")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("head")}
              value={head}
              onChange={setHead}
              options={[
                { value: "", label: t("none") },
                ...people
                  .filter((person) => person.active || person.id === head)
                  .map((person) => ({ value: person.id, label: person.name })),
              ]}
            />
          )}
        </Field>
        {error && <Notice tone="danger">{error}</Notice>}
      </form>
    </Dialog>
  );
}
