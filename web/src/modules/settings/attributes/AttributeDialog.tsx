/** Making an attribute of people, or changing its names and values. */
import { type FormEvent, useState } from "react";
import { messagesOf } from "@/api/problem";
import { useSay } from "@/metadata";
import { blankOption, type DraftOption, keyFrom, optionsFrom } from "@/records/own/draft";
import { NameFields } from "@/records/own/NameFields";
import { OptionsEditor } from "@/records/own/OptionsEditor";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "../settings.module.css";
import { type NotedAttribute, saveAttribute } from "./api";
import { attributes } from "./strings";

interface AttributeDialogProps {
  attribute: NotedAttribute | null;
  taken: readonly string[];
  onClose: () => void;
  onDone: () => void;
}

export function AttributeDialog({ attribute, taken, onClose, onDone }: AttributeDialogProps) {
  const t = attributes.useText();
  const say = useSay();
  const [label, setLabel] = useState(attribute?.label ?? { en: "", zh: "" });
  const [typedKey, setTypedKey] = useState("");
  const [kind, setKind] = useState<"choice" | "text">(attribute?.options.length === 0 ? "text" : "choice");
  const [options, setOptions] = useState<DraftOption[]>(
    attribute?.options.length
      ? attribute.options.map((one) => ({ key: one.key, ...one.label, color: "neutral" }))
      : [blankOption(), blankOption()],
  );
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<string[]>([]);
  const ready = kind === "text" || options.some((one) => one.en.trim() || one.zh.trim());
  const key = attribute?.key ?? (typedKey || keyFrom(label.en || label.zh, taken, "attribute"));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await saveAttribute(key, {
        label: { en: label.en.trim() || label.zh.trim(), zh: label.zh.trim() || label.en.trim() },
        options:
          kind === "text"
            ? []
            : optionsFrom(options).map(({ key: value, label: name }) => ({ key: value, label: name })),
      });
      onDone();
    } catch (problem) {
      setErrors(messagesOf(problem));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={attribute ? t("change", { name: say(attribute.label) }) : t("newAttribute")}
      width={520}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="attribute"
            busy={busy}
            disabled={!ready || (!label.en.trim() && !label.zh.trim())}
          >
            {t(attribute ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form id="attribute" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <NameFields value={label} onChange={setLabel} />
        <Segmented
          label={t("kind")}
          value={kind}
          options={[
            { value: "choice", label: t("kind_choice") },
            { value: "text", label: t("kind_text") },
          ]}
          onChange={setKind}
        />
        {kind === "choice" && <OptionsEditor plain options={options} onChange={setOptions} />}
        <p className="muted">{t("matches")}</p>
        {!attribute && (
          <Field label={t("key")} help={t("keyHelp")}>
            {(ids) => (
              <TextInput
                {...ids}
                maxLength={40}
                placeholder={key}
                value={typedKey}
                onChange={(event) => setTypedKey(event.target.value)}
              />
            )}
          </Field>
        )}
        {errors.map((message) => (
          <Notice key={message} tone="danger">
            {message}
          </Notice>
        ))}
      </form>
    </Dialog>
  );
}
