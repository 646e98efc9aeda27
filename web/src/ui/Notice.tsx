/** A sentence the reader should not miss, in place: what is wrong, what was found, what will happen. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Notice.module.css";

const ICONS = { accent: Info, good: CircleCheck, warn: TriangleAlert, danger: CircleAlert } as const;

interface NoticeProps {
  tone?: keyof typeof ICONS;
  children: ReactNode;
  action?: ReactNode;
}

export function Notice({ tone = "accent", children, action }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div role={tone === "danger" ? "alert" : "note"} className={classes(styles.notice, `tone-${tone}`)}>
      <Icon size={16} strokeWidth={1.8} aria-hidden />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
