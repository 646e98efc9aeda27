/** A chart in a card: a title, the drawing, and the same numbers as a table for whoever prefers or needs one. */
import { ChartColumn, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Card, Skeleton } from "../atoms";
import { Button } from "../Button";
import { ui } from "../strings";
import { Table } from "../Table";
import styles from "./chart.module.css";
import type { ChartData } from "./series";

const Drawing = lazy(() => import("./Drawing"));

interface ChartProps {
  title: string;
  note?: ReactNode;
  /** What the first column of the table holds. */
  axis: string;
  data: ChartData;
  height?: number;
  /** What the chart says, in a sentence, for those who cannot see it. */
  summary?: string;
}

export function Chart({ title, note, axis, data, height = 220, summary }: ChartProps) {
  const t = ui.useText();
  const [table, setTable] = useState(false);
  const rows = data.labels.map((label, index) => ({ label, index }));
  return (
    <Card className={styles.card}>
      <header className={styles.head}>
        <h2 className="card-title ellipsis">{title}</h2>
        <span className="grow" />
        {data.series.length > 1 &&
          data.series.map((series) => (
            <span key={series.name} className={styles.legend}>
              <i className={styles[series.tone ?? "accent"]} aria-hidden />
              {series.name}
            </span>
          ))}
        {note && <span className="muted ellipsis">{note}</span>}
        <Button
          size="small"
          variant="ghost"
          icon={table ? ChartColumn : Table2}
          label={table ? t("asChart") : t("asTable")}
          aria-pressed={table}
          onClick={() => setTable(!table)}
        />
      </header>
      {table ? (
        <div className={styles.table} style={{ height }}>
          <Table
            bare
            label={title}
            rows={rows}
            rowKey={(row) => String(row.index)}
            columns={[
              { key: "axis", title: axis, cell: (row) => row.label },
              ...data.series.map((series) => ({
                key: series.name,
                title: series.name,
                align: "end" as const,
                cell: (row: { index: number }) => {
                  const value = series.values[row.index];
                  return value == null ? "—" : data.format(value);
                },
              })),
            ]}
          />
        </div>
      ) : (
        <Suspense fallback={<Skeleton height={height} />}>
          <Drawing data={data} height={height} label={summary ? `${title}. ${summary}` : title} />
        </Suspense>
      )}
    </Card>
  );
}
