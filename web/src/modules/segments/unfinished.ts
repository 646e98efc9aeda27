/** Whether rules under construction hold something that cannot be asked yet. */
import type { FilterNode } from "@/api/types";
import { childrenOf, complete, isCondition, isGroup, isRelated } from "@/records/filter/tree";

export function unfinished(node: FilterNode | null | undefined): boolean {
  if (!node) return false;
  if (isGroup(node)) return childrenOf(node).some(unfinished);
  if (isRelated(node)) return complete({ ...node, where: null }) === null || unfinished(node.where);
  return isCondition(node) && complete(node) === null;
}
