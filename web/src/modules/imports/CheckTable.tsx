/** The rows of a dry run: what would become of each, its values as the list would show them, old and new, and its problems. */
import type { ObjectMeta, Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import { Table } from "@/ui/Table";
import type { Tone } from "@/ui/tone";
import type { Import, PreviewAction, PreviewRow } from "./api";
import styles from "./imports.module.css";
import { imports } from "./strings";
import { mappingOf, shownField } from "./wizard";

const TONES: Record<PreviewAction, Tone> = {
  create: "good",
  update: "accent",
  unchanged: "neutral",
  skip: "neutral",
  fail: "danger",
};
const MOST_COLUMNS = 7;

interface CheckTableProps {
  object: ObjectMeta;
  source: Import;
  rows: PreviewRow[];
}

export function CheckTable({ object, source, rows }: CheckTableProps) {
  const t = imports.useText();
  const say = useSay();
  const paths = mappingOf(source).flatMap((path) => (path ? [path.split("#")[0] as string] : []));
  const kept = [...new Set(paths)].slice(0, MOST_COLUMNS);
  const name = (path: string) => say(shownField(object, source.targets, path).label);
  const show = (path: string, value: Value) => {
    const field = shownField(object, source.targets, path);
    // Other records and people are called as in the file until they are found.
    if (value === undefined || value === null || value === "") return "";
    if (typeof value === "string" && (field.kind === "lookup" || field.kind === "person")) return value;
    const { Display } = kindOf(field);
    // A check compares with the file, so moments are written out.
    return <Display value={value} field={field} dense={field.kind !== "datetime"} />;
  };
  const other = (row: PreviewRow) => row.problems.filter((one) => !kept.includes(baseOf(one.field)));
  const cell = (path: string) => (row: PreviewRow) => {
    const problem = row.problems.find((one) => baseOf(one.field) === path);
    if (problem)
      return (
        <span className={problem.left_empty ? styles.warning : styles.problem}>
          {problem.value && <s className={styles.asWritten}>{problem.value}</s>}{" "}
          <span>
            {problem.column
              ? t("cellProblem", { column: problem.column, message: problem.message })
              : problem.message}{" "}
            {problem.left_empty && `(${t("leftEmpty")})`}
          </span>
        </span>
      );
    const change = row.changes.find((one) => one.field === path);
    if (!change) return <span className={styles.value}>{show(path, row.values[path])}</span>;
    return (
      <span className={styles.change}>
        {isFilled(change.before) && <s className="ellipsis">{show(path, change.before)}</s>}
        <b className="ellipsis">{show(path, change.after)}</b>
      </span>
    );
  };
  return (
    <Table
      label={t("stepCheck")}
      rows={rows}
      rowKey={(row) => String(row.row)}
      marked={(row) => row.action === "fail"}
      columns={[
        { key: "row", title: t("row"), width: 52, cell: (row) => <span className="muted">{row.row}</span> },
        {
          key: "outcome",
          title: t("outcome"),
          width: 110,
          cell: (row) => <Tag tone={TONES[row.action]}>{t(row.action)}</Tag>,
        },
        ...kept.map((path) => ({ key: path, title: name(path), cell: cell(path) })),
        ...(rows.some((row) => other(row).length > 0)
          ? [
              {
                key: "other",
                title: t("problem"),
                cell: (row: PreviewRow) => (
                  <span className={row.action === "fail" ? styles.problem : styles.warning}>
                    {other(row)
                      .map((one) => one.sentence)
                      .join(" ")}
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

const baseOf = (path: string): string => path.split("#")[0] ?? "";
const isFilled = (value: Value): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
