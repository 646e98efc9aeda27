/** Giving what a leaver owns to others: how much there is, to whom it goes, object by object where wanted. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { firstMessageOf } from "@/api/problem";
import { formatNumber } from "@/lib/format";
import { useSay } from "@/metadata";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { handOver, listOwned, listPeople, type Person, settingsKeys } from "./api";
import styles from "./settings.module.css";
import { settings } from "./strings";

export function HandOverDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = settings.useText();
  const say = useSay();
  const client = useQueryClient();
  const owned = useQuery({ queryKey: settingsKeys.owned(person.id), queryFn: () => listOwned(person.id) });
  const people = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const [to, setTo] = useState("");
  const [others, setOthers] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const receivers = (people.data ?? [])
    .filter((one) => one.active && one.id !== person.id)
    .map((one) => ({ value: one.id, label: one.name }));
  const rows = owned.data ?? [];
  const run = async () => {
    setBusy(true);
    try {
      const differing = Object.fromEntries(Object.entries(others).filter(([, receiver]) => receiver !== ""));
      await handOver(person.id, to, differing);
      await client.invalidateQueries({ queryKey: keys.jobs });
      toast(t("handOverBegun"), { tone: "good" });
      onClose();
    } catch (problem) {
      setError(firstMessageOf(problem));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("handOverOf", { name: person.name })}
      width={460}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!to || rows.length === 0}
            onClick={() => void run()}
          >
            {t("handOver")}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p className="secondary">{t("handOverText")}</p>
        <Field label={t("handOverTo")}>
          {(ids) => (
            <Select
              id={ids.id}
              label={t("handOverTo")}
              value={to}
              options={[{ value: "", label: t("choosePerson") }, ...receivers]}
              onChange={setTo}
            />
          )}
        </Field>
        {owned.isPending && <Skeleton height={120} />}
        {owned.isSuccess && rows.length === 0 && <Notice tone="good">{t("ownsNothing")}</Notice>}
        {rows.map((row) => (
          <div key={row.object} className={styles.check}>
            <span className="grow">
              {say(row.label)} <b className="tabular">{formatNumber(row.count)}</b>
            </span>
            <Select
              small
              label={t("handOverObject", { name: say(row.label) })}
              value={others[row.object] ?? ""}
              options={[{ value: "", label: t("asAbove") }, ...receivers]}
              onChange={(receiver) => setOthers({ ...others, [row.object]: receiver })}
            />
          </div>
        ))}
        {error && <Notice tone="danger">{error}</Notice>}
      </div>
    </Dialog>
  );
}
