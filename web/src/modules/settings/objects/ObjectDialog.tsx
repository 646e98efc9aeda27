/** Making an object, or changing its names, its look and the columns its lists begin with. */
import { type FormEvent, useState } from "react";
import { messageOf, messagesByField } from "@/api/problem";
import { pathOf, useMeta, useObject, useSay } from "@/metadata";
import { TONES } from "@/records/own/draft";
import { NameFields } from "@/records/own/NameFields";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import styles from "../settings.module.css";
import { addObject, changeObject, type MadeObject } from "./api";
import { ColumnsPicker } from "./ColumnsPicker";
import { ACCESSES, changesFrom, type Draft, draftOf, keyOf, newObject, pluralOf } from "./draft";
import { IconPicker } from "./IconPicker";
import own from "./objects.module.css";
import { objects } from "./strings";

interface ObjectDialogProps {
  object: MadeObject | null;
  taken: readonly string[];
  onClose: () => void;
  onDone: (object: MadeObject) => void;
}

type Words = { [Name in keyof Draft]: Draft[Name] extends string ? Name : never }[keyof Draft];

const PLACES = ["label.zh", "label.en", "plural", "title.zh", "title.en", "series", "key"];

export function ObjectDialog({ object, taken, onClose, onDone }: ObjectDialogProps) {
  const t = objects.useText();
  const say = useSay();
  const known = useMeta().objects.map((one) => one.key);
  const shown = useObject(object?.key ?? "");
  const [draft, setDraft] = useState(() => draftOf(object));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const stages = shown?.fields.filter((field) => field.kind === "choice") ?? [];
  const used = [...known, ...taken];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      onDone(
        object ? await changeObject(object.key, changesFrom(draft)) : await addObject(newObject(draft, used)),
      );
    } catch (problem) {
      const found = messagesByField(problem);
      const message = messageOf(problem);
      setErrors(Object.keys(found).length ? found : { "": message });
      setBusy(false);
    }
  };
  const words = (
    name: Words,
    text: string,
    place: string,
    more: { placeholder?: string; help?: string } = {},
  ) => (
    <Field
      label={text}
      {...(more.help ? { help: more.help } : {})}
      {...(errors[place] ? { error: errors[place] } : {})}
    >
      {(ids) => (
        <TextInput
          {...ids}
          maxLength={name === "key" ? 40 : 100}
          placeholder={more.placeholder}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const loose = Object.entries(errors).filter(([place]) => !PLACES.includes(place));
  return (
    <Dialog
      title={object ? t("change", { name: say(object.label) }) : t("newObject")}
      width={580}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="object"
            busy={busy}
            disabled={!draft.en.trim() && !draft.zh.trim()}
          >
            {t(object ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="object" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <NameFields value={draft} errors={errors} onChange={({ en, zh }) => set({ en, zh })} />
        <div className={styles.pair}>
          {words("plural", t("pluralEn"), "plural", { placeholder: pluralOf(draft.en || draft.zh) })}
          {!object && words("key", t("key"), "key", { placeholder: keyOf(draft, used), help: t("keyHelp") })}
        </div>
        <div className={styles.pair}>
          {words("titleZh", t("titleZh"), "title.zh")}
          {words("titleEn", t("titleEn"), "title.en")}
        </div>
        <fieldset className={own.fieldset}>
          <legend className="secondary">{t("named")}</legend>
          <Segmented
            label={t("named")}
            value={draft.named}
            options={(["written", "numbered"] as const).map((one) => ({
              value: one,
              label: t(`named_${one}`),
            }))}
            onChange={(named) => set({ named })}
          />
        </fieldset>
        {draft.named === "numbered" && words("series", t("series"), "series", { help: t("seriesHelp") })}
        <fieldset className={own.fieldset}>
          <legend className="secondary">{t("icon")}</legend>
          <IconPicker
            label={t("icon")}
            value={draft.icon}
            tone={draft.color}
            onChange={(icon) => set({ icon })}
          />
        </fieldset>
        <Field label={t("colour")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("colour")}
              value={draft.color}
              options={TONES.map((tone) => ({ value: tone, label: t(`tone_${tone}`) }))}
              onChange={(color) => set({ color })}
            />
          )}
        </Field>
        {!object && (
          <div>
            <fieldset className={own.fieldset}>
              <legend className="secondary">{t("access")}</legend>
              <Segmented
                label={t("access")}
                value={draft.access}
                options={ACCESSES.map((one) => ({ value: one, label: t(`access_${one}`) }))}
                onChange={(access) => set({ access })}
              />
            </fieldset>
            <p className="muted">{t(`accessText_${draft.access}`)}</p>
          </div>
        )}
        {shown && stages.length > 0 && (
          <Field label={t("stages")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("stages")}
                value={draft.stages}
                options={[
                  { value: "", label: t("noStages") },
                  ...stages.map((field) => ({ value: pathOf(field), label: say(field.label) })),
                ]}
                onChange={(next) => set({ stages: next })}
              />
            )}
          </Field>
        )}
        {shown && (
          <ColumnsPicker object={shown} columns={draft.columns} onChange={(columns) => set({ columns })} />
        )}
        {loose.map(([place, message]) => (
          <Notice key={place} tone="danger">
            {message}
          </Notice>
        ))}
      </form>
    </Dialog>
  );
}
