/** All reviews, for administrators: how far each got; starting one; checking the file of a closed one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ClipboardCheck, Plus } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { formatDate } from "@/lib/format";
import { Card, EmptyState, Progress, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { type Column, Table } from "@/ui/Table";
import { SettingsHeader } from "../SettingsHeader";
import { listReviews, type Review, reviewKeys } from "./api";
import styles from "./reviews.module.css";
import { StartDialog } from "./StartDialog";
import { reviews } from "./strings";
import { VerifyCard } from "./VerifyCard";

export default function ReviewsPage() {
  const t = reviews.useText();
  const list = useQuery({ queryKey: reviewKeys.list, queryFn: listReviews });
  const [starting, setStarting] = useState(false);
  const columns: Column<Review>[] = [
    {
      key: "name",
      title: t("name"),
      cell: (review) => (
        <Link to={`/settings/reviews/${review.id}`} className={styles.name}>
          {review.name}
        </Link>
      ),
    },
    {
      key: "due",
      title: t("due"),
      cell: (review) => <span className={styles.day}>{formatDate(review.due_on)}</span>,
    },
    {
      key: "progress",
      title: t("progress"),
      wide: true,
      width: "30%",
      cell: (review) => {
        const done = review.confirmed + review.withdrawn;
        return (
          <span className={styles.progress}>
            <Progress done={done} total={review.total} label={review.name} />
            <span className="muted tabular">{t("decidedOf", { done, total: review.total })}</span>
          </span>
        );
      },
    },
    { key: "state", title: t("state"), align: "end", cell: (review) => <StateTag review={review} /> },
  ];
  if (list.error)
    return (
      <>
        <SettingsHeader />
        <EmptyState
          icon={ClipboardCheck}
          title={isProblem(list.error, 403) ? t("mayNot") : list.error.message}
        />
      </>
    );
  const start = (
    <Button variant="primary" icon={Plus} onClick={() => setStarting(true)}>
      {t("start")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {list.isPending && <Skeleton height={200} />}
        {list.data?.length === 0 && (
          <Card>
            <EmptyState icon={ClipboardCheck} title={t("none")} actions={start}>
              {t("about")} {t("noneText")}
            </EmptyState>
          </Card>
        )}
        {list.data && list.data.length > 0 && (
          <>
            <div className={styles.lead}>
              <p className="secondary grow">{t("about")}</p>
              {start}
            </div>
            <Table label={t("reviews")} columns={columns} rows={list.data} rowKey={(review) => review.id} />
          </>
        )}
        {list.data?.some((review) => review.closed_at) && <VerifyCard />}
      </PageBody>
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </>
  );
}

export function StateTag({ review }: { review: Review }) {
  const t = reviews.useText();
  if (review.closed_at) return <Tag tone="good">{t("closed", { when: formatDate(review.closed_at) })}</Tag>;
  return <Tag tone={review.overdue ? "danger" : "accent"}>{t(review.overdue ? "overdue" : "open")}</Tag>;
}
