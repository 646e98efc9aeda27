/** What the reader is asked: each role of their people, to keep or to withdraw. */
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck } from "lucide-react";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { PageBody, PageHeader } from "@/ui/Page";
import { listMine, reviewKeys } from "./api";
import { ReviewCard } from "./ReviewCard";
import { reviews } from "./strings";

export default function ToReviewPage() {
  const t = reviews.useText();
  const mine = useQuery({ queryKey: reviewKeys.mine, queryFn: listMine });
  const rows = mine.data ?? [];
  return (
    <>
      <PageHeader title={t("toReview")} />
      <PageBody>
        {mine.isPending && <Skeleton height={240} />}
        {mine.isSuccess && rows.length === 0 && (
          <EmptyState icon={ClipboardCheck} title={t("nothing")}>
            {t("nothingText")}
          </EmptyState>
        )}
        {rows.length > 0 && <p className="secondary">{t("toReviewText")}</p>}
        {rows.map((review) => (
          <ReviewCard key={review.id} review={review} />
        ))}
      </PageBody>
    </>
  );
}
