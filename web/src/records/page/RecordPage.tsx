/** Everything known of one record: header, highlights, facts, timeline, related records. */
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { usePhone } from "@/lib/media";
import { useShortcuts } from "@/lib/shortcuts";
import { inSentence, titleOf, useSay } from "@/metadata";
import { EmptyState, Segmented, Skeleton } from "@/ui/atoms";
import { linkButton } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { PageTitle } from "@/ui/PageTitle";
import { useNeighbours } from "../context";
import { useRecord } from "../data";
import { moduleOf } from "../modules";
import { records } from "../strings";
import { Composer } from "./Composer";
import { Facts } from "./Facts";
import { Highlights } from "./Highlights";
import { Links } from "./Links";
import styles from "./page.module.css";
import { RecordHeader } from "./RecordHeader";
import { Related } from "./Related";
import { useRevealed } from "./reveal";
import { StagePath } from "./StagePath";
import { Team } from "./Team";
import { Timeline } from "./Timeline";

interface RecordPageProps {
  object: ObjectMeta;
  id: string;
  /** Beside a list: one column, and going to a neighbour stays beside it. */
  beside?: { onClose: () => void; onGo: (id: string) => void };
}

type Part = "timeline" | "facts" | "related";

export function RecordPage({ object, id, beside }: RecordPageProps) {
  const t = records.useText();
  const say = useSay();
  const phone = usePhone();
  const navigate = useNavigate();
  const { data: row, error, isPending } = useRecord(object.key, id);
  const [part, setPart] = useState<Part>(beside ? "facts" : "timeline");
  const neighbours = useNeighbours(object.key, id);
  const revealed = useRevealed(object);
  const narrow = phone || Boolean(beside);
  const go = (next: string | undefined) => {
    if (!next) return;
    if (beside) beside.onGo(next);
    else void navigate({ to: "/o/$object/$id", params: { object: object.key, id: next } });
  };
  useShortcuts(
    { j: () => go(neighbours?.next), k: () => go(neighbours?.previous) },
    neighbours !== null && !beside,
  );

  if (isPending) return <Loading />;
  if (!row)
    return (
      <EmptyState
        icon={iconOf(object.icon)}
        title={messageOf(error)}
        actions={
          <Link to="/o/$object" params={{ object: object.key }} className={linkButton}>
            {t("toList", { name: inSentence(say(object.plural)) })}
          </Link>
        }
      />
    );

  const { panels } = moduleOf(object.key);
  const parts: { value: Part; label: string }[] = [
    { value: "timeline", label: t("timeline") },
    { value: "facts", label: t("facts") },
    { value: "related", label: t("relatedTab") },
  ];
  const shows = (one: Part) => !narrow || part === one;
  return (
    <article className={classes(styles.page, narrow && styles.narrow)}>
      {!beside && <PageTitle>{titleOf(object, row)}</PageTitle>}
      <RecordHeader
        object={object}
        row={row}
        neighbours={neighbours}
        onGo={go}
        {...(beside ? { onClose: beside.onClose } : {})}
      />
      <StagePath object={object} row={row} />
      <Highlights object={object} row={row} limit={narrow ? 3 : 5} />
      {narrow && (
        <div className={styles.parts}>
          <Segmented label={t("views")} value={part} options={parts} onChange={setPart} />
        </div>
      )}
      <div className={classes(styles.columns, narrow && "scroll")}>
        {shows("facts") && (
          <section className={classes(styles.facts, !narrow && "scroll")} aria-label={t("facts")}>
            <Facts object={object} row={row} revealed={revealed} />
            {panels?.facts?.map((Panel) => (
              <Panel key={Panel.name} object={object} row={row} />
            ))}
          </section>
        )}
        {shows("timeline") && (
          <section className={classes(styles.middle, !narrow && "scroll")} aria-label={t("timeline")}>
            <Composer object={object} row={row} />
            {panels?.timeline?.map((Panel) => (
              <Panel key={Panel.name} object={object} row={row} />
            ))}
            <Timeline object={object} row={row} />
          </section>
        )}
        {shows("related") && (
          <section className={classes(styles.aside, !narrow && "scroll")} aria-label={t("relatedTab")}>
            <Team object={object} row={row} />
            {panels?.aside?.map((Panel) => (
              <Panel key={Panel.name} object={object} row={row} />
            ))}
            <Related object={object} row={row} />
            <Links object={object} row={row} />
          </section>
        )}
      </div>
    </article>
  );
}

function Loading() {
  return (
    <div className={styles.loading}>
      <Skeleton width={260} height={26} />
      <Skeleton height={28} />
      <Skeleton height={56} />
      <Skeleton height={300} />
    </div>
  );
}
