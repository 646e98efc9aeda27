/** Adding a custom field, or changing its names, options and whether it must be filled in. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { messageOf, messagesByField } from "@/api/problem";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { useLanguage } from "@/lib/strings";
import { useMeta } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { addField, changeField, type NewKind } from "./api";
import { CLASSES, type Draft, draftOf, fieldFrom, isFilled, KINDS, keyFrom } from "./draft";
import { KindChoices, KindDetails, placedBy } from "./KindSettings";
import styles from "./own.module.css";
import { ownFields } from "./strings";

interface FieldDialogProps {
  object: ObjectMeta;
  field: FieldMeta | null;
  /** A name to start with, e.g. a column's header. */
  name?: string;
  /** A kind to start with, e.g. what a column's cells look like. */
  guess?: Partial<Pick<Draft, "kind" | "places">>;
  onClose: () => void;
  onSaved?: (key: string) => void;
}

/** Where the form places a problem itself. */
const PLACED = ["key", "label.en", "label.zh", "field_class"];

export function FieldDialog({ object, field, name, guess, onClose, onSaved }: FieldDialogProps) {
  const t = ownFields.useText();
  const language = useLanguage();
  const meta = useMeta();
  const admin = meta.user.roles.includes("administrator");
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => ({
    ...draftOf(field),
    ...guess,
    ...(name && /\p{Script=Han}/u.test(name) ? { zh: name } : name ? { en: name } : {}),
  }));
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const taken = object.fields.map((one) => one.key);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const made = fieldFrom(draft, taken);
    try {
      if (field) {
        const { label, settings: chosen, required, field_class } = made;
        await changeField(object.key, field.key, { label, settings: chosen, required, field_class });
      } else await addField(object.key, made);
      await client.invalidateQueries({ queryKey: keys.meta });
      toast(t(field ? "fieldChanged" : "fieldAdded"), { tone: "good" });
      onSaved?.(`custom.${made.key}`);
      onClose();
    } catch (problem) {
      const found = messagesByField(problem);
      const message = messageOf(problem);
      setErrors(Object.keys(found).length ? found : { "": message });
      setBusy(false);
    }
  };
  const error = (path: string) => (errors[path] ? { error: errors[path] } : {});
  const rest = Object.entries(errors).filter(
    ([path]) => ![...PLACED, ...placedBy(draft.kind)].includes(path),
  );
  const given = { object, draft, set, making: field === null, errors };
  return (
    <Dialog
      title={t(field ? "editField" : "newField")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="field"
            busy={busy}
            disabled={
              (!draft.en.trim() && !draft.zh.trim()) || (draft.kind === "formula" && !draft.expression.trim())
            }
          >
            {t(field ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="field" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <div className={styles.pair}>
          <Field label={t("labelZh")} {...error("label.zh")}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus={language === "zh-CN" ? "" : undefined}
                value={draft.zh}
                onChange={(event) => set({ zh: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("labelEn")} {...error("label.en")}>
            {(ids) => (
              <TextInput
                {...ids}
                data-autofocus={language === "en" ? "" : undefined}
                value={draft.en}
                onChange={(event) => set({ en: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className={styles.pair}>
          <Field label={t("kind")}>
            {({ id }) =>
              field ? (
                <span id={id}>{t(`kind_${draft.kind}`)}</span>
              ) : (
                <Select<NewKind>
                  id={id}
                  label={t("kind")}
                  value={draft.kind}
                  options={KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) }))}
                  onChange={(kind) => set({ kind })}
                />
              )
            }
          </Field>
          <KindChoices {...given} />
        </div>
        <KindDetails {...given} />
        {!field && (
          <Field label={t("key")} help={t("keyHelp")} {...error("key")}>
            {(ids) => (
              <TextInput
                {...ids}
                value={draft.key}
                placeholder={keyFrom(draft.en || draft.zh, taken)}
                onChange={(event) => set({ key: event.target.value })}
              />
            )}
          </Field>
        )}
        {(!field || admin) && (
          <Field label={t("class")} help={t(`classText_${draft.fieldClass}`)} {...error("field_class")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("class")}
                value={draft.fieldClass}
                options={CLASSES.map((one) => ({ value: one, label: t(`class_${one}`) }))}
                onChange={(fieldClass) => set({ fieldClass })}
              />
            )}
          </Field>
        )}
        {!isFilled(draft.kind) && (
          <label className={styles.check}>
            <Checkbox
              checked={draft.required}
              onChange={(event) => set({ required: event.target.checked })}
            />
            {t("required")}
          </label>
        )}
        {rest.map(([path, message]) => (
          <Notice key={path} tone="danger">
            {message}
          </Notice>
        ))}
      </form>
    </Dialog>
  );
}
