/** How many fit the rules as they stand, counted as they change, and what share of all that is. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import type { FilterNode, ObjectMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { formatNumber, formatPercent, formatRelative } from "@/lib/format";
import { useSay } from "@/metadata";
import { Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import { countMembers, refreshSegment, type Segment, segmentKeys } from "./api";
import { share } from "./portrait";
import styles from "./segments.module.css";
import { segments } from "./strings";

interface CountCardProps {
  object: ObjectMeta;
  filter: FilterNode | null;
  segment: Segment | null;
  unfinished: boolean;
}

export function CountCard({ object, filter, segment, unfinished }: CountCardProps) {
  const t = segments.useText();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const count = useQuery({
    queryKey: segmentKeys.count(object.key, filter),
    queryFn: () => countMembers(object.key, filter),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const all = useQuery({
    queryKey: segmentKeys.count(object.key, null),
    queryFn: () => countMembers(object.key, null),
    staleTime: 60_000,
  });
  const refresh = async (id: string) => {
    setBusy(true);
    try {
      await refreshSegment(id);
      await client.invalidateQueries({ queryKey: keys.record("segment", id) });
      await client.invalidateQueries({ queryKey: ["segments"] });
      toast(t("refreshed"), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  const value = count.data?.value;
  const part = share(value ?? 0, all.data?.value ?? 0);
  return (
    <Card className={styles.count}>
      <div className="secondary">{t("count", { name: say(object.plural) })}</div>
      <div aria-live="polite" className={classes(styles.big, count.isPlaceholderData && styles.old)}>
        {value === undefined ? <Skeleton width={120} height={34} /> : formatNumber(value)}
      </div>
      <div className={styles.meter} aria-hidden>
        <i style={{ width: `${part * 100}%` }} />
      </div>
      <div className="muted">
        {count.error
          ? count.error.message
          : count.isFetching
            ? t("counting")
            : all.data && t("ofAll", { share: formatPercent(part), all: formatNumber(all.data.value) })}
        {count.data && !count.isFetching && (
          <> · {t("counted", { ms: formatNumber(Math.round(count.data.ms)) })}</>
        )}
      </div>
      {unfinished && <div className={styles.unfinished}>{t("cannotCount")}</div>}
      <div className={styles.countFoot}>
        <Button
          size="small"
          onClick={() =>
            void navigate({
              to: "/o/$object",
              params: { object: object.key },
              search: (filter ? { filter } : {}) as never,
            })
          }
        >
          {t("openList")}
        </Button>
        {segment && (
          <Button
            size="small"
            variant="ghost"
            icon={RefreshCw}
            busy={busy}
            onClick={() => void refresh(segment.id)}
          >
            {t("refresh")}
          </Button>
        )}
      </div>
      {segment?.refreshed_at && (
        <div className="muted">{t("fresh", { when: formatRelative(segment.refreshed_at) })}</div>
      )}
    </Card>
  );
}
