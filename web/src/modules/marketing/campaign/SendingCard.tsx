/** A campaign under way: how far it is, how fast, and the ways to stop it. */
import { useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import type { Row } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { useMay, useSay } from "@/metadata";
import { placeRow } from "@/records/data";
import { AskDialog } from "@/ui/AskDialog";
import { Card, Progress } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { cancelCampaign, marketingKeys, pauseCampaign, type Results, resumeCampaign } from "../api";
import { sendingOf } from "../results";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

export function SendingCard({ row, results }: { row: Row; results: Results }) {
  const t = marketing.useText();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { done, total } = sendingOf(results.statuses);
  const start = useRef({ at: performance.now(), done });
  const seconds = (performance.now() - start.current.at) / 1000;
  const speed = seconds > 1.5 ? (done - start.current.done) / seconds : 0;
  const act = async (work: () => Promise<Row>) => {
    setBusy(true);
    try {
      placeRow(client, "campaign", await work());
      start.current = { at: performance.now(), done };
      void client.invalidateQueries({ queryKey: keys.object("campaign") });
      void client.invalidateQueries({ queryKey: marketingKeys.results(row.id) });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  const paused = row.status === "paused";
  return (
    <Card className={styles.sending}>
      {results.problem && <Notice tone="danger">{say(results.problem)}</Notice>}
      <div className={styles.sendingLine} aria-live="polite">
        <b>
          {paused && `${t("paused")} · `}
          {t("sendingNow", { done: formatNumber(done), total: formatNumber(total) })}
        </b>
        {speed > 0 && !paused && (
          <span className="muted">{t("speed", { count: formatNumber(Math.round(speed)) })}</span>
        )}
        <span className="grow" />
        {may("campaign", "send") && (
          <>
            {paused ? (
              <Button
                variant="primary"
                icon={Play}
                busy={busy}
                onClick={() => void act(() => resumeCampaign(row.id))}
              >
                {t("resume")}
              </Button>
            ) : (
              <Button icon={Pause} busy={busy} onClick={() => void act(() => pauseCampaign(row.id))}>
                {t("pause")}
              </Button>
            )}
            <Button variant="ghost" onClick={() => setAsking(true)}>
              {t("stop")}
            </Button>
          </>
        )}
      </div>
      <Progress label={t("sending")} done={done} total={total} failed={Boolean(results.problem)} />
      {asking && (
        <AskDialog
          title={t("stopTitle")}
          text={t("stopText")}
          action={t("stop")}
          keep={t("keep")}
          onClose={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            return act(() => cancelCampaign(row.id));
          }}
        />
      )}
    </Card>
  );
}
