/** What the reader may do with one record, and in words why not. Asked of the server only where rights have bounds. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { rightsOf } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { useMay, useSay } from "@/metadata";

export interface Mine {
  may: (action: string) => boolean;
  /** The sentence to show where something cannot be done. */
  why: (action: string) => string | undefined;
}

export function useMine(object: ObjectMeta, id: string): Mine {
  const may = useMay();
  const say = useSay();
  const bounded = object.scopes.edit !== "all" || object.scopes.delete !== "all" || object.verbs.length > 0;
  const asked = useQuery({
    queryKey: keys.mine(object.key, id),
    queryFn: () => rightsOf(object.key, id, false),
    enabled: bounded,
    staleTime: 30_000,
  });
  const told = asked.data?.mine;
  return {
    // Until the answer is there nothing is offered that might be taken back.
    may: (action) =>
      told && action in told ? told[action] === null : !asked.isLoading && may(object.key, action),
    why: (action) => (told?.[action] ? say(told[action]) : undefined),
  };
}
