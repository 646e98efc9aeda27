/** One review as administrators follow it: every question, who is asked, the end and the signed result. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, ClipboardCheck, Download, Lock, UserPen } from "lucide-react";
import { useState } from "react";
import { firstMessageOf } from "@/api/problem";
import { formatDate } from "@/lib/format";
import { Card, EmptyState, Progress, Skeleton } from "@/ui/atoms";
import { Button, linkButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { toast } from "@/ui/toast";
import { SettingsHeader } from "../SettingsHeader";
import { AssignDialog } from "./AssignDialog";
import { assignItems, closeReview, readReview, resultFile, reviewKeys } from "./api";
import { ItemRow } from "./ItemRow";
import { StateTag } from "./ReviewsPage";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

export default function ReviewPage() {
  const t = reviews.useText();
  const client = useQueryClient();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: review, error } = useQuery({ queryKey: reviewKeys.one(id), queryFn: () => readReview(id) });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<"assign" | "close" | null>(null);
  const [busy, setBusy] = useState(false);
  if (error || !review)
    return (
      <>
        <SettingsHeader />
        {error ? <EmptyState icon={ClipboardCheck} title={t("gone")} /> : <Skeleton height={240} />}
      </>
    );
  const open = review.items.filter((item) => !item.decision);
  const picked = open.filter((item) => chosen.has(item.id));
  const run = async (work: () => Promise<unknown>, done: "assigned" | "closedNow") => {
    setBusy(true);
    try {
      await work();
      toast(t(done), { tone: "good" });
      setAsking(null);
      setChosen(new Set());
    } catch (problem) {
      toast(firstMessageOf(problem), {
        tone: "danger",
      });
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: ["waiting"] });
    await client.invalidateQueries({ queryKey: reviewKeys.all });
  };
  const choose = (item: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(item);
    else next.delete(item);
    setChosen(next);
  };
  return (
    <>
      <SettingsHeader />
      <PageBody>
        <Link to="/settings/reviews" className={styles.back}>
          <ArrowLeft size={14} aria-hidden />
          {t("back")}
        </Link>
        <div className={styles.lead}>
          <div className="grow">
            <h2>{review.name}</h2>
            <p className="secondary">
              {[
                t("by", { name: review.started_by.title }),
                t("dueOn", { when: formatDate(review.due_on) }),
                t("totals", { kept: review.confirmed, withdrawn: review.withdrawn, open: open.length }),
              ].join(" · ")}
            </p>
          </div>
          <StateTag review={review} />
          {review.closed_at ? (
            <a className={linkButton} href={resultFile(review.id)} download>
              <Download size={16} aria-hidden />
              {t("download")}
            </a>
          ) : (
            <Button icon={Lock} onClick={() => setAsking("close")}>
              {t("close")}
            </Button>
          )}
        </div>
        <Progress done={review.total - open.length} total={review.total} label={t("progress")} />
        {review.digest && (
          <p className="muted">
            {t("digest")} <code className={styles.digest}>{review.digest}</code>
          </p>
        )}
        <Card className={styles.card}>
          {picked.length > 0 && (
            <div className={styles.bar}>
              <span className="grow" />
              <Button size="small" icon={UserPen} onClick={() => setAsking("assign")}>
                {t("assignChosen", { count: picked.length })}
              </Button>
            </div>
          )}
          <ul className={styles.items} aria-label={review.name}>
            {review.items.map((item) => (
              <ItemRow
                key={item.id}
                item={item}
                withReviewer
                chosen={chosen.has(item.id)}
                onChoose={item.decision || review.closed_at ? undefined : (on) => choose(item.id, on)}
              />
            ))}
          </ul>
        </Card>
      </PageBody>
      {asking === "assign" && (
        <AssignDialog
          items={picked}
          busy={busy}
          onClose={() => setAsking(null)}
          onAssign={(reviewer) =>
            void run(
              () =>
                assignItems(
                  review.id,
                  picked.map((item) => item.id),
                  reviewer,
                ),
              "assigned",
            )
          }
        />
      )}
      {asking === "close" && (
        <Dialog
          title={t("close")}
          width={440}
          onClose={() => setAsking(null)}
          footer={
            <>
              <Button onClick={() => setAsking(null)}>{t("cancel")}</Button>
              <Button
                variant="primary"
                busy={busy}
                onClick={() => void run(() => closeReview(review.id), "closedNow")}
              >
                {t("close")}
              </Button>
            </>
          }
        >
          <div className={styles.stack}>
            <p className="secondary">{t("closeText")}</p>
            {open.length > 0 && <Notice tone="warn">{t("closeOpen", { count: open.length })}</Notice>}
          </div>
        </Dialog>
      )}
    </>
  );
}
