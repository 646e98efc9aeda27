/** The head and body of an ordinary page, so that every module's pages line up. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Page.module.css";
import { PageTitle } from "./PageTitle";

interface PageHeaderProps {
  title: ReactNode;
  /** What the browser's tab says, where that is not the title itself. */
  tab?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, tab, note, actions, children }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      <PageTitle>{tab ?? (typeof title === "string" ? title : "")}</PageTitle>
      <div className={styles.line}>
        <h1 className="ellipsis">{title}</h1>
        {note && <span className={classes(styles.note, "muted")}>{note}</span>}
        <span className="grow" />
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}

export function PageBody({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={classes(styles.body, "scroll")}>
      <div className={classes(styles.inner, narrow && styles.narrow)}>{children}</div>
    </div>
  );
}
