/** What a contact buys most. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatMoney, formatNumber } from "@/lib/format";
import { useMeta } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { Card } from "@/ui/atoms";
import { contactKeys, getFavourites } from "./api";
import styles from "./contact.module.css";
import { contact } from "./strings";

export default function FavouritesPanel({ row }: PanelProps) {
  const t = contact.useText();
  const { currency } = useMeta();
  const { data } = useQuery({
    queryKey: contactKeys.favourites(row.id),
    queryFn: () => getFavourites(row.id),
    retry: false,
  });
  if (!data?.length) return null;
  return (
    <Card className={styles.card}>
      <h2 className="card-title">{t("favourites")}</h2>
      <ol className={styles.favourites}>
        {data.map((favourite, index) => (
          <li key={favourite.product?.id ?? favourite.name}>
            <span className={styles.rank}>{index + 1}</span>
            {favourite.product ? (
              <Link
                to="/o/$object/$id"
                params={{ object: "product", id: favourite.product.id }}
                className="grow ellipsis"
                title={favourite.product.title}
              >
                {favourite.product.title}
              </Link>
            ) : (
              <span className="grow ellipsis" title={favourite.name}>
                {favourite.name}
              </span>
            )}
            <span className={styles.pieces}>× {formatNumber(favourite.quantity)}</span>
            <span className={styles.money} title={formatNumber(favourite.orders)}>
              {formatMoney(favourite.amount, currency)}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
