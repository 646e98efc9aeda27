/** The frame of every page before the workspace: the landscape, the language, the seal, and one thing to do. */
import type { ReactNode } from "react";
import { pickLanguage, useLanguage } from "@/lib/strings";
import { Segmented } from "@/ui/atoms";
import { PageTitle } from "@/ui/PageTitle";
import { Landscape } from "../Landscape";
import styles from "../SignIn.module.css";
import { app } from "../strings";

interface EntryFrameProps {
  title: string;
  text?: ReactNode;
  error?: string | null;
  children?: ReactNode;
  /** Wider, for pages with more than a field or two. */
  wide?: boolean;
}

export function EntryFrame({ title, text, error, children, wide = false }: EntryFrameProps) {
  const t = app.useText();
  const language = useLanguage();
  return (
    <main className={styles.page}>
      <PageTitle>{title}</PageTitle>
      <section className={styles.side} aria-hidden>
        <Landscape />
        <div className={styles.words}>
          <p className={styles.tagline}>{t("tagline")}</p>
          <p>{t("taglineText")}</p>
        </div>
      </section>
      <section className={styles.main}>
        <div className={styles.language}>
          <Segmented
            label={t("language")}
            value={language}
            options={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
            onChange={pickLanguage}
          />
        </div>
        <div className={styles.form} style={wide ? { width: "min(460px, 100%)" } : undefined}>
          <div className={styles.brand}>
            <span className={styles.seal} aria-hidden>
              知
            </span>
            <span>{t("name")}</span>
          </div>
          <h1>{title}</h1>
          {text && <p className="secondary">{text}</p>}
          {error && (
            <p role="alert" className={styles.error}>
              {error}
            </p>
          )}
          {children}
        </div>
      </section>
    </main>
  );
}
