/** One line of the log: when, who and what; its values unfold. */
import { Link } from "@tanstack/react-router";
import { ArrowUpRight, ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { classes } from "@/lib/classes";
import { formatDateTime, formatExact } from "@/lib/format";
import { useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import type { AuditEntry } from "./api";
import styles from "./audit.module.css";
import { audit } from "./strings";

const WARNED = new Set(["flag", "sign-in-failed"]);
const FEW = 2;

export function Entry({ entry, way }: { entry: AuditEntry; way: string }) {
  const t = audit.useText();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const count = entry.changes.length;
  const warned = WARNED.has(entry.verb);
  return (
    <li className={classes(styles.entry, warned && styles.warned)}>
      <time className={styles.time} dateTime={entry.at} title={formatExact(entry.at)}>
        {formatDateTime(entry.at)}
      </time>
      <div className={styles.what}>
        <p>
          <b>{say(entry.who)}</b> {say(entry.sentence)}{" "}
          {entry.record && (
            <Link
              to="/o/$object/$id"
              params={{ object: entry.record.object, id: entry.record.id }}
              className={styles.link}
            >
              {t("open")}
              <ArrowUpRight size={12} aria-hidden />
            </Link>
          )}
        </p>
        {count > FEW && (
          <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            {t("values", { count })}
          </button>
        )}
        {(open || count <= FEW) && count > 0 && (
          <dl className={styles.values}>
            {entry.changes.map((change, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts of one row never move
              <div key={index}>
                <dt>{say(change.label)}</dt>
                <dd>
                  {change.before && (
                    <>
                      <del>{say(change.before)}</del>
                      <span className="muted"> → </span>
                    </>
                  )}
                  {change.after ? (
                    <span>{say(change.after)}</span>
                  ) : (
                    <span className="muted">{t("nothing")}</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <span className={styles.via}>
        <Tag {...(warned ? { tone: "warn" as const } : {})}>
          {entry.through ? `${way} · ${say(entry.through)}` : way}
        </Tag>
      </span>
    </li>
  );
}
