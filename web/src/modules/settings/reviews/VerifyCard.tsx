/** Whether the file of a closed review is genuine. */
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { formatDateTime } from "@/lib/format";
import { Card } from "@/ui/atoms";
import { Dropzone } from "@/ui/Dropzone";
import { Notice } from "@/ui/Notice";
import { type Verdict, verifyResult } from "./api";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

const WORDS = {
  genuine: "isGenuine",
  altered: "isAltered",
  unknown: "isUnknown",
  unreadable: "isUnreadable",
} as const;

export function VerifyCard() {
  const t = reviews.useText();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = async (file: File) => {
    setBusy(true);
    setVerdict(null);
    setError(null);
    try {
      setVerdict(await verifyResult(await file.text()));
    } catch (problem) {
      setError(messageOf(problem));
    }
    setBusy(false);
  };
  const genuine = verdict?.kind === "genuine";
  return (
    <Card className={styles.stack}>
      <Dropzone
        title={t("verify")}
        choose={t("chooseFile")}
        accept=".json,application/json"
        busy={busy}
        error={error}
        onFile={(file) => void check(file)}
      >
        <p className="muted">{t("verifyText")}</p>
      </Dropzone>
      {verdict && (
        <Notice tone={genuine ? "good" : "danger"}>
          {t(WORDS[verdict.kind], {
            name: verdict.name,
            when: genuine ? formatDateTime(verdict.closed_at) : "",
          })}
        </Notice>
      )}
    </Card>
  );
}
