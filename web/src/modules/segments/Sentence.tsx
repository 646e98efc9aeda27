/** The rules as a sentence in the reader's language, as the server understands them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FilterNode } from "@/api/types";
import { useSay } from "@/metadata";
import { describe, segmentKeys } from "./api";
import styles from "./segments.module.css";
import { segments } from "./strings";

export function Sentence({ object, filter }: { object: string; filter: FilterNode | null }) {
  const t = segments.useText();
  const say = useSay();
  const sentence = useQuery({
    queryKey: segmentKeys.sentence(object, filter),
    queryFn: () => describe(object, filter),
    enabled: filter !== null,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return (
    <div className={styles.sentence} aria-live="polite">
      <span className="muted">{t("sentence")}</span>
      <p>{filter === null ? t("everybody") : sentence.data ? say(sentence.data) : "…"}</p>
    </div>
  );
}
