/** Asks for the reason and shows a masked field whole; the reason stays in the record's history. */
import { useQueryClient } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { firstMessageOf } from "@/api/problem";
import type { FieldMeta, ObjectMeta, Row } from "@/api/types";
import { useSay } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import type { Revealed } from "./reveal";
import styles from "./rights.module.css";
import { page } from "./strings";

interface RevealButtonProps {
  object: ObjectMeta;
  row: Row;
  field: FieldMeta;
  /** Every masked field of the record, to show them all for one reason. */
  all: FieldMeta[];
  revealed: Revealed;
}

export function RevealButton({ object, row, field, all, revealed }: RevealButtonProps) {
  const t = page.useText();
  const name = useSay()(field.label);
  return (
    <Popover
      label={t("revealField", { name })}
      align="end"
      trigger={({ ref, ...props }) => (
        <Button
          ref={ref}
          size="small"
          variant="ghost"
          icon={Eye}
          label={t("revealField", { name })}
          className={styles.reveal}
          {...props}
        />
      )}
    >
      {(close) => (
        <RevealForm object={object} row={row} field={field} all={all} revealed={revealed} onDone={close} />
      )}
    </Popover>
  );
}

function RevealForm({
  object,
  row,
  field,
  all,
  revealed,
  onDone,
}: RevealButtonProps & { onDone: () => void }) {
  const t = page.useText();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [every, setEvery] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason.trim()) {
      setError(t("revealReasonHelp"));
      return;
    }
    setBusy(true);
    try {
      await revealed.ask(row, every ? all : [field], reason.trim());
      void client.invalidateQueries({ queryKey: keys.timeline(object.key, row.id) });
      onDone();
    } catch (problem) {
      setError(firstMessageOf(problem));
      setBusy(false);
    }
  };
  return (
    <form className={styles.ask} noValidate onSubmit={(event) => void submit(event)}>
      <Field label={t("revealReason")} help={t("revealReasonHelp")} {...(error ? { error } : {})}>
        {(ids) => (
          <TextInput
            {...ids}
            data-autofocus
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {all.length > 1 && (
        <label className={styles.check}>
          <Checkbox checked={every} onChange={(event) => setEvery(event.target.checked)} />
          {t("revealAll", { count: all.length })}
        </label>
      )}
      <Button variant="primary" type="submit" busy={busy}>
        {t("reveal")}
      </Button>
    </form>
  );
}
