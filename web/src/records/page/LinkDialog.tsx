/** Tying another record to this one: which, and in a word how they belong together. */
import { useState } from "react";
import { addLink } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordRef, Row, Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { ui } from "@/ui/strings";
import { toast } from "@/ui/toast";
import styles from "../form/form.module.css";
import { useProblemToast } from "../trouble";
import { page } from "./strings";

interface LinkDialogProps {
  object: ObjectMeta;
  row: Row;
  onClose: () => void;
  onTied: () => void;
}

export function LinkDialog({ object, row, onClose, onTied }: LinkDialogProps) {
  const t = page.useText();
  const say = ui.useText();
  const complain = useProblemToast(object.key);
  const [target, setTarget] = useState<RecordRef | null>(null);
  const [kind, setKind] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!target) return;
    setBusy(true);
    try {
      await addLink(object.key, row.id, target.id, kind.trim());
      toast(t("linkSaved"), { tone: "good" });
      onTied();
      onClose();
    } catch (problem) {
      complain(problem);
      setBusy(false);
    }
  };
  const { Input } = kindOf(ANY_RECORD);
  const name = t("linkTarget");
  const asked: FieldMeta = { ...ANY_RECORD, label: { en: name, zh: name } };
  return (
    <Dialog
      title={t("addLink")}
      width={440}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button variant="ghost" onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button variant="primary" busy={busy} disabled={!target} onClick={() => void save()}>
            {say("save")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field label={name}>
          {(ids) => (
            <Input
              {...ids}
              field={asked}
              value={target as Value}
              onChange={(next) => setTarget(next as RecordRef | null)}
            />
          )}
        </Field>
        <Field label={t("linkKind")} help={t("linkKindHint")}>
          {(ids) => (
            <TextInput
              {...ids}
              maxLength={60}
              value={kind}
              onChange={(event) => setKind(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && void save()}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

/** A look-up into every object at once. */
const ANY_RECORD: FieldMeta = {
  key: "target",
  kind: "lookup",
  label: { en: "", zh: "" },
  required: true,
  readonly: false,
  custom: false,
  sortable: false,
  filterable: false,
  settings: {},
  operators: [],
};
