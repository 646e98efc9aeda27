/** What the navigation, the palette and the "g" keys offer this reader, in one order. */
import { useQueries } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import { useMay, useMeta, useSay } from "@/metadata";
import { modules } from "@/records/modules";
import { iconOf } from "@/ui/icons";

export interface Place {
  key: string;
  path: string;
  label: string;
  icon: LucideIcon;
  order: number;
  object?: string;
  letter?: string;
  /** Things that wait for the reader there. */
  waiting?: number;
}

const LETTERS: Record<string, string> = {
  contact: "c",
  company: "b",
  order: "o",
  activity: "a",
  segment: "s",
  campaign: "m",
  product: "p",
  template: "t",
};

/** People first; what this build does not know keeps the server's order behind them. */
const FIRST = ["contact", "company", "activity", "order", "product", "segment", "campaign", "template"];
const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);

function useWaiting(): Map<string, number> {
  const asked = modules()
    .flatMap((module) => module.navigation ?? [])
    .filter(({ waiting }) => waiting);
  const counts = useQueries({
    queries: asked.map(({ key, waiting }) => ({
      queryKey: ["waiting", key],
      queryFn: () => waiting?.() ?? 0,
      staleTime: 300_000,
      refetchInterval: 300_000,
    })),
  });
  return new Map(asked.map(({ key }, index) => [key, counts[index]?.data ?? 0]));
}

export function usePlaces(): Place[] {
  const meta = useMeta();
  const say = useSay();
  const may = useMay();
  const waiting = useWaiting();
  const objects: Place[] = meta.objects
    .filter((object) => may(object.key, "view") && object.listed)
    .sort((one, other) => rank(one.key) - rank(other.key))
    .map((object, index) => ({
      key: object.key,
      path: `/o/${object.key}`,
      label: say(object.plural),
      icon: iconOf(object.icon),
      order: 100 + index * 10,
      object: object.key,
      ...(LETTERS[object.key] ? { letter: LETTERS[object.key] as string } : {}),
    }));
  const entries: Place[] = modules()
    .flatMap((module) => module.navigation ?? [])
    .filter(({ needs }) => !needs || may(...needs))
    .filter(({ key }) => waiting.get(key) !== 0)
    .map(({ key, path, label, icon, order, letter }) => ({
      key,
      path,
      label: label(),
      icon,
      order,
      ...(letter ? { letter } : {}),
      ...(waiting.has(key) ? { waiting: waiting.get(key) ?? 0 } : {}),
    }));
  return [...objects, ...entries].sort((a, b) => a.order - b.order);
}
