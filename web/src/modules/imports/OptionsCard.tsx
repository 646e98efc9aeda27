/** What happens to known records, and what every row gets: owner and tags, and what is vouched for of all. */

import { useState } from "react";
import type { ObjectMeta, Value } from "@/api/types";
import { classes } from "@/lib/classes";
import { useSay } from "@/metadata";
import { Card, Checkbox } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import type { Existing, Import, ImportChange } from "./api";
import { ClaimFields, DefaultField, defaultsOf } from "./Defaults";
import styles from "./imports.module.css";
import { imports } from "./strings";
import { matchable, refersTo } from "./wizard";

const EXISTING: Existing[] = ["update", "fill", "skip", "create"];
const COMMON = ["owner", "tags"];

interface OptionsCardProps {
  object: ObjectMeta;
  source: Import;
  mapping: readonly (string | null)[];
  /** What is wrong with a value for every row, by its path. */
  errors: Record<string, string>;
  onChange: (change: ImportChange) => void;
}

export function OptionsCard({ object, source, mapping, errors, onChange }: OptionsCardProps) {
  const t = imports.useText();
  const say = useSay();
  // The server keeps ids; names are kept here while the reader looks at them.
  const [shown, setShown] = useState<Record<string, Value>>(source.defaults as Record<string, Value>);
  const fields = COMMON.flatMap(
    (key) => object.fields.find((field) => field.key === key && !field.readonly) ?? [],
  );
  const set = (next: Record<string, Value>) => {
    setShown(next);
    onChange({ defaults: defaultsOf([...fields, ...source.claims.flatMap((one) => one.fields)], next) });
  };
  const linked = refersTo(object, mapping);
  const matches = matchable(source.targets, mapping);
  return (
    <Card className={styles.card}>
      <h2 className="card-title">{t("options")}</h2>
      <Field label={t("match")}>
        {({ id }) => (
          <Select
            id={id}
            label={t("match")}
            value={source.match?.[0]?.[0] ?? ""}
            options={[
              { value: "", label: t("matchAuto") },
              ...matches.map((target) => ({ value: target.path, label: say(target.label) })),
            ]}
            onChange={(path) => onChange({ match: path ? [[path]] : null })}
          />
        )}
      </Field>
      <Field label={t("existing")}>
        {({ id }) => (
          <Select<Existing>
            id={id}
            label={t("existing")}
            value={source.existing}
            options={EXISTING.map((value) => ({ value, label: t(`existing_${value}`) }))}
            onChange={(existing) => onChange({ existing })}
          />
        )}
      </Field>
      {linked && (
        <label className={styles.check}>
          <Checkbox
            checked={source.create_linked}
            onChange={(event) => onChange({ create_linked: event.target.checked })}
          />
          {t("createLinked")}
        </label>
      )}
      <label className={styles.check}>
        <Checkbox
          checked={source.leave_empty}
          onChange={(event) => onChange({ leave_empty: event.target.checked })}
        />
        {t("leaveEmpty")}
      </label>
      {fields.length > 0 && <h2 className={classes("card-title", styles.sub)}>{t("forAll")}</h2>}
      {fields.map((field) => (
        <DefaultField
          key={field.key}
          field={field}
          value={shown[field.key]}
          error={errors[field.key]}
          onChange={(value) => set({ ...shown, [field.key]: value })}
        />
      ))}
      {source.claims.map((claim) => (
        <ClaimFields key={claim.sentence.en} claim={claim} values={shown} errors={errors} onChange={set} />
      ))}
    </Card>
  );
}
