/** One saved segment: its rules, how many are in it now, who they are. */

import { useObject } from "@/metadata";
import { useRecord } from "@/records/data";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { PageBody } from "@/ui/Page";
import type { Segment } from "./api";
import { SegmentEditor } from "./SegmentEditor";
import { segments } from "./strings";

export default function SegmentPage({ id }: { id: string }) {
  const t = segments.useText();
  const record = useRecord("segment", id);
  const segment = record.data as unknown as Segment | undefined;
  const object = useObject(segment?.target ?? "contact");
  if (record.error) return <EmptyState icon={iconOf("segment")} title={record.error.message} />;
  if (!segment || !object)
    return (
      <PageBody>
        <Skeleton height={280} />
      </PageBody>
    );
  if (!segment.filter)
    return (
      <EmptyState icon={iconOf("segment")} title={segment.name}>
        {t("notYours")}
      </EmptyState>
    );
  return <SegmentEditor key={id} object={object} segment={segment} start={segment.filter} />;
}
