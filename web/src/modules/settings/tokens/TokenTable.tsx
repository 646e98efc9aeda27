/** Tokens with what they may do, their end, and when and from where each was last used. */
import { formatDate, formatRelative } from "@/lib/format";
import { Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { type Column, Table } from "@/ui/Table";
import type { Token } from "./api";
import { useScopeLines } from "./ScopeList";
import { tokens } from "./strings";
import styles from "./tokens.module.css";

interface TokenTableProps<T extends Token> {
  label: string;
  rows: readonly T[];
  first?: Column<T>;
  bare?: boolean;
  onRotate?: (token: T) => void;
  onRevoke: (token: T) => void;
}

export function TokenTable<T extends Token>({
  label,
  rows,
  first,
  bare,
  onRotate,
  onRevoke,
}: TokenTableProps<T>) {
  const t = tokens.useText();
  const inWords = useScopeLines();
  const gone = (token: T) => token.expires_at !== null && Date.parse(token.expires_at) < Date.now();
  return (
    <Table
      label={label}
      bare={bare ?? false}
      rows={rows}
      rowKey={(token) => token.id}
      columns={[
        ...(first ? [first] : []),
        {
          key: "name",
          title: t("name"),
          cell: (token) => (
            <>
              <b>{token.name}</b> <code className={styles.code}>{token.prefix}…</code>
            </>
          ),
        },
        {
          key: "scopes",
          title: t("scopes"),
          cell: (token) => (
            <ul className={styles.lines}>
              {inWords(token.scopes).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ),
        },
        {
          key: "used",
          title: t("lastUsed"),
          wide: true,
          cell: (token) => {
            if (!token.last_used_at) return <span className="muted">{t("notYet")}</span>;
            const when = formatRelative(token.last_used_at);
            return token.last_used_ip ? t("usedFrom", { when, address: token.last_used_ip }) : when;
          },
        },
        {
          key: "created",
          title: t("created"),
          wide: true,
          cell: (token) => <span className={styles.date}>{formatDate(token.created_at)}</span>,
        },
        {
          key: "expires",
          title: t("expires"),
          wide: true,
          cell: (token) =>
            gone(token) ? (
              <Tag tone="danger">{t("expired")}</Tag>
            ) : token.expires_at ? (
              <span className={styles.date}>{formatDate(token.expires_at)}</span>
            ) : (
              <Tag tone="warn">{t("never")}</Tag>
            ),
        },
        {
          key: "actions",
          title: <span className="visually-hidden">{t("actions")}</span>,
          align: "end",
          cell: (token) => (
            <span className={styles.buttons}>
              {onRotate && (
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={`${t("rotate")}: ${token.name}`}
                  onClick={() => onRotate(token)}
                >
                  {t("rotate")}
                </Button>
              )}
              <Button
                size="small"
                variant="ghost"
                aria-label={`${t("revoke")}: ${token.name}`}
                onClick={() => onRevoke(token)}
              >
                {t("revoke")}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
