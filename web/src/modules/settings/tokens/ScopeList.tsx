/** What a token or an app may do, in words: one line for each thing. */
import { objectOf, useMeta, useSay } from "@/metadata";
import { choiceOf } from "./scopes";
import { tokens } from "./strings";
import styles from "./tokens.module.css";

/** The lines themselves, for a list or one cell. */
export function useScopeLines(): (scopes: readonly string[]) => string[] {
  const t = tokens.useText();
  const say = useSay();
  const meta = useMeta();
  return (scopes) => {
    const { reach, picked, admin } = choiceOf(scopes);
    const objects = Object.entries(picked).map(([key, actions]) =>
      t("objectLine", {
        object: say(objectOf(meta, key)?.plural) || key,
        actions: actions.map((action) => t(`action.${action}`)).join(t("listComma")),
      }),
    );
    return [
      ...(reach === "full" ? [t("line.full")] : reach === "read" ? [t("line.read")] : []),
      ...objects,
      ...(admin ? [t("scope.admin")] : []),
      ...(scopes.includes("scim") ? [t("scope.scim")] : []),
    ];
  };
}

export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  const lines = useScopeLines()(scopes);
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
