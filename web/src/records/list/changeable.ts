/** How many of the selected records the reader may edit and delete. Asked of the server only where rights have bounds. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { previewBulk } from "@/api/records";
import type { Count, FilterNode, ObjectMeta } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { useMay } from "@/metadata";
import type { Selection } from "./selection";

export interface Changeable {
  edit: Count;
  delete: Count;
}

export function useChangeable(
  object: ObjectMeta,
  selection: Selection,
  filter: FilterNode | null,
): Changeable {
  const may = useMay();
  const { edit, delete: remove } = object.scopes;
  const which = useDebounced(
    selection.everything ? { filter: filter ?? { all: [] } } : { ids: [...selection.ids].sort() },
  );
  const asked = useQuery({
    queryKey: [...keys.object(object.key), "changeable", which],
    queryFn: () => previewBulk(object.key, which),
    enabled: may(object.key, "bulk") && (edit !== "all" || remove !== "all"),
    placeholderData: keepPreviousData,
  });
  const all = { value: selection.size, capped: false };
  const known = asked.data ?? { edit: all, delete: all };
  // A preview of a moment ago may speak of more rows than are selected by now.
  const within = (count: Count) => (count.value > selection.size ? all : count);
  return { edit: within(known.edit), delete: within(known.delete) };
}
