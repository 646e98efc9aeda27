/** What a person or lookup field can be set to, found by the server while typing. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { findUsers, search } from "@/api/queries";
import type { FieldMeta, PersonRef, RecordRef } from "@/api/types";
import { objectOf, useMeta, useSay } from "@/metadata";
import { Avatar } from "@/ui/atoms";
import type { PickerOption } from "@/ui/Picker";
import styles from "./values.module.css";

export type Ref = PersonRef | RecordRef;

/** What can be chosen for a field, as the reader types; remembers titles so that a pick has its name at once. */
export function useReferenceOptions(
  field: FieldMeta,
  text: string,
): { options: PickerOption[]; loading: boolean; refOf: (id: string) => Ref } {
  const say = useSay();
  const meta = useMeta();
  const person = field.kind === "person";
  const object = field.settings.object ?? "";
  const people = useQuery({
    queryKey: keys.users(text),
    queryFn: () => findUsers(text),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    enabled: person,
  });
  const found = useQuery({
    queryKey: keys.search(text, object),
    queryFn: ({ signal }) => search(text, object || undefined, 12, signal),
    enabled: !person,
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });
  const options: PickerOption[] = person
    ? (people.data ?? []).map(({ id, title, email }) => ({
        value: id,
        label: title,
        keywords: email,
        display: (
          <span className={styles.line}>
            <Avatar name={title} size={20} />
            {title}
          </span>
        ),
      }))
    : (found.data?.groups ?? []).flatMap((group) =>
        group.items.map((item) => ({
          value: item.id,
          label: item.title,
          ...(item.subtitle ? { hint: item.subtitle } : {}),
          ...(object ? {} : { group: say(objectOf(meta, group.object)?.plural) }),
        })),
      );
  const refOf = (id: string): Ref => {
    const title = options.find((option) => option.value === id)?.label ?? "";
    const home =
      found.data?.groups.find((group) => group.items.some((item) => item.id === id))?.object ?? object;
    return person ? { id, title } : { id, title, object: home };
  };
  const asked = person ? people : found;
  return { options, loading: asked.isPending || asked.isPlaceholderData, refOf };
}
