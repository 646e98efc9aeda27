/** The head and body of an ordinary page, so that every module's pages line up. */
import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Page.module.css";
import { PageTitle } from "./PageTitle";

interface PageHeaderProps {
  title: ReactNode;
  /** What the browser's tab says, where that is not the title itself. */
  tab?: string;
  note?: ReactNode;
  /** Where one came from, when the page stands for itself. */
  back?: { to: string; label: string };
  actions?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, tab, note, back, actions, children }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      <PageTitle>{tab ?? (typeof title === "string" ? title : "")}</PageTitle>
      <div className={styles.line}>
        {back && (
          <Link to={back.to} className={styles.back} aria-label={back.label} title={back.label}>
            <ChevronLeft size={20} aria-hidden />
          </Link>
        )}
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
