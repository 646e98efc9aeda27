/** A dry run: what would happen to the first rows, each with its problems, and the counts. Nothing is changed. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { formatDate, formatNumber } from "@/lib/format";
import { useSay } from "@/metadata";
import { Progress, Segmented, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Stat, StatRow } from "@/ui/Stat";
import { Table } from "@/ui/Table";
import type { Tone } from "@/ui/tone";
import {
  type Import,
  importKeys,
  type PreviewAction,
  type PreviewRow,
  previewImport,
  runImport,
} from "./api";
import styles from "./imports.module.css";
import { imports } from "./strings";
import { mappingOf, rowsToImport } from "./wizard";

const CHECKED = 2_000;
const TONES: Record<PreviewAction, Tone> = {
  create: "good",
  update: "accent",
  skip: "neutral",
  fail: "danger",
};

interface CheckStepProps {
  source: Import;
  onBack: () => void;
  onRun: (source: Import) => void;
}

export function CheckStep({ source, onBack, onRun }: CheckStepProps) {
  const t = imports.useText();
  const say = useSay();
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
    ]),
    queryFn: () => previewImport(source.id, CHECKED),
    staleTime: 60_000,
  });
  const start = async () => {
    setBusy(true);
    try {
      onRun(await runImport(source.id, Boolean(earlier)));
    } catch (problem) {
      if (isProblem(problem, 409) && problem.code === "already-imported")
        setEarlier(new Date().toISOString());
      setRefused(isProblem(problem) ? problem.message : String(problem));
      setBusy(false);
    }
  };
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
  const { rows, checked, counts } = preview.data;
  const paths = mappingOf(source).filter(
    (path, at, all): path is string => path !== null && all.indexOf(path) === at,
  );
  const bases = [...new Set(paths.map((path) => path.split("#")[0] as string))];
  const name = (path: string) => say(source.targets.find((target) => target.path === path)?.label) || path;
  const shown = only === "all" ? rows : rows.filter((row) => row.problems.length > 0);
  const all = Math.max(source.rows, checked);
  const wanted = rowsToImport(all, checked, counts.fail ?? 0);
  const kept = bases.slice(0, 7);
  const rest = (row: PreviewRow) =>
    row.problems.filter((one) => !kept.includes(one.field.split("#")[0] ?? ""));
  const summary = (action: PreviewAction) => formatNumber(counts[action] ?? 0);
  return (
    <>
      {earlier && <Notice tone="warn">{t("earlier", { date: formatDate(earlier) })}</Notice>}
      {refused && !earlier && <Notice tone="danger">{refused}</Notice>}
      <StatRow>
        <Stat label={t("create")} value={summary("create")} />
        <Stat label={t("update")} value={summary("update")} />
        <Stat label={t("skip")} value={summary("skip")} />
        <Stat
          label={t("fail")}
          value={<span className={counts.fail ? styles.bad : undefined}>{summary("fail")}</span>}
          {...(counts.fail ? { note: t("failHint") } : {})}
        />
      </StatRow>
      <div className={styles.above}>
        <span className="secondary grow">
          {checked >= all
            ? t("checkedAll", { count: formatNumber(checked) })
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
        <Table
          label={t("stepCheck")}
          rows={shown}
          rowKey={(row) => String(row.row)}
          marked={(row) => row.problems.length > 0}
          columns={[
            {
              key: "row",
              title: t("row"),
              width: 52,
              cell: (row) => <span className="muted">{row.row}</span>,
            },
            {
              key: "outcome",
              title: t("outcome"),
              width: 110,
              cell: (row) => <Tag tone={TONES[row.action]}>{t(row.action)}</Tag>,
            },
            ...kept.map((path) => ({
              key: path,
              title: name(path),
              cell: (row: PreviewRow) => {
                const problem = row.problems.find(
                  (one) => one.field === path || one.field.startsWith(`${path}#`),
                );
                if (!problem) return <span className={styles.value}>{row.values[path] ?? ""}</span>;
                return (
                  <span className={styles.problem}>
                    {problem.value && <s>{problem.value}</s>}
                    <span>{problem.message}</span>
                  </span>
                );
              },
            })),
            ...(shown.some((row) => rest(row).length > 0)
              ? [
                  {
                    key: "rest",
                    title: t("problem"),
                    cell: (row: PreviewRow) => (
                      <span className={styles.problem}>
                        {rest(row)
                          .map((one) => one.message)
                          .join(" ")}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {rows.length < checked && (
        <span className="muted">{t("showing", { count: formatNumber(rows.length) })}</span>
      )}
      <footer className={styles.foot}>
        <Button onClick={onBack}>{t("back")}</Button>
        <span className="grow" />
        <Button variant="primary" busy={busy} onClick={() => void start()}>
          {earlier ? t("again") : t("run", { count: wanted, shown: formatNumber(wanted) })}
        </Button>
      </footer>
    </>
  );
}
