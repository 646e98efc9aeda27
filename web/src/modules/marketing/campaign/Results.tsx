/** What a campaign led to: figures, openings by hour, funnel, effect against the hold-out, links, recipients. */
import { classes } from "@/lib/classes";
import { formatMoney, formatNumber, formatPercent } from "@/lib/format";
import { Card } from "@/ui/atoms";
import { Bars } from "@/ui/Bars";
import { Stat, StatRow } from "@/ui/Stat";
import { Table } from "@/ui/Table";
import type { Results as ResultsData } from "../api";
import { funnelSteps, margin, rate, verdictOf } from "../results";
import { marketing } from "../strings";
import styles from "./campaign.module.css";
import { EffectCard } from "./EffectCard";
import { OpensChart } from "./OpensChart";
import { Recipients } from "./Recipients";

const shareText = (part: number, whole: number, digits = 1): string => {
  const share = rate(part, whole);
  return share === null ? "—" : formatPercent(share, digits);
};

export function Results({ results }: { results: ResultsData }) {
  const t = marketing.useText();
  const { funnel, effect } = results;
  const attempted = funnel.lawful - funnel.held_out;
  return (
    <>
      <StatRow>
        <Stat
          label={t("delivered")}
          value={formatNumber(funnel.delivered)}
          note={shareText(funnel.delivered, attempted)}
        />
        <Stat
          label={t("bounced")}
          value={formatNumber(funnel.bounced)}
          note={shareText(funnel.bounced, attempted)}
        />
        <Stat
          label={t("opened")}
          value={formatNumber(funnel.opened)}
          note={shareText(funnel.opened, funnel.delivered)}
        />
        <Stat
          label={t("clicked")}
          value={formatNumber(funnel.clicked)}
          note={shareText(funnel.clicked, funnel.delivered)}
        />
        <Stat
          label={t("unsubscribed")}
          value={formatNumber(funnel.unsubscribed)}
          note={shareText(funnel.unsubscribed, funnel.delivered, 2)}
        />
        {effect && <RevenueStat results={results} />}
      </StatRow>
      <div className={styles.two}>
        <OpensChart hours={results.opens_by_hour} />
        <Card>
          <h2 className={classes("card-title", styles.cardHead)}>{t("funnel")}</h2>
          <Bars
            labels={104}
            bars={funnelSteps(funnel).map((step) => ({
              key: step.key,
              label: t(step.key),
              value: step.value,
              text: formatNumber(step.value),
              ...(step.share !== null ? { hint: formatPercent(step.share) } : {}),
            }))}
          />
        </Card>
      </div>
      {effect ? <EffectCard effect={effect} funnel={funnel} /> : <p className="muted">{t("noEffect")}</p>}
      {results.links.length > 0 && (
        <Card>
          <h2 className={classes("card-title", styles.cardHead)}>{t("links")}</h2>
          <Table
            bare
            label={t("links")}
            rows={results.links}
            rowKey={(link) => link.url}
            columns={[
              {
                key: "url",
                title: t("link"),
                cell: (link) => <span className={styles.url}>{link.url}</span>,
              },
              { key: "people", title: t("people"), align: "end", cell: (link) => formatNumber(link.people) },
              { key: "clicks", title: t("clicks"), align: "end", cell: (link) => formatNumber(link.clicks) },
            ]}
          />
        </Card>
      )}
      <Recipients id={results.id} results={results} />
    </>
  );
}

function RevenueStat({ results }: { results: ResultsData }) {
  const t = marketing.useText();
  const { effect } = results;
  if (!effect) return null;
  const { difference } = effect;
  const verdict = verdictOf(effect);
  const half = margin(difference);
  const sign = (value: number) => (value > 0 ? "+" : "") + formatPercent(value);
  const note =
    difference?.relative != null
      ? `${sign(difference.relative)}${half === null ? "" : ` ± ${formatNumber(half * 100, { maximumFractionDigits: 1 })}`}`
      : t("orders", { count: effect.window_days });
  return (
    <Stat
      label={t("revenueCaused")}
      value={
        effect.revenue_caused === null
          ? "—"
          : verdict === "unclear" || verdict === "early"
            ? t("notProven")
            : formatMoney(Math.round(Number(effect.revenue_caused)), effect.currency)
      }
      note={note}
      {...(verdict === "better"
        ? { tone: "good" as const }
        : verdict === "worse"
          ? { tone: "danger" as const }
          : {})}
    />
  );
}
