/** The mail of a campaign, small: as a member of the segment gets it, or with every fall-back; and a test of it to oneself. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";
import { firstMessageOf } from "@/api/problem";
import { listRecords } from "@/api/records";
import type { RecordRef, Row } from "@/api/types";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Letter } from "@/ui/Letter";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { marketingKeys, previewTemplate, testCampaign } from "../api";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

const OFFERED = 50;

export function MailPreview({ row, prefix }: { row: Row; prefix: string }) {
  const t = marketing.useText();
  const template = row.template as RecordRef | null;
  const segment = row.segment as RecordRef | null;
  const [person, setPerson] = useState("");
  const [busy, setBusy] = useState(false);
  const members = useQuery({
    queryKey: marketingKeys.members(segment?.id ?? ""),
    queryFn: () =>
      listRecords("contact", {
        filter: { segment: segment?.id ?? "" },
        fields: ["name", "email"],
        limit: OFFERED,
      }),
    enabled: segment !== null,
    retry: false,
  });
  const people = members.data?.rows ?? [];
  const shown = people.some((one) => one.id === person) ? person : "";
  const preview = useQuery({
    queryKey: marketingKeys.preview([template?.id, shown]),
    queryFn: () => previewTemplate(template?.id ?? "", shown || null),
    enabled: template !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!template) return <p className="muted">{t("noTemplate")}</p>;
  if (preview.error) return <p className={styles.bad}>{preview.error.message}</p>;
  if (!preview.data) return <Skeleton height={260} />;
  const test = async () => {
    setBusy(true);
    try {
      const { sent_to: address } = await testCampaign(row.id, shown || null);
      toast(t("tested", { address }), { tone: "good" });
    } catch (problem) {
      const said = firstMessageOf(problem);
      toast(said, { tone: "danger" });
    }
    setBusy(false);
  };
  return (
    <div className={styles.mail}>
      <div className={styles.mailTools}>
        <span className="muted">{t("previewAs")}</span>
        <Select
          small
          label={t("previewAs")}
          value={shown}
          options={[
            { value: "", label: t("nobody") },
            ...people.map((one) => ({
              value: one.id,
              label: [one.name, one.email].filter(Boolean).join(" · ") || one.id,
            })),
          ]}
          onChange={setPerson}
        />
        <span className="grow" />
        <Button size="small" icon={Send} busy={busy} disabled={!segment} onClick={() => void test()}>
          {t("test")}
        </Button>
      </div>
      <div className={styles.mailSubject}>
        <span className="muted">{t("subject")}</span> <b>{prefix + preview.data.subject}</b>
      </div>
      <div className={styles.mailBody}>
        <Letter title={t("preview")} html={preview.data.html} />
      </div>
    </div>
  );
}
