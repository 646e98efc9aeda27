/** The mail of a campaign, small, with every fall-back shown. */
import { useQuery } from "@tanstack/react-query";
import type { RecordRef } from "@/api/types";
import { Skeleton } from "@/ui/atoms";
import { Letter } from "@/ui/Letter";
import { marketingKeys, previewTemplate } from "../api";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

export function MailPreview({ template, prefix }: { template: RecordRef | null; prefix: string }) {
  const t = marketing.useText();
  const preview = useQuery({
    queryKey: marketingKeys.preview([template?.id]),
    queryFn: () => previewTemplate(template?.id ?? "", null),
    enabled: template !== null,
    retry: false,
  });
  if (!template) return <p className="muted">{t("noTemplate")}</p>;
  if (preview.error) return <p className={styles.bad}>{preview.error.message}</p>;
  if (!preview.data) return <Skeleton height={260} />;
  return (
    <div className={styles.mail}>
      <div className={styles.mailSubject}>
        <span className="muted">{t("subject")}</span> <b>{prefix + preview.data.subject}</b>
      </div>
      <div className={styles.mailBody}>
        <Letter title={t("preview")} html={preview.data.html} />
      </div>
    </div>
  );
}
