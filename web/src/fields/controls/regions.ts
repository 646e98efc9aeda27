/** Divisions of China as a cascader takes them, found by Chinese and English names, pinyin and initials. */
import type { Region } from "@/api/types";
import { say } from "@/metadata";

export interface RegionNode {
  value: string;
  label: string;
  /** What finds it, without spaces: names, pinyin; and the first letters of the pinyin. */
  words: string[];
  initials: string;
  children?: RegionNode[];
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\s'’]|\p{Mark}/gu, "");

export function regionNode({ code, name, pinyin, children }: Region): RegionNode {
  return {
    value: code,
    label: say(name),
    words: [name.zh, plain(name.en), plain(pinyin)],
    initials: pinyin
      .split(" ")
      .map((syllable) => syllable[0])
      .join(""),
    ...(children?.length ? { children: children.map(regionNode) } : {}),
  };
}

const found = (node: RegionNode, word: string) =>
  node.words.some((one) => one.includes(word)) || (word.length > 1 && node.initials.startsWith(word));

/** Whether a path answers a search: every word somewhere on it, the last division named by one of them. */
export function matchesRegion(search: string, path: readonly RegionNode[]): boolean {
  const wanted = search
    .split(/[\s,，/]+/)
    .map(plain)
    .filter(Boolean);
  const last = path.at(-1);
  return (
    last !== undefined &&
    wanted.some((word) => found(last, word)) &&
    wanted.every((word) => path.some((node) => found(node, word)))
  );
}

/** Names that begin as searched come first, wider divisions before those inside them. */
export function nearerRegion(
  one: readonly RegionNode[],
  other: readonly RegionNode[],
  search: string,
): number {
  const word = plain(search);
  const starts = (path: readonly RegionNode[]) =>
    Number(!path.at(-1)?.words.some((name) => name.startsWith(word)));
  return starts(one) - starts(other) || one.length - other.length;
}

/** The division that stands first in the list of those a search finds, as a path from its province down. */
export function firstRegion(search: string, nodes: readonly RegionNode[]): RegionNode[] | null {
  const paths = nodes.flatMap((node) => pathsOf(node, []));
  const matching = paths.filter((path) => matchesRegion(search, path));
  return matching.sort((one, other) => nearerRegion(one, other, search))[0] ?? null;
}

function pathsOf(node: RegionNode, above: readonly RegionNode[]): RegionNode[][] {
  const path = [...above, node];
  return [path, ...(node.children ?? []).flatMap((child) => pathsOf(child, path))];
}

const codesIn = (node: RegionNode): string[] => [node.value, ...(node.children ?? []).flatMap(codesIn)];

/** Chosen codes with one more: it stands for all inside it, and is there already where something around it is. Chosen again, it goes. */
export function toggleRegion(chosen: readonly string[], path: readonly RegionNode[]): string[] {
  const node = path.at(-1);
  if (!node) return [...chosen];
  if (chosen.includes(node.value)) return chosen.filter((code) => code !== node.value);
  if (path.some(({ value }) => chosen.includes(value))) return [...chosen];
  const inside = new Set(codesIn(node));
  return [...chosen.filter((code) => !inside.has(code)), node.value];
}

/** The codes from the province down to `code`, or null for a code that is not there. */
export function pathTo(code: string, nodes: readonly RegionNode[]): string[] | null {
  for (const node of nodes) {
    if (node.value === code) return [code];
    const rest = node.children && pathTo(code, node.children);
    if (rest) return [node.value, ...rest];
  }
  return null;
}
