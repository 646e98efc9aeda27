/** The map of recency and frequency: 25 cells to click, and the names of its regions. */
import { useNavigate } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import type { FilterNode } from "@/api/types";
import { classes } from "@/lib/classes";
import { formatMoney, formatNumber } from "@/lib/format";
import { Card } from "@/ui/atoms";
import type { Home } from "./api";
import styles from "./home.module.css";
import { filterOf, filterOfGroup, groupOf, strength, sums } from "./rfm";
import { analytics } from "./strings";

export function RfmGrid({ home }: { home: Home }) {
  const t = analytics.useText();
  const navigate = useNavigate();
  const { rfm, currency } = home;
  const most = Math.max(...rfm.cells.map((cell) => cell.customers));
  const money = (value: number) => formatMoney(Math.round(value), currency);
  const open = (filter: FilterNode) =>
    void navigate({ to: "/o/contact", search: { filter, sort: "-spent" } as never });
  return (
    <Card className={styles.rfm}>
      <header className={styles.head}>
        <h2 className="card-title">{t("rfm")}</h2>
        <span className="muted ellipsis" title={rfm.formula}>
          {t("rfmNote", { count: formatNumber(rfm.customers) })}
        </span>
      </header>
      <div className={styles.rfmBody}>
        <div className={styles.map}>
          <span className={styles.yAxis} aria-hidden>
            <span>{t("recent")}</span>
            <b>{t("recency")}</b>
            <span>{t("longAgo")}</span>
          </span>
          <div className={styles.cells}>
            {rfm.cells.map((cell) => {
              const { power, strong } = strength(cell.customers, most);
              return (
                <button
                  key={`${cell.recency}${cell.frequency}`}
                  type="button"
                  disabled={cell.customers === 0}
                  className={classes(styles.cell, strong && styles.strong)}
                  style={{ "--power": `${power}%` } as CSSProperties}
                  aria-label={t("cell", {
                    recency: cell.recency,
                    frequency: cell.frequency,
                    count: formatNumber(cell.customers),
                    revenue: money(Number(cell.revenue)),
                    group: t(`group_${groupOf(cell)}`),
                  })}
                  title={`${t(`group_${groupOf(cell)}`)} · ${money(Number(cell.revenue))}`}
                  onClick={() => open(filterOf(cell, rfm.cuts))}
                >
                  {cell.customers > 0 && formatNumber(cell.customers)}
                </button>
              );
            })}
          </div>
          <span className={styles.xAxis} aria-hidden>
            <span>{t("seldom")}</span>
            <b>{t("frequency")}</b>
            <span>{t("often")}</span>
          </span>
        </div>
        <ul className={styles.groups} aria-label={t("groups")}>
          {sums(rfm).map(({ group, customers, revenue }) => (
            <li key={group}>
              <button
                type="button"
                disabled={customers === 0}
                onClick={() => open(filterOfGroup(group, rfm))}
              >
                <i className={styles[group]} aria-hidden />
                <span className="grow ellipsis">{t(`group_${group}`)}</span>
                <b>{formatNumber(customers)}</b>
                <span className={styles.groupMoney}>{money(revenue)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
