/** One campaign: set up and checked while it is a draft, watched while it is sent, judged afterwards. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import type { Row } from "@/api/types";
import { useObject } from "@/metadata";
import { useRecord } from "@/records/data";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { PageBody } from "@/ui/Page";
import { type CampaignStatus, getResults, marketingKeys } from "../api";
import { CampaignHeader } from "./CampaignHeader";
import { Results } from "./Results";
import { SendingCard } from "./SendingCard";
import { SetUp } from "./SetUp";

export const statusOf = (row: Row): CampaignStatus => (row.status as CampaignStatus) ?? "draft";

export default function CampaignPage({ id }: { id: string }) {
  const client = useQueryClient();
  const object = useObject("campaign");
  const record = useRecord("campaign", id);
  const known = record.data ? statusOf(record.data) : "draft";
  const begun = !["draft", "scheduled"].includes(known);
  const results = useQuery({
    queryKey: marketingKeys.results(id),
    queryFn: () => getResults(id),
    enabled: begun,
    refetchInterval: () => (known === "sending" ? 1_000 : known === "done" ? 20_000 : false),
  });
  const news = results.data?.status;
  useEffect(() => {
    if (news && news !== known) void client.invalidateQueries({ queryKey: keys.record("campaign", id) });
  }, [client, id, news, known]);
  if (record.error) return <EmptyState icon={iconOf("mail")} title={record.error.message} />;
  if (!record.data || !object)
    return (
      <PageBody>
        <Skeleton height={320} />
      </PageBody>
    );
  return (
    <>
      <CampaignHeader object={object} row={record.data} />
      <PageBody>
        {!begun && <SetUp key={id} object={object} row={record.data} />}
        {begun && results.error && <p className="muted">{results.error.message}</p>}
        {begun && !results.data && !results.error && <Skeleton height={320} />}
        {begun && results.data && (
          <>
            {["sending", "paused"].includes(known) && (
              <SendingCard row={record.data} results={results.data} />
            )}
            <Results results={results.data} />
          </>
        )}
      </PageBody>
    </>
  );
}
