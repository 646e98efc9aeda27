/** How many rows a list has to the last one: counted when somebody asks, since a list itself stops counting early. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { FilterNode, Page } from "@/api/types";

export interface ExactCount {
  /** The exact count once there is one, else what the list said. */
  count: Page["count"];
  counting: boolean;
  /** Counts; undefined where the list has counted all. */
  ask: (() => void) | undefined;
}

export function useExactCount(
  object: string,
  title: string,
  filter: FilterNode | null,
  listed: Page["count"],
): ExactCount {
  const wanted = JSON.stringify(filter);
  const [asked, setAsked] = useState<string | null>(null);
  const capped = listed?.capped ?? false;
  const { data, isFetching } = useQuery({
    queryKey: keys.exact(object, filter),
    queryFn: ({ signal }) =>
      listRecords(object, { filter, fields: [title], limit: 1, count: "exact" }, signal),
    enabled: capped && asked === wanted,
    staleTime: 30_000,
  });
  const exact = capped && asked === wanted ? (data?.count ?? null) : null;
  return {
    count: exact ?? listed,
    counting: isFetching && !exact,
    ask: capped && !exact ? () => setAsked(wanted) : undefined,
  };
}
