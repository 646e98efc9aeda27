/** An app asks to be let in: who it is, what it may do, as whom, and where the browser goes after the answer. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { useMeta } from "@/metadata";
import { answerApp, askedBy } from "@/modules/settings/apps/api";
import { apps } from "@/modules/settings/apps/strings";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { useScopeLines } from "@/modules/settings/tokens/ScopeList";
import { choiceOf } from "@/modules/settings/tokens/scopes";
import { Avatar, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { askedQuery } from "./asked";
import { EntryFrame } from "./EntryFrame";
import styles from "./entry.module.css";

export default function ConnectPage() {
  const t = apps.useText();
  const { user } = useMeta();
  const inWords = useScopeLines();
  const [query] = useState(askedQuery);
  const question = useQuery({
    queryKey: ["asked", query],
    queryFn: async () => {
      const asked = await askedBy(query);
      if (asked.redirect) leave(asked.redirect);
      return asked;
    },
    enabled: query !== "",
    retry: false,
  });
  const [busy, setBusy] = useState<boolean | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [guard, proof] = useProof();
  const answer = async (allow: boolean) => {
    setBusy(allow);
    setError(null);
    try {
      leave(await guard(() => answerApp(query, allow)));
    } catch (problem) {
      if (!(problem instanceof NotProved)) setError(messageOf(problem));
      setBusy(null);
    }
  };
  if (query === "" || question.error)
    return (
      <EntryFrame title={t("cannot")} error={question.error?.message ?? t("nothingAsked")}>
        <Link to="/">{t("toZhike")}</Link>
      </EntryFrame>
    );
  const asked = question.data;
  if (!asked || asked.redirect)
    return (
      <EntryFrame title={t("app")} wide>
        <Skeleton height={260} />
      </EntryFrame>
    );
  const { reach, admin } = choiceOf(asked.scopes);
  return (
    <EntryFrame
      title={t("wants", { app: asked.app })}
      text={t("signedInAs", { name: user.name, email: user.email })}
      error={error}
      wide
    >
      <div className={styles.asked}>
        <span className={styles.asker}>
          <Avatar name={asked.app} square size={36} />
          <b>{asked.app}</b>
        </span>
        <h2>{t("mayDo")}</h2>
        <ul>
          {[...inWords(asked.scopes), t("seeYou")].map((line) => (
            <li key={line}>
              <Check size={16} strokeWidth={1.8} aria-hidden />
              {line}
            </li>
          ))}
        </ul>
      </div>
      {(reach === "full" || admin) && <Notice tone="warn">{t("muchText")}</Notice>}
      <p className="secondary">{t("withinRights")}</p>
      <div className={styles.answers}>
        <Button
          size="large"
          busy={busy === false}
          disabled={busy === true}
          onClick={() => void answer(false)}
        >
          {t("deny")}
        </Button>
        <Button
          size="large"
          variant="primary"
          busy={busy === true}
          disabled={busy === false}
          onClick={() => void answer(true)}
        >
          {t("allow")}
        </Button>
      </div>
      <p className="muted">{t("back", { host: asked.host })}</p>
      {proof}
    </EntryFrame>
  );
}

const leave = (address: string) => window.location.replace(address);
