/** One line of the timeline: an activity, a purchase, a mail, a change. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  Activity,
  CalendarCheck,
  Circle,
  type LucideIcon,
  Mail,
  MailOpen,
  MessageSquare,
  MousePointerClick,
  PenLine,
  Phone,
  ShoppingBag,
  Sparkles,
  SquareCheck,
  StickyNote,
  UserMinus,
  Users,
} from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { editRecord, getRecord } from "@/api/records";
import type { Money, ObjectMeta, Row, TimelineItem } from "@/api/types";
import { classes } from "@/lib/classes";
import { formatDateTime, formatExact, formatMoney, formatRelative } from "@/lib/format";
import { toastUndo } from "@/ui/toast";
import type { Tone } from "@/ui/tone";
import { useProblemToast } from "../trouble";
import { useTakeBack } from "../undo";
import { ChangeLine } from "./ChangeLine";
import { page } from "./strings";
import styles from "./timeline.module.css";

const LOOKS: Record<string, [LucideIcon, Tone]> = {
  note: [StickyNote, "warn"],
  task: [SquareCheck, "accent"],
  call: [Phone, "good"],
  meeting: [Users, "violet"],
  visit: [Users, "good"],
  message: [MessageSquare, "accent"],
  order: [ShoppingBag, "good"],
  mail: [Mail, "violet"],
  sent: [Mail, "violet"],
  delivered: [Mail, "violet"],
  bounced: [Mail, "danger"],
  failed: [Mail, "danger"],
  opened: [MailOpen, "violet"],
  clicked: [MousePointerClick, "violet"],
  unsubscribed: [UserMinus, "danger"],
  change: [PenLine, "neutral"],
  created: [Sparkles, "accent"],
};

function lookOf(kind: string): [LucideIcon, Tone] {
  const known = LOOKS[kind] ?? Object.entries(LOOKS).find(([key]) => kind.includes(key))?.[1];
  return known ?? [Activity, "neutral"];
}

function asMoney(value: unknown): Money | null {
  return value && typeof value === "object" && "amount" in value ? (value as Money) : null;
}

const MAIL_VERBS = ["sent", "delivered", "opened", "clicked", "unsubscribed", "bounced", "failed"] as const;

function titleOfItem(t: ReturnType<typeof page.useText>, item: TimelineItem): string {
  const verb = MAIL_VERBS.find((one) => item.kind === "mail" && item.data.verb === one);
  if (verb) return t(`mail_${verb}`, { name: item.title });
  return item.kind === "order"
    ? t("order", { number: item.title || String(item.data.number ?? "") })
    : item.title;
}

/** The subject of a mail as everybody's: merge fields give way to what they fall back to. */
const withoutMergeFields = (text: string) =>
  text.replace(/\{\{[^}]*?(?:default:\s*["']([^"']*)["'])?\s*\}\}/g, "$1").trim();

export function TimelineEvent({ object, items }: { object: ObjectMeta; items: TimelineItem[] }) {
  const t = page.useText();
  const [item] = items as [TimelineItem];
  const [Icon, tone] = lookOf(
    item.kind === "mail" && typeof item.data.verb === "string" ? item.data.verb : item.kind,
  );
  const person = item.actor?.title || t("system");
  const { through } = item.data;
  const who = typeof through === "string" ? t("whoThrough", { who: person, through }) : person;
  const total = asMoney(item.data.total);
  const linked = item.record && item.object && item.object !== object.key;
  const title = titleOfItem(t, item);
  return (
    <li className={styles.event}>
      <span className={classes(styles.dot, `tone-${tone}`)} aria-hidden>
        <Icon size={14} strokeWidth={1.8} />
      </span>
      <div className={styles.content}>
        <div className={styles.headline}>
          {item.kind === "change" ? (
            <ChangeLine object={object} items={items} who={who} />
          ) : item.kind === "created" ? (
            <span className="secondary">
              {item.data.via === "import"
                ? t("imported", { who })
                : item.actor
                  ? t("created", { who })
                  : t("createdBySystem")}
            </span>
          ) : linked ? (
            <Link
              to="/o/$object/$id"
              params={{ object: item.object as string, id: item.record as string }}
              className={styles.name}
            >
              {title}
            </Link>
          ) : (
            <span className={styles.name}>{title}</span>
          )}
          <time className={styles.time} dateTime={item.at} title={formatExact(item.at)}>
            {formatRelative(item.at)}
          </time>
        </div>
        {item.text && (
          <p className={styles.text}>{item.kind === "mail" ? withoutMergeFields(item.text) : item.text}</p>
        )}
        {total && <p className={styles.text}>{formatMoney(total.amount, total.currency)}</p>}
        {item.actor && !["change", "created"].includes(item.kind) && (
          <p className={styles.by}>{item.actor.title}</p>
        )}
      </div>
    </li>
  );
}

export function TaskEvent({ object, row, item }: { object: ObjectMeta; row: Row; item: TimelineItem }) {
  const t = page.useText();
  const client = useQueryClient();
  const complain = useProblemToast("activity");
  const takeBack = useTakeBack("activity");
  const [done, setDone] = useState(false);
  const due = typeof item.data.due_at === "string" ? item.data.due_at : null;
  const late = due !== null && Date.parse(due) < Date.now();
  const refresh = () => client.invalidateQueries({ queryKey: keys.timeline(object.key, row.id) });
  const finish = async () => {
    setDone(true);
    try {
      const task = await getRecord("activity", item.record as string);
      const done_at = new Date().toISOString();
      const { request } = await editRecord("activity", task.id, task.version, { done_at });
      toastUndo(t("completed"), async () => {
        await takeBack(request);
        setDone(false);
        await refresh();
      });
    } catch (problem) {
      setDone(false);
      complain(problem);
    }
    await refresh();
  };
  return (
    <li className={classes(styles.task, done && styles.done)}>
      <button
        type="button"
        className={styles.tick}
        aria-label={t("complete", { name: item.title })}
        title={t("complete", { name: item.title })}
        disabled={done}
        onClick={() => void finish()}
      >
        {done ? <CalendarCheck size={17} aria-hidden /> : <Circle size={17} aria-hidden />}
      </button>
      <div className="grow">
        <div className={styles.headline}>
          <span className={styles.name}>{item.title}</span>
          {due && (
            <time
              className={classes(styles.time, late && styles.late)}
              dateTime={due}
              title={formatExact(due)}
            >
              {late ? `${t("overdue")} · ` : ""}
              {Math.abs(Date.parse(due) - Date.now()) < 7 * 86_400_000
                ? formatRelative(due)
                : formatDateTime(due)}
            </time>
          )}
        </div>
        {item.text && <p className={styles.text}>{item.text}</p>}
      </div>
    </li>
  );
}
