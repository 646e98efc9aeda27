/** Beside an e-mail address: that it gets no mail, of some kind or at all. */
import { useQuery } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import { useSay } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { contactKeys, getChoices, getConsents } from "./api";
import styles from "./contact.module.css";
import { contact } from "./strings";

export default function MailMark({ row }: PanelProps) {
  const t = contact.useText();
  const say = useSay();
  const choices = useQuery({
    queryKey: contactKeys.choices,
    queryFn: getChoices,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const consents = useQuery({
    queryKey: contactKeys.consents(row.id),
    queryFn: () => getConsents(row.id),
    enabled: typeof row.email === "string" && row.email !== "",
  });
  const stopped = consents.data?.suppressed ?? [];
  if (stopped.length === 0) return null;
  const kinds = stopped
    .map(({ purpose }) =>
      purpose === "all"
        ? t("everyKind")
        : say(choices.data?.purposes.find(({ key }) => key === purpose)?.label),
    )
    .join(", ");
  const name = t("getsNoMail", { kinds });
  return (
    <span role="img" className={styles.mailMark} aria-label={name} title={name}>
      <MailX size={14} aria-hidden />
    </span>
  );
}
