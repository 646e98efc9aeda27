/** The people of a campaign and what became of each, by status. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { formatDateTime, formatNumber } from "@/lib/format";
import { Avatar, Chip, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";
import type { Tone } from "@/ui/tone";
import { listRecipients, marketingKeys, type Recipient, type Results } from "../api";
import { marketing } from "../strings";
import styles from "./campaign.module.css";
import { reasonText } from "./reasons";

const TONES: Record<string, Tone> = {
  handed: "good",
  claimed: "accent",
  queued: "neutral",
  failed: "danger",
  bounced: "danger",
  unknown: "warn",
  skipped: "warn",
  held_out: "violet",
};
const STATUSES = [
  "queued",
  "claimed",
  "handed",
  "failed",
  "bounced",
  "unknown",
  "skipped",
  "held_out",
] as const;
type Status = (typeof STATUSES)[number];

export function Recipients({ id, results }: { id: string; results: Results }) {
  const t = marketing.useText();
  const [status, setStatus] = useState("");
  const list = useInfiniteQuery({
    queryKey: marketingKeys.recipients(id, status),
    queryFn: ({ pageParam }) => listRecipients(id, status, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
  const client = useQueryClient();
  const standing = JSON.stringify([results.status, results.statuses, results.funnel]);
  const seen = useRef(standing);
  useEffect(() => {
    // People are written down after sending has begun: a list read before that is of nobody.
    if (seen.current === standing) return;
    seen.current = standing;
    void client.invalidateQueries({ queryKey: marketingKeys.recipients(id, status) });
  }, [client, id, status, standing]);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const { funnel } = results;
  const filters: [string, string, number][] = [
    ["", t("everybody"), funnel.audience],
    ["opened", t("opened"), funnel.opened],
    ["not_opened", t("notOpened"), Math.max(0, funnel.delivered - funnel.opened)],
    ["clicked", t("clicked"), funnel.clicked],
    ["unsubscribed", t("unsubscribed"), funnel.unsubscribed],
    ...STATUSES.filter((one) => one !== "handed" && results.statuses[one]).map(
      (one): [string, string, number] => [one, t(`status_${one}`), results.statuses[one] ?? 0],
    ),
  ];
  return (
    <section className={styles.recipients}>
      <h2>{t("recipients")}</h2>
      <fieldset className={styles.filters}>
        <legend className="visually-hidden">{t("filter")}</legend>
        {filters.map(([key, label, count]) => (
          <Chip key={key} on={status === key} aria-pressed={status === key} onClick={() => setStatus(key)}>
            {label} <b>{formatNumber(count)}</b>
          </Chip>
        ))}
      </fieldset>
      {list.isPending && <Skeleton height={160} />}
      {list.data && rows.length === 0 && <p className="muted">{t("noRecipients")}</p>}
      {rows.length > 0 && (
        <Table
          label={t("recipients")}
          rows={rows}
          rowKey={(row) => String(row.id)}
          columns={[
            { key: "person", title: t("person"), cell: (row) => <Person row={row} /> },
            {
              key: "email",
              title: t("address"),
              wide: true,
              cell: (row) => <span className="secondary">{row.email ?? "—"}</span>,
            },
            {
              key: "status",
              title: t("state"),
              cell: (row) => (
                <span className={styles.status} title={row.reason ? reasonText(t, row.reason) : undefined}>
                  <Tag tone={TONES[row.status] ?? "neutral"}>
                    {STATUSES.includes(row.status as Status)
                      ? t(`status_${row.status as Status}`)
                      : row.status}
                  </Tag>
                  {row.reason && <span className="muted ellipsis">{reasonText(t, row.reason)}</span>}
                </span>
              ),
            },
            { key: "handed", title: t("handedAt"), wide: true, cell: (row) => <When at={row.handed_at} /> },
            { key: "opened", title: t("opened"), wide: true, cell: (row) => <When at={row.opened_at} /> },
            { key: "clicked", title: t("clicked"), wide: true, cell: (row) => <When at={row.clicked_at} /> },
            {
              key: "unsubscribed",
              title: t("unsubscribed"),
              wide: true,
              cell: (row) => <When at={row.unsubscribed_at} />,
            },
          ]}
        />
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Person({ row }: { row: Recipient }) {
  const t = marketing.useText();
  if (!row.contact) return <span className="muted">{t("hidden")}</span>;
  return (
    <Link to="/o/$object/$id" params={{ object: "contact", id: row.contact.id }} className={styles.recipient}>
      <Avatar name={row.contact.title} />
      <b className="ellipsis">{row.contact.title}</b>
    </Link>
  );
}

function When({ at }: { at: string | null }) {
  return at ? <time dateTime={at}>{formatDateTime(at)}</time> : <span className="muted">—</span>;
}
