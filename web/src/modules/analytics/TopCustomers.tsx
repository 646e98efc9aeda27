/** Who spent most. */
import { Link } from "@tanstack/react-router";
import { formatMoney } from "@/lib/format";
import { Avatar, Card } from "@/ui/atoms";
import type { Home } from "./api";
import styles from "./home.module.css";
import { analytics } from "./strings";

const SHOWN = 6;

export function TopCustomers({ home }: { home: Home }) {
  const t = analytics.useText();
  const rows = home.top_customers.slice(0, SHOWN);
  const most = Number(rows[0]?.spent ?? 0);
  return (
    <Card className={styles.card}>
      <header className={styles.head}>
        <h2 className="card-title grow">{t("top")}</h2>
        <Link to="/o/contact" search={{ sort: "-spent" } as never} className={styles.more}>
          {t("seeAll")}
        </Link>
      </header>
      <ol className={styles.top}>
        {rows.map((row) => (
          <li key={row.contact.id}>
            <Link to="/o/$object/$id" params={{ object: "contact", id: row.contact.id }}>
              <Avatar name={row.contact.title} size={26} />
              <span className={styles.topName}>
                <b className="ellipsis">{row.contact.title}</b>
                <span className="muted">{t("ordersCount", { count: row.orders })}</span>
              </span>
              <span className={styles.topMoney}>
                {formatMoney(Math.round(Number(row.spent)), home.currency)}
                <i aria-hidden style={{ width: `${most ? (Number(row.spent) / most) * 100 : 0}%` }} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
