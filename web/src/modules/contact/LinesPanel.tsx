/** The positions of an order. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { classes } from "@/lib/classes";
import { formatMoney, formatNumber } from "@/lib/format";
import { useMeta } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { Card, Skeleton } from "@/ui/atoms";
import { Table } from "@/ui/Table";
import { contactKeys, getLines } from "./api";
import styles from "./contact.module.css";
import { contact } from "./strings";

export default function LinesPanel({ row }: PanelProps) {
  const t = contact.useText();
  const meta = useMeta();
  const { data, error } = useQuery({ queryKey: contactKeys.lines(row.id), queryFn: () => getLines(row.id) });
  if (error) return null;
  if (!data) return <Skeleton height={160} />;
  const currency = data.total?.currency ?? meta.currency;
  return (
    <Card className={classes(styles.panel, styles.lines)}>
      <h2 className="card-title">{t("lines")}</h2>
      {data.lines.length === 0 ? (
        <p className="muted">{t("noLines")}</p>
      ) : (
        <>
          <Table
            bare
            label={t("lines")}
            rows={data.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              {
                key: "product",
                title: t("product"),
                cell: (line) =>
                  line.product ? (
                    <Link to="/o/$object/$id" params={{ object: "product", id: line.product.id }}>
                      {line.product.title || line.name}
                    </Link>
                  ) : (
                    line.name
                  ),
              },
              {
                key: "quantity",
                title: t("quantity"),
                align: "end",
                cell: (line) => formatNumber(line.quantity),
              },
              {
                key: "price",
                title: t("price"),
                align: "end",
                wide: true,
                cell: (line) => line.unit_price && formatMoney(line.unit_price, currency),
              },
              {
                key: "amount",
                title: t("amount"),
                align: "end",
                cell: (line) => line.amount && formatMoney(line.amount, currency),
              },
            ]}
          />
          {data.total && (
            <p className={styles.total}>
              <span className="muted">{t("total")}</span>
              <b>{formatMoney(data.total.amount, data.total.currency)}</b>
            </p>
          )}
        </>
      )}
    </Card>
  );
}
