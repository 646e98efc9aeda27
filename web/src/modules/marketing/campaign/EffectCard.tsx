/** What the mail caused, against those who were drawn by lot not to get it. */
import { formatDate, formatMoney, formatNumber, formatPercent } from "@/lib/format";
import { Card, Tag } from "@/ui/atoms";
import { Figure } from "@/ui/Stat";
import type { Effect, Funnel, Group } from "../api";
import { rate, verdictOf } from "../results";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

const signed = (value: number, digits = 1): string => (value > 0 ? "+" : "") + formatPercent(value, digits);

export function EffectCard({ effect, funnel }: { effect: Effect; funnel: Funnel }) {
  const t = marketing.useText();
  const { difference, currency } = effect;
  const verdict = verdictOf(effect);
  const note = (group: Group) =>
    t("groupNote", { people: formatNumber(group.people), ordered: formatNumber(group.ordered) });
  const range = difference
    ? difference.relative_low !== null && difference.relative_high !== null
      ? `${signed(difference.relative_low)} – ${signed(difference.relative_high)}`
      : `${formatMoney(difference.low, currency)} – ${formatMoney(difference.high, currency)}`
    : "";
  return (
    <Card className={styles.effect}>
      <header className={styles.cardHead}>
        <h2 className="card-title">{t("effect")}</h2>
        {verdict === "unclear" && <Tag tone="warn">{t("notProven")}</Tag>}
        <span className="muted">
          {t("against", {
            people: formatNumber(funnel.held_out),
            percent: formatPercent(rate(funnel.held_out, funnel.lawful) ?? 0),
          })}
        </span>
        <span className="grow" />
        {!effect.complete && <Tag tone="warn">{t("provisional", { when: formatDate(effect.to) })}</Tag>}
      </header>
      <div className={styles.figures}>
        <Figure
          label={t("perReached")}
          value={formatMoney(effect.reached.mean, currency)}
          note={note(effect.reached)}
        />
        <Figure
          label={t("perHoldOut")}
          value={formatMoney(effect.hold_out.mean, currency)}
          note={note(effect.hold_out)}
        />
        <Figure
          label={t("difference")}
          value={
            difference ? (
              <>
                {difference.relative !== null
                  ? signed(difference.relative)
                  : formatMoney(difference.amount, currency)}{" "}
                <span className={styles.range}>{range}</span>
              </>
            ) : (
              "—"
            )
          }
          note={t("orders", { count: effect.window_days })}
          {...(verdict === "better"
            ? { tone: "good" as const }
            : verdict === "worse"
              ? { tone: "danger" as const }
              : {})}
        />
      </div>
      <p className="secondary" title={effect.formula}>
        {t(`verdict_${verdict}`)}
      </p>
    </Card>
  );
}
