/** A dry run: what would happen to the first rows, each with its problems, and the counts. Nothing is changed. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, messageOf } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { formatDate, formatNumber } from "@/lib/format";
import { Checkbox, Progress, Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Stat, StatRow } from "@/ui/Stat";
import { changeImport, type Import, importKeys, previewImport, runImport } from "./api";
import { CheckTable } from "./CheckTable";
import styles from "./imports.module.css";
import { NewStat, useMade } from "./Made";
import { imports } from "./strings";
import { mappingOf, refersTo, rowsToImport } from "./wizard";

const CHECKED = 2_000;
const REST = ["update", "unchanged", "skip"] as const;

interface CheckStepProps {
  object: ObjectMeta;
  source: Import;
  onBack: () => void;
  /** The import, changed or started. */
  onSource: (source: Import) => void;
}

export function CheckStep({ object, source, onBack, onSource }: CheckStepProps) {
  const t = imports.useText();
  const madeOf = useMade();
  const [only, setOnly] = useState<"all" | "problems">("all");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [earlier, setEarlier] = useState(source.earlier);
  const preview = useQuery({
    queryKey: importKeys.preview(source.id, [
      mappingOf(source),
      source.existing,
      source.match,
      source.defaults,
      source.create_linked,
      source.leave_empty,
    ]),
    queryFn: () => previewImport(source.id, CHECKED),
    staleTime: 60_000,
    // The figures stay while a ticked box is tried out.
    placeholderData: keepPreviousData,
  });
  const start = async () => {
    setBusy(true);
    try {
      onSource(await runImport(source.id, Boolean(earlier)));
    } catch (problem) {
      if (isProblem(problem, 409) && problem.code === "already-imported")
        setEarlier(new Date().toISOString());
      setRefused(messageOf(problem));
      setBusy(false);
    }
  };
  const link = async (create_linked: boolean) => onSource(await changeImport(source.id, { create_linked }));
  if (preview.error)
    return (
      <>
        <Notice tone="danger">{preview.error.message}</Notice>
        <div>
          <Button onClick={onBack}>{t("back")}</Button>
        </div>
      </>
    );
  if (!preview.data)
    return (
      <div className={styles.waiting}>
        <p className="secondary">{t("checking")}</p>
        <Progress label={t("checking")} done={1} total={3} />
      </div>
    );
  const { rows, problem_rows, checked, counts, warned, records, creates, notes } = preview.data;
  const shown = only === "all" ? rows : problem_rows;
  const all = Math.max(source.rows, checked);
  const wanted = rowsToImport(all, checked, counts.fail ?? 0);
  return (
    <>
      {earlier && <Notice tone="warn">{t("earlier", { date: formatDate(earlier) })}</Notice>}
      {refused && !earlier && <Notice tone="danger">{refused}</Notice>}
      <StatRow>
        <NewStat object={object} source={source} rows={counts.create ?? 0} records={records} />
        {REST.map((action) => (
          <Stat
            key={action}
            label={t(source.rows_are_lines ? `lines_${action}` : action)}
            value={formatNumber(counts[action] ?? 0)}
          />
        ))}
        <Stat
          label={t(source.rows_are_lines ? "lines_fail" : "fail")}
          value={
            <span className={counts.fail ? styles.bad : undefined}>{formatNumber(counts.fail ?? 0)}</span>
          }
          {...(counts.fail ? { note: t("failHint") } : {})}
        />
      </StatRow>
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {warned > 0 && (
        <Notice tone="warn">{t("warned", { count: warned, shown: formatNumber(warned) })}</Notice>
      )}
      {creates.length > 0 && <Notice>{t("alsoCreated", { what: madeOf(creates) })}</Notice>}
      {refersTo(object, mappingOf(source)) && (
        <label className={styles.check}>
          <Checkbox checked={source.create_linked} onChange={(event) => void link(event.target.checked)} />
          {t("createLinked")}
        </label>
      )}
      <div className={styles.above}>
        <span className="secondary grow">
          {checked >= all
            ? t("checkedAll", { count: checked, shown: formatNumber(checked) })
            : t("checkedSome", { count: formatNumber(checked), all: formatNumber(all) })}
        </span>
        <Segmented
          label={t("problem")}
          value={only}
          options={[
            { value: "all", label: t("allRows") },
            { value: "problems", label: t("onlyProblems") },
          ]}
          onChange={setOnly}
        />
      </div>
      {shown.length === 0 ? (
        <p className="muted">{t("noProblems")}</p>
      ) : (
        <CheckTable object={object} source={source} rows={shown} />
      )}
      {only === "all" && rows.length < checked && (
        <span className="muted">{t("showing", { count: formatNumber(rows.length) })}</span>
      )}
      {only === "problems" && shown.length < (counts.fail ?? 0) + warned && (
        <span className="muted">{t("problemRows", { count: formatNumber(shown.length) })}</span>
      )}
      <footer className={styles.foot}>
        <Button onClick={onBack}>{t("back")}</Button>
        <span className="grow" />
        <Button variant="primary" busy={busy} disabled={wanted === 0} onClick={() => void start()}>
          {earlier ? t("again") : t("run", { count: wanted, shown: formatNumber(wanted) })}
        </Button>
      </footer>
    </>
  );
}
