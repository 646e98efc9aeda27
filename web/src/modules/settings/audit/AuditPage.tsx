/** Who did what, when and through what: the change log for administrators. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, ScrollText } from "lucide-react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import { useSay } from "@/metadata";
import { startExport } from "@/records/export/api";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { toast } from "@/ui/toast";
import { SettingsHeader } from "../SettingsHeader";
import { type AuditSearch, auditKeys, filterOf, readLog, readWords } from "./api";
import styles from "./audit.module.css";
import { Entry } from "./Entry";
import { Filters } from "./Filters";
import { KeepingCard } from "./KeepingCard";
import { NewFlags } from "./NewFlags";
import { audit } from "./strings";

export default function AuditPage() {
  const t = audit.useText();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as AuditSearch;
  const words = useQuery({ queryKey: auditKeys.words, queryFn: readWords, staleTime: 600_000 });
  const list = useInfiniteQuery({
    queryKey: auditKeys.list(search),
    queryFn: ({ pageParam }) => readLog(search, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const ways = new Map(words.data?.ways.map((one) => [one.key, say(one.label)]));

  const toFile = async () => {
    try {
      await startExport({ object: "audit", filter: filterOf(search), format: "csv" });
      void client.invalidateQueries({ queryKey: keys.jobs });
      toast(t("exportStarted"), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };

  return (
    <>
      <SettingsHeader />
      <PageBody>
        <div className={styles.lead}>
          <p className="secondary grow">{t("text")}</p>
          <Button icon={Download} onClick={() => void toFile()}>
            {t("export")}
          </Button>
        </div>
        <KeepingCard />
        <NewFlags onShow={() => void navigate({ to: ".", search: { verb: "flag" } as never })} />
        <Filters
          search={search}
          words={words.data}
          onChange={(next) => void navigate({ to: ".", search: next as never, replace: true })}
        />
        {list.isPending && <Skeleton height={240} />}
        {list.isError && <p role="alert">{messageOf(list.error)}</p>}
        {list.data && rows.length === 0 && (
          <EmptyState icon={ScrollText} title={t("noRows")}>
            {t("noRowsText")}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <ol className={styles.log} aria-label={t("rows")}>
            {rows.map((entry) => (
              <Entry key={entry.id} entry={entry} way={ways.get(entry.via) ?? entry.via} />
            ))}
          </ol>
        )}
        {list.hasNextPage && (
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </PageBody>
    </>
  );
}
