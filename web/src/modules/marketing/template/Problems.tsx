/** What is wrong with a template, each with a way to its place. */
import { Notice } from "@/ui/Notice";
import { marketing } from "../strings";
import { firstSentence, type Placed } from "./merge";
import styles from "./template.module.css";

interface ProblemsProps {
  problems: readonly Placed[];
  onGo: (problem: Placed) => void;
}

export function Problems({ problems, onGo }: ProblemsProps) {
  const t = marketing.useText();
  return (
    <Notice tone="danger">
      <b>{t("problems", { count: problems.length })}</b>
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li
            key={`${problem.place}${problem.line}${problem.column}${problem.message}`}
            title={problem.message}
          >
            {problem.place !== "other" && (
              <button type="button" className={styles.goTo} onClick={() => onGo(problem)}>
                {t(problem.place)}
                {problem.line !== null &&
                  ` · ${t("at", { line: problem.line, column: problem.column ?? 1 })}`}
              </button>
            )}{" "}
            {firstSentence(problem.message)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
