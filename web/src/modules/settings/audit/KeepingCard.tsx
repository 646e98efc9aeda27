/** Whether the log is as it was written, and for how long it is kept. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/api/problem";
import { formatExact, formatNumber, formatRelative } from "@/lib/format";
import { useSay } from "@/metadata";
import { Notice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { auditKeys, changeKeeping, readKeeping } from "./api";
import styles from "./audit.module.css";
import { audit } from "./strings";

const MONTHS = [6, 12, 24, 36, 60, 120];

export function KeepingCard() {
  const t = audit.useText();
  const say = useSay();
  const client = useQueryClient();
  const found = useQuery({ queryKey: auditKeys.keeping, queryFn: readKeeping }).data;
  if (!found) return null;
  const { months } = found;
  const known = months === null || MONTHS.includes(months) ? MONTHS : [...MONTHS, months];
  const change = (value: string) =>
    changeKeeping(value ? Number(value) : null).then(
      (next) => {
        client.setQueryData(auditKeys.keeping, next);
        toast(t("keptSaved"), { tone: "good" });
      },
      (problem) => toast(messageOf(problem), { tone: "danger" }),
    );
  const when = found.verified_at ?? "";
  return (
    <>
      {found.finding && (
        <Notice tone="danger">
          {t("notAsWritten")} {say(found.finding)} <span className="muted">({formatExact(when)})</span>
        </Notice>
      )}
      <div className={styles.keeping}>
        <p className="muted grow">
          {!found.verified_at && t("notVerified")}
          {found.verified_at && !found.finding && (
            <time title={formatExact(when)}>
              {t("verified", {
                when: formatRelative(when),
                count: found.rows,
                shown: formatNumber(found.rows),
              })}
            </time>
          )}
        </p>
        <span className={styles.day}>
          <span className="muted" aria-hidden>
            {t("kept")}
          </span>
          <Select
            small
            label={t("kept")}
            value={months === null ? "" : String(months)}
            options={[
              { value: "", label: t("forEver") },
              ...known.map((one) => ({ value: String(one), label: t("months", { count: one }) })),
            ]}
            onChange={(value) => void change(value)}
          />
        </span>
      </div>
    </>
  );
}
