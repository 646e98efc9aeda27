/** One review as its reviewer answers it. */
import { useQueryClient } from "@tanstack/react-query";
import { Check, Undo2 } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { formatDate } from "@/lib/format";
import { useSay } from "@/metadata";
import { Card, Checkbox, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import {
  confirmItems,
  type ReviewItem,
  type ReviewWithItems,
  reviewKeys,
  undoItem,
  withdrawItem,
} from "./api";
import { DecideDialog } from "./DecideDialog";
import { ItemRow } from "./ItemRow";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

export function ReviewCard({ review }: { review: ReviewWithItems }) {
  const t = reviews.useText();
  const say = useSay();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ kind: "keep" | "withdraw"; items: ReviewItem[] } | null>(null);
  const [busy, setBusy] = useState(false);
  const open = review.items.filter((item) => !item.decision);
  const picked = open.filter((item) => chosen.has(item.id));
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      setChosen(new Set());
      setAsking(null);
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: ["waiting"] });
    await client.invalidateQueries({ queryKey: reviewKeys.all });
  };
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const keep = (items: readonly ReviewItem[], note = "") =>
    run(() =>
      confirmItems(
        review.id,
        items.map((item) => item.id),
        note,
      ),
    );
  return (
    <Card className={styles.card}>
      <header className={styles.head}>
        <h2 className="grow">{review.name}</h2>
        <Tag tone={review.overdue ? "danger" : "neutral"}>
          {review.overdue ? t("overdue") : t("dueOn", { when: formatDate(review.due_on) })}
        </Tag>
      </header>
      {open.length > 0 && (
        <div className={styles.bar}>
          <Checkbox
            aria-label={t("chooseAll")}
            checked={picked.length === open.length}
            indeterminate={picked.length > 0 && picked.length < open.length}
            onChange={(event) => setChosen(new Set(event.target.checked ? open.map((item) => item.id) : []))}
          />
          <span className="muted grow">
            {t("decidedOf", { done: review.items.length - open.length, total: review.items.length })}
          </span>
          {picked.length > 0 && (
            <Button
              variant="primary"
              size="small"
              icon={Check}
              onClick={() => setAsking({ kind: "keep", items: picked })}
            >
              {t("keepChosen", { count: picked.length })}
            </Button>
          )}
        </div>
      )}
      <ul className={styles.items} aria-label={review.name}>
        {review.items.map((item) => {
          const named = { name: item.person.name, role: say(item.role_label) };
          return (
            <ItemRow
              key={item.id}
              item={item}
              chosen={chosen.has(item.id)}
              onChoose={item.decision ? undefined : (on) => choose(item.id, on)}
              actions={
                item.decision ? (
                  <Button
                    size="small"
                    variant="ghost"
                    icon={Undo2}
                    disabled={busy}
                    aria-label={t("undoOf", named)}
                    onClick={() => void run(() => undoItem(review.id, item.id))}
                  >
                    {t("undo")}
                  </Button>
                ) : (
                  <>
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={t("keepOf", named)}
                      onClick={() => void keep([item])}
                    >
                      {t("keep")}
                    </Button>
                    <Button
                      size="small"
                      variant="danger"
                      disabled={busy}
                      aria-label={t("withdrawOf", named)}
                      onClick={() => setAsking({ kind: "withdraw", items: [item] })}
                    >
                      {t("withdraw")}
                    </Button>
                  </>
                )
              }
            />
          );
        })}
      </ul>
      {asking && (
        <DecideDialog
          {...asking}
          busy={busy}
          onClose={() => setAsking(null)}
          onDecide={(note) =>
            void (asking.kind === "keep"
              ? keep(asking.items, note)
              : run(() => withdrawItem(review.id, asking.items[0]?.id ?? "", note)))
          }
        />
      )}
    </Card>
  );
}
