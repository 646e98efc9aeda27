/** Whom sending now would reach, whom not and why; and the button that sends. */
import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, messageOf } from "@/api/problem";
import type { RecordRef, Row } from "@/api/types";
import { formatDateTime, formatNumber } from "@/lib/format";
import { useMay } from "@/metadata";
import { placeRow } from "@/records/data";
import { Card, Segmented, Skeleton } from "@/ui/atoms";
import { Bars } from "@/ui/Bars";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { cancelCampaign } from "../api";
import { marketing } from "../strings";
import styles from "./campaign.module.css";
import { useCheck } from "./check";
import { MomentInput } from "./MomentInput";
import { reasonText } from "./reasons";
import { SendDialog } from "./SendDialog";

export function CheckCard({ row }: { row: Row }) {
  const t = marketing.useText();
  const may = useMay();
  const client = useQueryClient();
  const [when, setWhen] = useState<"now" | "later">("now");
  const [moment, setMoment] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const segment = row.segment as RecordRef | null;
  const template = row.template as RecordRef | null;
  const ready = segment !== null && template !== null;
  const check = useCheck(row);
  const unschedule = async () => {
    try {
      placeRow(client, "campaign", await cancelCampaign(row.id));
      void client.invalidateQueries({ queryKey: keys.object("campaign") });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };
  const data = ready ? check.data : undefined;
  const reasons = Object.entries(data?.reasons ?? {}).sort((one, other) => other[1] - one[1]);
  return (
    <Card className={styles.check}>
      <h2 className="card-title">{t("check")}</h2>
      {!ready && <p className="secondary">{t("choose")}</p>}
      {check.error && (
        <Notice tone="danger">
          {isProblem(check.error)
            ? (check.error.errors[0]?.message ?? check.error.message)
            : check.error.message}
        </Notice>
      )}
      {ready && !data && !check.error && <Skeleton height={150} />}
      {data && !check.error && (
        <>
          <div className={styles.toSend} aria-live="polite">
            <span className={styles.big}>{formatNumber(data.to_send)}</span>
            <span className="secondary">{t("toSend")}</span>
          </div>
          <Bars
            labels={104}
            full={data.audience}
            bars={[
              {
                key: "audience",
                label: t("inSegment"),
                value: data.audience,
                text: formatNumber(data.audience),
              },
              { key: "lawful", label: t("lawful"), value: data.lawful, text: formatNumber(data.lawful) },
              { key: "held", label: t("heldOut"), value: data.held_out, text: formatNumber(data.held_out) },
              { key: "send", label: t("toSend"), value: data.to_send, text: formatNumber(data.to_send) },
            ]}
          />
          {reasons.length > 0 && (
            <div className={styles.reasons}>
              <span className="muted">{t("notReached")}</span>
              <ul>
                {reasons.map(([reason, count]) => (
                  <li key={reason}>
                    <span className="grow">{reasonText(t, reason)}</span>
                    <b>{formatNumber(count)}</b>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {data.advert === "missing" && <Notice tone="warn">{t("advertMissing")}</Notice>}
          {data.advert === "added" && (
            <p className="secondary">{t("advertAdded", { prefix: data.advert_prefix.trim() })}</p>
          )}
          {data.advert === "present" && <p className="secondary">{t("advertPresent")}</p>}
          <p className="muted">{t("checkText")}</p>
        </>
      )}
      {row.status === "scheduled" && row.scheduled_at ? (
        <div className={styles.sendRow}>
          <Notice>{t("scheduled", { when: formatDateTime(String(row.scheduled_at)) })}</Notice>
          {may("campaign", "send") && <Button onClick={() => void unschedule()}>{t("unschedule")}</Button>}
        </div>
      ) : null}
      {may("campaign", "send") ? (
        <div className={styles.sendRow}>
          <Segmented
            label={t("when")}
            value={when}
            options={[
              { value: "now", label: t("now") },
              { value: "later", label: t("later") },
            ]}
            onChange={setWhen}
          />
          {when === "later" && <MomentInput value={moment} onChange={setMoment} />}
          <Button
            variant="primary"
            size="large"
            block
            icon={Send}
            disabled={!data || data.to_send === 0 || Boolean(check.error) || (when === "later" && !moment)}
            onClick={() => setAsking(true)}
          >
            {when === "later" ? t("schedule") : t("send", { count: data?.to_send ?? 0 })}
          </Button>
        </div>
      ) : (
        <p className="muted">{t("mayNotSend")}</p>
      )}
      {asking && data && (
        <SendDialog
          row={row}
          check={data}
          at={when === "later" ? moment : null}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
