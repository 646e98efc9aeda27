/** The last question before mails go out. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import type { Row } from "@/api/types";
import { formatDateTime, formatNumber } from "@/lib/format";
import { placeRow } from "@/records/data";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { type Check, marketingKeys, scheduleCampaign, sendCampaign } from "../api";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

interface SendDialogProps {
  row: Row;
  check: Check;
  /** When to begin; null is now. */
  at: string | null;
  onClose: () => void;
}

export function SendDialog({ row, check, at, onClose }: SendDialogProps) {
  const t = marketing.useText();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const name = String(row.name);
  const go = async () => {
    setBusy(true);
    try {
      const next = at ? await scheduleCampaign(row.id, at) : await sendCampaign(row.id);
      placeRow(client, "campaign", next);
      void client.invalidateQueries({ queryKey: keys.object("campaign") });
      void client.invalidateQueries({ queryKey: keys.jobs });
      void client.invalidateQueries({ queryKey: marketingKeys.results(row.id) });
      toast(at ? t("scheduled", { when: formatDateTime(at) }) : t("started"), { tone: "good" });
      onClose();
    } catch (problem) {
      setProblems(
        isProblem(problem)
          ? problem.errors.length
            ? problem.errors.map((one) => one.message)
            : [problem.message]
          : [String(problem)],
      );
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t(at ? "scheduleTitle" : "sendTitle", { name })}
      width={460}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" busy={busy} onClick={() => void go()}>
            {at ? t("schedule") : t("confirmSend")}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          {at
            ? t("scheduleText", { when: formatDateTime(at) })
            : t("sendText", {
                count: formatNumber(check.to_send),
                rate: formatNumber(Number(row.rate_per_second ?? 100)),
              })}
        </p>
        {check.held_out > 0 && (
          <p className="secondary">{t("sendHeld", { count: formatNumber(check.held_out) })}</p>
        )}
        {problems.map((problem) => (
          <Notice key={problem} tone="danger">
            {problem}
          </Notice>
        ))}
      </div>
    </Dialog>
  );
}
