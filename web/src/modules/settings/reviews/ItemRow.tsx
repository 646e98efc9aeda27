/** One question of a review: who, which role, what a reviewer should know, and the answer. */
import type { ReactNode } from "react";
import { formatDate, formatExact, formatRelative } from "@/lib/format";
import { useSay } from "@/metadata";
import { Avatar, Checkbox, Tag } from "@/ui/atoms";
import type { ReviewItem } from "./api";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

interface ItemRowProps {
  item: ReviewItem;
  chosen?: boolean | undefined;
  onChoose?: ((on: boolean) => void) | undefined;
  /** Also says who is asked. */
  withReviewer?: boolean;
  actions?: ReactNode;
}

export function ItemRow({ item, chosen, onChoose, withReviewer = false, actions }: ItemRowProps) {
  const t = reviews.useText();
  const say = useSay();
  const { person } = item;
  const role = say(item.role_label);
  const facts = [
    [...new Set([...person.departments, ...person.teams])].join(" · ") || t("noDepartment"),
    person.last_seen_at ? t("seen", { when: formatRelative(person.last_seen_at) }) : t("neverSeen"),
    person.tokens > 0 &&
      [
        t("tokens", { count: person.tokens }),
        person.token_used_at && t("tokenUsed", { when: formatRelative(person.token_used_at) }),
      ]
        .filter(Boolean)
        .join(" "),
    person.shares > 0 && t("shares", { count: person.shares }),
  ].filter(Boolean);
  return (
    <li className={styles.item}>
      {onChoose ? (
        <Checkbox
          aria-label={t("choose", { role, name: person.name })}
          checked={chosen ?? false}
          onChange={(event) => onChoose(event.target.checked)}
        />
      ) : (
        <span className={styles.blank} />
      )}
      <Avatar name={person.name} size={30} />
      <div className={styles.who}>
        <div className={styles.line}>
          <b>{person.name}</b>
          <Tag tone={item.role === "administrator" ? "violet" : "accent"}>{role}</Tag>
          {!person.active && <Tag>{t("shutOut")}</Tag>}
          {!item.held && item.decision !== "withdraw" && <Tag>{t("notHeld")}</Tag>}
        </div>
        <span className="muted">{facts.join(" · ")}</span>
        {withReviewer && !item.decision && (
          <span className={item.reviewer ? "muted" : styles.nobody}>
            {item.reviewer ? t("asked", { name: item.reviewer.title }) : t("nobodyAsked")}
          </span>
        )}
        {item.note && <q className={styles.note}>{item.note}</q>}
      </div>
      <div className={styles.answer}>
        {item.decision && (
          <span className={styles.decided}>
            <Tag tone={item.decision === "confirm" ? "good" : "danger"}>
              {t(item.decision === "confirm" ? "kept" : "withdrawn")}
            </Tag>
            {withReviewer && item.decided_at && (
              <time className="muted" title={formatExact(item.decided_at)}>
                {t("decided", { name: item.decided_by?.title ?? "", when: formatDate(item.decided_at) })}
              </time>
            )}
          </span>
        )}
        {withReviewer && !item.decision && <Tag>{t("undecided")}</Tag>}
        {actions}
      </div>
    </li>
  );
}
