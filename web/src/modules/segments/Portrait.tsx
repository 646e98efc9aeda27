/** What the members have in common: money, and how they spread over stage, source and whatever else can be grouped. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FilterNode, ObjectMeta } from "@/api/types";
import { formatDate, formatMoney, formatNumber, formatPercent } from "@/lib/format";
import { useMeta, useSay } from "@/metadata";
import { Skeleton } from "@/ui/atoms";
import { Chart } from "@/ui/chart/Chart";
import { Stat, StatRow } from "@/ui/Stat";
import { aggregate, getPortrait, segmentKeys } from "./api";
import { share, slices } from "./portrait";
import styles from "./segments.module.css";
import { segments } from "./strings";

const GROUPED = ["stage", "source", "gender", "industry", "size", "tags"];

interface PortraitProps {
  object: ObjectMeta;
  filter: FilterNode | null;
  /** The saved segment this is, when its rules are as saved: the server then knows its regions and its past. */
  saved?: string | undefined;
}

export function Portrait({ object, filter, saved }: PortraitProps) {
  const fields = GROUPED.flatMap((key) => object.fields.find((field) => field.key === key) ?? []);
  return (
    <div className={styles.portrait}>
      {object.fields.some((field) => field.key === "spent") && <Money object={object} filter={filter} />}
      <div className={styles.charts}>
        {fields.map((field) => (
          <Spread key={field.key} object={object} filter={filter} field={field} />
        ))}
        {saved && <Known id={saved} />}
      </div>
    </div>
  );
}

function Money({ object, filter }: PortraitProps) {
  const t = segments.useText();
  const { currency } = useMeta();
  const { data } = useQuery({
    queryKey: segmentKeys.portrait(object.key, [filter, "money"]),
    queryFn: async () => {
      const [all, buyers] = await Promise.all([
        aggregate(
          object.key,
          filter,
          [],
          [
            { fn: "count" },
            { fn: "avg", field: "spent" },
            { fn: "sum", field: "spent" },
            { fn: "avg", field: "order_count" },
          ],
        ),
        aggregate(
          object.key,
          { all: [...(filter ? [filter] : []), { field: "order_count", op: "gt", value: 0 }] },
          [],
        ),
      ]);
      return { all: all[0]?.measures ?? [], buyers: Number(buyers[0]?.measures[0] ?? 0) };
    },
    placeholderData: keepPreviousData,
  });
  if (!data) return <Skeleton height={88} />;
  const [count, average, total, orders] = data.all.map((value) => (value === null ? 0 : Number(value)));
  return (
    <StatRow>
      <Stat label={t("averageSpent")} value={formatMoney(Math.round(average ?? 0), currency)} />
      <Stat label={t("totalSpent")} value={formatMoney(Math.round(total ?? 0), currency)} />
      <Stat label={t("averageOrders")} value={formatNumber(orders ?? 0, { maximumFractionDigits: 1 })} />
      <Stat
        label={t("withOrders")}
        value={formatNumber(data.buyers)}
        note={formatPercent(share(data.buyers, count ?? 0))}
      />
    </StatRow>
  );
}

/** Where members are, and how many there were day by day. */
function Known({ id }: { id: string }) {
  const t = segments.useText();
  const say = useSay();
  const { data } = useQuery({
    queryKey: segmentKeys.saved(id),
    queryFn: () => getPortrait(id),
    retry: false,
  });
  const regions = data?.groups.find((group) => group.field === "address");
  const history = data?.history ?? [];
  return (
    <>
      {regions && regions.rows.length > 0 && (
        <Chart
          title={t("byField", { field: t("region") })}
          axis={t("region")}
          height={190}
          data={{
            labels: regions.rows.slice(0, 8).map((row) => say(row.label)),
            series: [
              { name: t("people"), kind: "bar", values: regions.rows.slice(0, 8).map((row) => row.count) },
            ],
            format: (value) => formatNumber(value),
          }}
        />
      )}
      {history.length > 1 && (
        <Chart
          title={t("overTime")}
          axis={t("day")}
          height={190}
          data={{
            labels: history.map((point) => formatDate(point.at)),
            series: [{ name: t("members"), kind: "line", values: history.map((point) => point.count) }],
            format: (value) => formatNumber(value),
            zoomed: true,
          }}
        />
      )}
    </>
  );
}

interface SpreadProps extends PortraitProps {
  field: ObjectMeta["fields"][number];
}

function Spread({ object, filter, field }: SpreadProps) {
  const t = segments.useText();
  const say = useSay();
  const spread = useQuery({
    queryKey: segmentKeys.portrait(object.key, [filter, field.key]),
    queryFn: () => aggregate(object.key, filter, [{ field: field.key }]),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (spread.error || spread.data?.length === 0) return null;
  if (!spread.data) return <Skeleton height={240} />;
  const bars = slices(field, spread.data, { unset: t("unset"), others: t("others") });
  const title = t("byField", { field: say(field.label) });
  return (
    <Chart
      title={title}
      axis={say(field.label)}
      height={190}
      data={{
        labels: bars.map((bar) => bar.label),
        series: [{ name: t("people"), kind: "bar", values: bars.map((bar) => bar.value) }],
        format: (value) => formatNumber(value),
      }}
      summary={bars.map((bar) => `${bar.label}: ${formatNumber(bar.value)}`).join(", ")}
    />
  );
}
