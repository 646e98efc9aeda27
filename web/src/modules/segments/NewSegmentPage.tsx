/** A segment that is not saved yet, empty or from the filter of a list. */
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { FilterNode } from "@/api/types";
import { useMay, useMeta } from "@/metadata";
import { EmptyState } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { segmentable } from "./api";
import { SegmentEditor } from "./SegmentEditor";
import { segments } from "./strings";

export default function NewSegmentPage() {
  const t = segments.useText();
  const may = useMay();
  const meta = useMeta();
  const search = useSearch({ strict: false }) as { object?: string; filter?: FilterNode };
  const [key, setKey] = useState(search.object ?? "contact");
  const objects = meta.objects.filter(segmentable);
  const object = objects.find((one) => one.key === key) ?? objects[0];
  if (!object || !may("segment", "create"))
    return <EmptyState icon={iconOf("segment")} title={t("mayNot")} />;
  return (
    <SegmentEditor
      key={object.key}
      object={object}
      segment={null}
      start={object.key === search.object ? (search.filter ?? null) : null}
      objects={objects}
      onObject={setKey}
    />
  );
}
