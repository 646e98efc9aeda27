/** What sending now would do; asked again whenever a setting that counts changes. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { RecordRef, Row } from "@/api/types";
import { checkCampaign, marketingKeys } from "../api";

export function useCheck(row: Row) {
  const segment = row.segment as RecordRef | null;
  const template = row.template as RecordRef | null;
  const counts = [segment?.id, template?.id, row.purpose, row.hold_out_percent, row.advert];
  return useQuery({
    queryKey: marketingKeys.check(row.id, counts),
    queryFn: () => checkCampaign(row.id),
    enabled: segment !== null && template !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
