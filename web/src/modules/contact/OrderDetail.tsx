/** The positions of an order in a few words, where orders are listed beside somebody. */
import { useQuery } from "@tanstack/react-query";
import { formatMoney, formatNumber } from "@/lib/format";
import { useMeta } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { Skeleton } from "@/ui/atoms";
import { contactKeys, getLines } from "./api";
import styles from "./contact.module.css";
import { contact } from "./strings";

export default function OrderDetail({ row }: PanelProps) {
  const t = contact.useText();
  const meta = useMeta();
  const { data, error } = useQuery({ queryKey: contactKeys.lines(row.id), queryFn: () => getLines(row.id) });
  if (error) return <p className="muted">{error.message}</p>;
  if (!data) return <Skeleton height={40} />;
  if (data.lines.length === 0) return <p className="muted">{t("noLines")}</p>;
  return (
    <ul className={styles.detail}>
      {data.lines.map((line) => (
        <li key={line.position}>
          <span className="grow ellipsis" title={line.name}>
            {line.product?.title || line.name}
          </span>
          <span className={styles.pieces}>× {formatNumber(line.quantity)}</span>
          <span className={styles.money}>
            {line.amount !== null && formatMoney(line.amount, data.total?.currency ?? meta.currency)}
          </span>
        </li>
      ))}
    </ul>
  );
}
