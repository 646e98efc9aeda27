/** Under the table: sums of what can be summed, how many rows, and whether the list is fresh. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { aggregateRecords } from "@/api/records";
import type { ObjectMeta, Page } from "@/api/types";
import { formatMoney, formatNumber } from "@/lib/format";
import { currencyOf, useMeta, useSay } from "@/metadata";
import { records } from "../strings";
import styles from "./list.module.css";
import type { ListState } from "./state";

interface ListFooterProps {
  object: ObjectMeta;
  state: ListState;
  count: Page["count"];
  fetching: boolean;
}

export function ListFooter({ object, state, count, fetching }: ListFooterProps) {
  const t = records.useText();
  const say = useSay();
  const meta = useMeta();
  const column = state.columns.find((one) => one.field.summed);
  const measured = useQuery({
    queryKey: [...keys.object(object.key), "sum", column?.path, state.filter],
    queryFn: () => aggregateRecords(object.key, state.filter, column?.path as string),
    enabled: Boolean(column) && count !== null && count.value > 0 && !count.capped,
    staleTime: 30_000,
    retry: false,
  });
  const show = (value: number) =>
    column?.field.kind === "money" ? formatMoney(value, currencyOf(meta, column.field)) : formatNumber(value);
  const { sum, average } = measured.data ?? { sum: null, average: null };
  return (
    <footer className={styles.footer}>
      {column && sum !== null && (
        <span>
          {say(column.field.label)} · {t("sum")} <b>{show(Math.round(sum * 100) / 100)}</b>
        </span>
      )}
      {column && average !== null && (
        <span>
          {t("average")} {show(Math.round(average * 100) / 100)}
        </span>
      )}
      <span className="grow" />
      <span>{fetching ? t("refreshing") : t("upToDate")}</span>
    </footer>
  );
}
