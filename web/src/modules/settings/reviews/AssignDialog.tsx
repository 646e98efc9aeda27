/** Somebody else answers instead. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { listPeople, settingsKeys } from "../api";
import type { ReviewItem } from "./api";
import { reviews } from "./strings";

interface AssignDialogProps {
  items: readonly ReviewItem[];
  busy: boolean;
  onClose: () => void;
  onAssign: (reviewer: string) => void;
}

export function AssignDialog({ items, busy, onClose, onAssign }: AssignDialogProps) {
  const t = reviews.useText();
  const people = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const [reviewer, setReviewer] = useState("");
  const asked = new Set(items.map((item) => item.person.id));
  const options = (people.data ?? [])
    .filter((person) => person.active && !asked.has(person.id))
    .map((person) => ({ value: person.id, label: person.name }));
  return (
    <Dialog
      title={t("assignChosen", { count: items.length })}
      width={400}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" busy={busy} disabled={!reviewer} onClick={() => onAssign(reviewer)}>
            {t("assign")}
          </Button>
        </>
      }
    >
      <Field label={t("reviewer")}>
        {({ id }) => (
          <Select
            id={id}
            label={t("reviewer")}
            value={reviewer}
            options={[{ value: "", label: t("choosePerson") }, ...options]}
            onChange={setReviewer}
          />
        )}
      </Field>
    </Dialog>
  );
}
