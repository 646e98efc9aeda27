/** The import while it runs, and what came of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, Download, Loader } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { Card, Progress } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Stat, StatRow } from "@/ui/Stat";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { cancelImport, errorFile, failedRows, type Import, importKeys, runImport } from "./api";
import styles from "./imports.module.css";
import { MadeNotice, NewStat } from "./Made";
import { imports } from "./strings";
import { isOpen } from "./wizard";

const REST = ["updated", "unchanged", "skipped", "failed"] as const;

interface RunStepProps {
  object: ObjectMeta;
  source: Import;
  onSource: (source: Import) => void;
  onAnother: () => void;
}

export function RunStep({ object, source, onSource, onAnother }: RunStepProps) {
  const t = imports.useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const open = isOpen(source.state);
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<Import>) => {
    setBusy(true);
    try {
      onSource(await work());
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.jobs });
    if (!open) void client.invalidateQueries({ queryKey: keys.object(object.key) });
  }, [client, object.key, open]);
  return (
    <>
      <Card className={styles.run} aria-live="polite">
        <Head source={source} />
        {open && (
          <>
            <Progress
              label={t("running", { name: source.file_name })}
              done={source.cursor}
              total={source.rows}
            />
            <div className={styles.above}>
              <b>
                {formatNumber(source.cursor)} / {formatNumber(source.rows)}
              </b>
              <Speed cursor={source.cursor} />
              <span className="grow" />
              <Button size="small" busy={busy} onClick={() => void act(() => cancelImport(source.id))}>
                {t("stop")}
              </Button>
            </div>
            <p className="muted">{t("leave")}</p>
          </>
        )}
        {!open && (
          <div className={styles.actions}>
            <Button
              variant={source.state === "done" ? "primary" : "default"}
              onClick={() => void navigate({ to: "/o/$object", params: { object: object.key } })}
            >
              {t("openList")}
            </Button>
            {source.state !== "done" && (
              <Button
                variant="primary"
                busy={busy}
                onClick={() => void act(() => runImport(source.id, true))}
              >
                {t("goOn")}
              </Button>
            )}
            <Button variant="ghost" onClick={onAnother}>
              {t("another")}
            </Button>
          </div>
        )}
      </Card>
      <StatRow>
        <NewStat
          object={object}
          source={source}
          rows={source.counts.created}
          records={source.made.find((one) => one.object === object.key)?.count ?? 0}
        />
        {REST.map((result) => (
          <Stat
            key={result}
            label={t(source.rows_are_lines ? `lines_${result}` : result)}
            value={
              <span className={result === "failed" && source.counts.failed ? styles.bad : undefined}>
                {formatNumber(source.counts[result] ?? 0)}
              </span>
            }
          />
        ))}
      </StatRow>
      <MadeNotice object={object} source={source} />
      {!open && source.counts.failed + source.warned > 0 && <FailedRows source={source} />}
    </>
  );
}

function Head({ source }: { source: Import }) {
  const t = imports.useText();
  const titles: Record<Import["state"], string> = {
    ready: "",
    queued: t("queued"),
    running: t("running", { name: source.file_name }),
    done: t("doneTitle", { name: source.file_name }),
    failed: t("failedTitle"),
    cancelled: t("cancelledTitle"),
  };
  const good = source.state === "done";
  const Icon = isOpen(source.state) ? Loader : good ? CircleCheck : CircleAlert;
  return (
    <div className={styles.runHead}>
      <span className={good ? "tone-good" : isOpen(source.state) ? "tone-accent" : "tone-warn"}>
        <Icon size={20} strokeWidth={1.7} aria-hidden />
      </span>
      <div>
        <h2>{titles[source.state]}</h2>
        {source.state === "failed" && <p className="secondary">{t("failedText")}</p>}
        {source.state === "cancelled" && <p className="secondary">{t("stopped")}</p>}
      </div>
    </div>
  );
}

/** Rows a second, over what was seen since this page watches. */
function Speed({ cursor }: { cursor: number }) {
  const t = imports.useText();
  const start = useRef<{ at: number; cursor: number } | null>(null);
  start.current ??= { at: performance.now(), cursor };
  const seconds = (performance.now() - start.current.at) / 1000;
  const speed = seconds > 1 ? (cursor - start.current.cursor) / seconds : 0;
  if (speed <= 0) return null;
  return <span className="muted">{t("speed", { count: formatNumber(Math.round(speed)) })}</span>;
}

function FailedRows({ source }: { source: Import }) {
  const t = imports.useText();
  const { data = [] } = useQuery({
    queryKey: importKeys.problems(source.id),
    queryFn: () => failedRows(source.id),
  });
  const title = t(source.warned ? "warnedRows" : "failedRows");
  return (
    <section className={styles.mapping}>
      <div className={styles.above}>
        <h2>{title}</h2>
        <span className="muted grow">{t("downloadHint")}</span>
        <a className={styles.download} href={errorFile(source.id)} download>
          <Download size={15} aria-hidden />
          {t("download")}
        </a>
      </div>
      <Table
        label={title}
        rows={data}
        rowKey={(row) => String(row.row)}
        columns={[
          { key: "row", title: t("row"), width: 52, cell: (row) => <span className="muted">{row.row}</span> },
          {
            key: "problem",
            title: t("problem"),
            width: "45%",
            cell: (row) => (
              <span className={row.taken ? styles.warning : styles.problem}>
                {row.problems.map((one) => one.sentence).join(" ")}
              </span>
            ),
          },
          {
            key: "cells",
            title: t("cells"),
            wide: true,
            cell: (row) => <span className={styles.samples}>{row.cells.filter(Boolean).join(" · ")}</span>,
          },
        ]}
      />
    </section>
  );
}
