/** Customers over time and sales by month. */
import { useMemo } from "react";
import { formatMoney, formatNumber } from "@/lib/format";
import { useLanguage } from "@/lib/strings";
import { Chart } from "@/ui/chart/Chart";
import type { Home } from "./api";
import { analytics } from "./strings";

/** "2026-03-01" -> "Mar" or "3月"; January carries its year. */
function monthName(month: string, language: string): string {
  const date = new Date(`${month}T00:00:00Z`);
  const options: Intl.DateTimeFormatOptions =
    date.getUTCMonth() === 0
      ? { year: "2-digit", month: "short", timeZone: "UTC" }
      : { month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(date);
}

/** Without the empty months before there was anything. */
function begun<T>(rows: readonly T[], filled: (row: T) => boolean): readonly T[] {
  const first = rows.findIndex(filled);
  return first > 1 ? rows.slice(first - 1) : rows;
}

/** Small numbers in full: "2.5K" and "2,500" are as long. */
const compact = (value: number) =>
  Math.abs(value) < 10_000
    ? formatNumber(value)
    : formatNumber(value, { notation: "compact", maximumFractionDigits: 1 });

export function CustomersChart({ home }: { home: Home }) {
  const t = analytics.useText();
  const language = useLanguage();
  const rows = useMemo(
    () => begun(home.customers_over_time, (row) => row.contacts > 0),
    [home.customers_over_time],
  );
  const data = useMemo(
    () => ({
      labels: rows.map((row) => monthName(row.month, language)),
      series: [
        {
          name: t("contacts"),
          kind: "line" as const,
          values: rows.map((row) => row.contacts),
          tone: "violet" as const,
        },
        { name: t("customers"), kind: "line" as const, values: rows.map((row) => row.customers) },
      ],
      format: (value: number) => formatNumber(value),
      short: compact,
    }),
    [rows, language, t],
  );
  const last = rows.at(-1);
  return (
    <Chart
      title={t("customersOverTime")}
      axis={t("month")}
      data={data}
      summary={
        last &&
        `${t("contacts")}: ${formatNumber(last.contacts)}, ${t("customers")}: ${formatNumber(last.customers)}`
      }
    />
  );
}

export function SalesChart({ home }: { home: Home }) {
  const t = analytics.useText();
  const language = useLanguage();
  const rows = useMemo(() => begun(home.sales_by_month, (row) => row.orders > 0), [home.sales_by_month]);
  const { currency } = home;
  const data = useMemo(
    () => ({
      labels: rows.map((row) => monthName(row.month, language)),
      series: [{ name: t("revenue"), kind: "bar" as const, values: rows.map((row) => Number(row.revenue)) }],
      format: (value: number) => formatMoney(Math.round(value), currency),
      short: compact,
    }),
    [rows, currency, language, t],
  );
  const best = rows.reduce((one, other) => (Number(other.revenue) > Number(one.revenue) ? other : one), {
    month: "",
    revenue: "0",
    orders: 0,
  });
  return (
    <Chart
      title={t("salesByMonth")}
      axis={t("month")}
      data={data}
      {...(best.month
        ? {
            summary: `${monthName(best.month, language)}: ${formatMoney(Math.round(Number(best.revenue)), currency)}`,
          }
        : {})}
    />
  );
}
