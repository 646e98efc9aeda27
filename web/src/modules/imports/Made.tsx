/** What rows came to: several lines are one order, and orders bring buyers and products. */
import type { ObjectMeta } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { inSentence, useSay } from "@/metadata";
import { Notice } from "@/ui/Notice";
import { Stat } from "@/ui/Stat";
import type { Import, Made } from "./api";
import { imports } from "./strings";

interface NewStatProps {
  object: ObjectMeta;
  source: Import;
  rows: number;
  records: number;
}

/** New rows; where rows are lines, the records they make. */
export function NewStat({ object, source, rows, records }: NewStatProps) {
  const t = imports.useText();
  const say = useSay();
  if (!source.rows_are_lines) return <Stat label={t("create")} value={formatNumber(rows)} />;
  return (
    <Stat
      label={t("newRecords", { name: inSentence(say(object.plural)) })}
      value={formatNumber(records)}
      note={t("fromLines", { count: rows, shown: formatNumber(rows) })}
    />
  );
}

/** `2 orders · 1 contact` */
export function useMade() {
  const t = imports.useText();
  const say = useSay();
  return (made: readonly Made[]): string =>
    made
      .map((one) => t("countOf", { count: formatNumber(one.count), name: inSentence(say(one.label)) }))
      .join(" · ");
}

/** All that a finished import made; of records alone only what came along. */
export function MadeNotice({ object, source }: { object: ObjectMeta; source: Import }) {
  const t = imports.useText();
  const madeOf = useMade();
  const along = source.made.filter((one) => one.object !== object.key);
  if (source.rows_are_lines && source.made.length > 0)
    return (
      <Notice>
        {t("linesRead", {
          count: source.cursor,
          shown: formatNumber(source.cursor),
          what: madeOf(source.made),
        })}
      </Notice>
    );
  return along.length > 0 ? <Notice>{t("alsoMade", { what: madeOf(along) })}</Notice> : null;
}
