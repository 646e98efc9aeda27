/** The five figures at the top, each against the thirty days before. */
import { formatMoney, formatNumber, formatPercent } from "@/lib/format";
import { Stat, StatRow } from "@/ui/Stat";
import type { Home, Total } from "./api";
import { analytics } from "./strings";

const NAMES = ["revenue", "orders", "new_customers", "average_order", "contacts"] as const;
const MONEY = new Set<string>(["revenue", "average_order"]);

export function Totals({ home }: { home: Home }) {
  const t = analytics.useText();
  return (
    <StatRow>
      {NAMES.map((name) => {
        const total = home.totals[name];
        if (!total) return null;
        const value = Number(total.value);
        return (
          <Stat
            key={name}
            label={name === "contacts" ? t(name) : `${t(name)} · ${t("thirty")}`}
            value={MONEY.has(name) ? formatMoney(Math.round(value), home.currency) : formatNumber(value)}
            {...note(t, total)}
          />
        );
      })}
    </StatRow>
  );
}

function note(
  t: ReturnType<typeof analytics.useText>,
  { change }: Total,
): { note: string; tone?: "good" | "danger" } {
  if (change === null) return { note: t("firstTime") };
  if (Math.abs(change) < 0.0005) return { note: t("noChange") };
  const text = t("change", { change: (change > 0 ? "+" : "") + formatPercent(change) });
  return { note: text, tone: change > 0 ? "good" : "danger" };
}
