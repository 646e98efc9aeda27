/** When the mail was opened, hour by hour since sending began. */

import { useMemo } from "react";
import { classes } from "@/lib/classes";
import { formatDateTime, formatNumber, formatTime } from "@/lib/format";
import { Card } from "@/ui/atoms";
import { Chart } from "@/ui/chart/Chart";
import type { Results } from "../api";
import { STRONG_HOURS } from "../results";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

const SHOWN = 24;

export function OpensChart({ hours }: { hours: Results["opens_by_hour"] }) {
  const t = marketing.useText();
  const name = t("people");
  const data = useMemo(() => {
    const shown = hours.slice(0, SHOWN);
    return {
      labels: shown.map((hour) => formatTime(hour.at)),
      series: [{ name, kind: "bar" as const, values: shown.map((hour) => hour.count), strong: STRONG_HOURS }],
      format: (value: number) => formatNumber(value),
    };
  }, [hours, name]);
  if (hours.length === 0)
    return (
      <Card>
        <h2 className={classes("card-title", styles.cardHead)}>{t("opens")}</h2>
        <p className={styles.nothing}>{t("noOpens")}</p>
      </Card>
    );
  const best = hours.reduce((one, other) => (other.count > one.count ? other : one));
  return (
    <Chart
      title={t("opens")}
      note={t("firstHours", { count: Math.min(SHOWN, hours.length) })}
      axis={t("hour")}
      data={data}
      height={230}
      summary={`${formatDateTime(best.at)}: ${formatNumber(best.count)}`}
    />
  );
}
