/** What runs in the background, with its progress; asks more often while something does. */
import { useQuery } from "@tanstack/react-query";
import { Download, ListChecks } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { listJobs } from "@/api/queries";
import type { Job } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { useSay } from "@/metadata";
import { exportFile } from "@/records/export/api";
import { useTakeBack } from "@/records/undo";
import { Progress, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import styles from "./Shell.module.css";
import { app } from "./strings";

const isOpen = (job: Job) => job.state === "queued" || job.state === "running";

export function JobTray() {
  const t = app.useText();
  const { data: jobs = [] } = useQuery({
    queryKey: keys.jobs,
    queryFn: listJobs,
    refetchInterval: (query) => (query.state.data?.some(isOpen) ? 2_000 : 60_000),
  });
  const busy = jobs.some(isOpen);
  return (
    <Popover
      label={t("jobs")}
      align="end"
      trigger={({ ref, ...props }) => (
        <span className={styles.badge}>
          <Button variant="ghost" icon={ListChecks} label={t("jobs")} ref={ref} {...props} />
          {busy && <i aria-hidden />}
        </span>
      )}
    >
      {() => (
        <div className={styles.tray}>
          {jobs.length === 0 && <p className="muted">{t("noJobs")}</p>}
          <ul>
            {jobs.slice(0, 12).map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </ul>
        </div>
      )}
    </Popover>
  );
}

/** Work that can be taken back says by which request. */
function Undo({ request }: { request: string }) {
  const t = app.useText();
  const takeBack = useTakeBack();
  const [state, setState] = useState<"offered" | "busy" | "over">("offered");
  if (state === "over") return null;
  const run = async () => {
    setState("busy");
    await takeBack(request);
    setState("over");
  };
  return (
    <Button size="small" busy={state === "busy"} onClick={() => void run()}>
      {t("undoJob")}
    </Button>
  );
}

function JobLine({ job }: { job: Job }) {
  const t = app.useText();
  const say = useSay();
  const title = say(job.title);
  return (
    <li className={styles.job}>
      <div className={styles.jobHead}>
        <span className="ellipsis">{title}</span>
        {job.state === "done" && <Tag tone="good">{t("jobDone")}</Tag>}
        {job.state === "failed" && <Tag tone="danger">{t("jobFailed")}</Tag>}
        {job.state === "queued" && <Tag>{t("jobQueued")}</Tag>}
        {job.state === "running" && (
          <span className="muted">
            {formatNumber(job.done)} / {formatNumber(job.total)}
          </span>
        )}
      </div>
      {isOpen(job) && <Progress label={title} done={job.done} total={job.total} />}
      {typeof job.result?.request === "string" && job.state === "done" && (
        <Undo request={job.result.request} />
      )}
      {typeof job.result?.export === "string" && job.state === "done" && (
        <a className={styles.jobFile} href={exportFile(job.result.export)} download>
          <Download size={13} aria-hidden />
          <span className="ellipsis">{String(job.result.file_name ?? t("download"))}</span>
        </a>
      )}
      {job.error && <span className="muted">{say(job.error)}</span>}
    </li>
  );
}
