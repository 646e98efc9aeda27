/** Which column fills which field, how the file is read, and what happens to known records. Every change is kept at once. */
import { ArrowRight } from "lucide-react";
import { useRef, useState } from "react";
import { isProblem } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Table } from "@/ui/Table";
import { type Column, changeImport, type Import, type ImportChange } from "./api";
import styles from "./imports.module.css";
import { OptionsCard } from "./OptionsCard";
import { ReadingCard } from "./ReadingCard";
import { imports } from "./strings";
import { TargetPicker } from "./TargetPicker";
import { mappingOf, place, remap } from "./wizard";

interface ColumnsStepProps {
  object: ObjectMeta;
  source: Import;
  onSource: (source: Import) => void;
  onNext: () => void;
}

export function ColumnsStep({ object, source, onSource, onNext }: ColumnsStepProps) {
  const t = imports.useText();
  const [mapping, setMapping] = useState(mappingOf(source));
  const [problems, setProblems] = useState(source.problems);
  const [saving, setSaving] = useState(0);
  const latest = useRef(0);
  const change = async (next: ImportChange) => {
    latest.current += 1;
    const turn = latest.current;
    setSaving((count) => count + 1);
    try {
      const saved = await changeImport(source.id, next);
      if (turn === latest.current) {
        onSource(saved);
        setMapping(mappingOf(saved));
        setProblems(saved.problems);
      }
    } catch (refused) {
      if (turn === latest.current && isProblem(refused))
        setProblems(
          refused.errors.length
            ? refused.errors
            : [{ loc: [], code: refused.code, message: refused.message }],
        );
    }
    setSaving((count) => count - 1);
  };
  const map = (index: number, path: string | null) => {
    const next = remap(mapping, source.targets, index, path);
    setMapping(next);
    void change({ mapping: next });
  };
  const placed = place(problems);
  const used = mapping.filter(Boolean).length;
  const name = (column: Column) => column.header || t("untitled", { at: column.index + 1 });
  return (
    <>
      {source.unreadable && <Notice tone="warn">{t("unreadable")}</Notice>}
      {placed.rest.map((message) => (
        <Notice key={message} tone="danger">
          {message}
        </Notice>
      ))}
      <div className={styles.columns}>
        <section className={styles.mapping}>
          <div className={styles.above}>
            <span className="secondary">
              {t("columnsFound", { mapped: used, all: source.columns.length })} ·{" "}
              {t("rowsAbout", { count: source.rows, shown: formatNumber(source.rows) })}
            </span>
          </div>
          <Table
            label={t("stepColumns")}
            rows={source.columns}
            rowKey={(column) => String(column.index)}
            marked={(column) => Boolean(placed.columns[column.index])}
            columns={[
              {
                key: "header",
                title: t("column"),
                width: "26%",
                cell: (column) => <b className={styles.header}>{name(column)}</b>,
              },
              {
                key: "samples",
                title: t("samples"),
                wide: true,
                cell: (column) => (
                  <span className={styles.samples} title={column.samples.join("\n")}>
                    {column.samples.join(" · ") || "—"}
                  </span>
                ),
              },
              {
                key: "arrow",
                title: "",
                width: 30,
                wide: true,
                cell: () => <ArrowRight size={14} className={styles.arrow} aria-hidden />,
              },
              {
                key: "field",
                title: t("field"),
                width: "34%",
                cell: (column) => (
                  <>
                    <TargetPicker
                      object={object}
                      source={source}
                      name={name(column)}
                      samples={column.samples}
                      value={mapping[column.index] ?? null}
                      used={mapping}
                      onPick={(path) => map(column.index, path)}
                    />
                    {placed.columns[column.index] && (
                      <span className={styles.cellProblem}>{placed.columns[column.index]}</span>
                    )}
                  </>
                ),
              },
            ]}
          />
        </section>
        <aside className={styles.side}>
          <ReadingCard source={source} onChange={(next) => void change(next)} />
          <OptionsCard
            object={object}
            source={source}
            mapping={mapping}
            errors={placed.defaults}
            onChange={(next) => void change(next)}
          />
        </aside>
      </div>
      <footer className={styles.foot}>
        <span className="muted" aria-live="polite">
          {saving > 0 ? t("saving") : ""}
        </span>
        <span className="grow" />
        <Button variant="primary" disabled={saving > 0 || problems.length > 0 || used === 0} onClick={onNext}>
          {t("next")}
        </Button>
      </footer>
    </>
  );
}
