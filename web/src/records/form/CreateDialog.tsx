/** Creating a record with only what is needed; more fields on demand, errors where they belong, a draft that survives. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import type { FieldMeta, ObjectMeta, Value } from "@/api/types";
import { toBody } from "@/fields/registry";
import { bodyOf, fieldOf, inSentence, pathOf, titleOf, useMeta, useObject, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { toast } from "@/ui/toast";
import type { CreateRequest } from "../create";
import { useCreateRecord } from "../data";
import { records } from "../strings";
import { Alike, useAlike } from "./Alike";
import { readDraft, type Values } from "./draft";
import { FieldInput } from "./FieldInput";
import styles from "./form.module.css";

interface CreateDialogProps {
  request: CreateRequest;
  onClose: () => void;
}

export default function CreateDialog(props: CreateDialogProps) {
  const object = useObject(props.request.object);
  return object ? <CreateForm {...props} object={object} /> : null;
}

function CreateForm({ request, onClose, object }: CreateDialogProps & { object: ObjectMeta }) {
  const t = records.useText();
  const say = useSay();
  const meta = useMeta();
  const navigate = useNavigate();
  const create = useCreateRecord(request.object);
  const [values, setValues] = useState<Values>(() => ({ ...readDraft(request.object), ...request.values }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  // An object whose records are numbered may have nothing one must be asked for.
  const [all, setAll] = useState(object.quick.length === 0);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const [alike, lookForAlike] = useAlike(object, values);
  const [sure, setSure] = useState(false);
  const asking = alike.length > 0 && sure;

  // What one sees only in part afterwards can be entered whole once.
  const enterable = (field: FieldMeta) => (!field.readonly || field.masked) && field.kind !== "json";
  const given = Object.keys(request.values ?? {});
  const needed = object.fields.filter((field) => field.required && enterable(field)).map(pathOf);
  const quick = [
    ...new Set([...(object.quick.length ? object.quick : [object.title_field]), ...needed, ...given]),
  ];
  const rest = [
    ...object.layout.flatMap((section) => section.fields),
    ...object.fields.filter((field) => field.custom).map(pathOf),
    "owner",
  ].filter((path) => !quick.includes(path));
  const shown = [...quick, ...(all ? [...new Set(rest)] : [])]
    .flatMap((path) => fieldOf(meta, object, path) ?? [])
    .filter(enterable);

  const set = (field: FieldMeta, value: Value) => {
    const next = { ...values, [pathOf(field)]: value };
    setValues(next);
    setSure(false);
    sessionStorage.setItem(`zhike.draft.${request.object}`, JSON.stringify(next));
    if (errors[pathOf(field)]) setErrors(({ [pathOf(field)]: _, ...others }) => others);
  };
  const save = async (another: boolean) => {
    if (busy) return;
    setBusy(true);
    // A look that fails must not stand in the way of saving.
    if (!sure && (await lookForAlike().catch(() => [])).length > 0) {
      setSure(true);
      setBusy(false);
      return;
    }
    try {
      const filled = object.fields.filter(
        (field) => values[pathOf(field)] !== undefined && values[pathOf(field)] !== null,
      );
      const row = await create(
        bodyOf(filled.map((field) => [field, toBody(field, values[pathOf(field)])] as const)),
      );
      sessionStorage.removeItem(`zhike.draft.${request.object}`);
      toast(t("created", { name: titleOf(object, row) || say(object.label) }), { tone: "good" });
      if (another) {
        setValues({ ...request.values });
        setErrors({});
        setRound(round + 1);
        setBusy(false);
        return;
      }
      onClose();
      if (request.onCreated) request.onCreated(row);
      else if (!request.values)
        void navigate({ to: "/o/$object/$id", params: { object: object.key, id: row.id } });
    } catch (problem) {
      setBusy(false);
      if (!isProblem(problem)) throw problem;
      const placed = problem.byField();
      setErrors(Object.keys(placed).length ? placed : { "": problem.message });
      // A field that is wrong must be seen, even where it was folded away.
      if (Object.keys(placed).some((path) => rest.includes(path))) setAll(true);
    }
  };
  const loose = Object.entries(errors).filter(([path]) => !shown.some((field) => pathOf(field) === path));
  return (
    <Dialog
      title={t("newTitle", { name: inSentence(say(object.label)) })}
      onClose={onClose}
      width={540}
      footer={
        <>
          <Button variant="ghost" onClick={() => setAll(!all)}>
            {all ? t("fewerFields") : t("moreFields")}
          </Button>
          <span className="grow hide-phone" />
          <Button className="hide-phone" disabled={busy} onClick={() => void save(true)}>
            {t("createMore")}
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void save(false)}>
            {t(asking ? "createAnyway" : "create")}
          </Button>
        </>
      }
    >
      <form
        key={round}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void save(false);
        }}
      >
        {loose.map(([path, message]) => (
          <p key={path} role="alert" className={styles.alert}>
            {message}
          </p>
        ))}
        {shown.map((field, index) => (
          <FieldInput
            key={pathOf(field)}
            field={field}
            value={values[pathOf(field)]}
            error={errors[pathOf(field)]}
            onChange={(value) => set(field, value)}
            autoFocus={index === 0}
          />
        ))}
        <Alike object={object} rows={alike} asked={asking} />
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </form>
    </Dialog>
  );
}
