/** Every word of these pages in one line. */
import { useSay } from "@/metadata";
import { CLASSES } from "@/records/own/draft";
import { ownFields } from "@/records/own/strings";
import { ACCESSES, type Matrix, SCOPES } from "./api";
import styles from "./rights.module.css";
import { rights } from "./strings";

const EXPLAINED = ["import", "export", "bulk", "reveal", "admin"] as const;

export function Terms({ matrix }: { matrix: Matrix }) {
  const t = rights.useText();
  const classes = ownFields.useText();
  const say = useSay();
  const nameOf = (action: string) =>
    say(matrix.objects[0]?.actions.find((one) => one.key === action)?.label) || action;
  const groups: { title: string; rows: (readonly [string, string])[] }[] = [
    {
      title: t("termScopes"),
      rows: SCOPES.map((one) => [t(`scope_${one}`), t(`scopeText_${one}`)] as const),
    },
    {
      title: t("termAccesses"),
      rows: ACCESSES.map((one) => [t(`access_${one}`), t(`accessText_${one}`)] as const),
    },
    {
      title: t("termClasses"),
      rows: CLASSES.map((one) => [classes(`class_${one}`), classes(`classText_${one}`)] as const),
    },
    { title: t("termActions"), rows: EXPLAINED.map((one) => [nameOf(one), t(`term_${one}`)] as const) },
  ];
  return (
    <details className={styles.terms}>
      <summary>{t("terms")}</summary>
      <div>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([word, text]) => (
                <div key={word}>
                  <dt>{word}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </details>
  );
}
