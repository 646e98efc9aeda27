/** The filter tree: telling its nodes apart, changing it without mutation, and what of it can be sent. */
import type { Condition, FieldMeta, FilterNode, Having, RelatedNode } from "@/api/types";
import { BARE_OPERATORS, isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { pathOf } from "@/metadata";

/** How many of a group's children must hold. The language writes "none" as the negation of "any". */
export type Mode = "all" | "any" | "none";
export type Group = { all: FilterNode[] } | { any: FilterNode[] } | { not: FilterNode };

export const isGroup = (node: FilterNode): node is Group => "all" in node || "any" in node || "not" in node;
export const isCondition = (node: FilterNode): node is Condition => "field" in node;
export const isRelated = (node: FilterNode): node is RelatedNode => "related" in node;

/** Whether something that came by an address has the shape of a filter; the server knows whether it means anything. */
export function isTree(value: unknown): value is FilterNode {
  if (typeof value !== "object" || value === null) return false;
  const { all, any, not, field, op, related, where } = value as Record<string, unknown>;
  if ("all" in value) return Array.isArray(all) && all.every(isTree);
  if ("any" in value) return Array.isArray(any) && any.every(isTree);
  if ("not" in value) return isTree(not);
  if ("field" in value) return typeof field === "string" && typeof op === "string";
  return typeof related === "string" && (where === undefined || where === null || isTree(where));
}

export const modeOf = (group: Group): Mode => ("all" in group ? "all" : "any" in group ? "any" : "none");

/** Of a negation: what its "any" holds, or the one thing it negates. */
export function childrenOf(group: Group): FilterNode[] {
  if ("all" in group) return group.all;
  if ("any" in group) return group.any;
  return "any" in group.not ? group.not.any : [group.not];
}

export function groupOf(mode: Mode, children: FilterNode[]): Group {
  if (mode === "none") return { not: { any: children } };
  return mode === "all" ? { all: children } : { any: children };
}

/** The tree as a list of conditions that must all hold; what every chip of the bar stands for. */
export function topLevel(filter: FilterNode | null): FilterNode[] {
  if (!filter) return [];
  return isGroup(filter) && modeOf(filter) === "all" ? childrenOf(filter) : [filter];
}

/** The reverse of topLevel: nothing for no conditions. */
export function fromTopLevel(nodes: FilterNode[]): FilterNode | null {
  return nodes.length === 0 ? null : { all: nodes };
}

export function replaceAt<T>(list: readonly T[], index: number, next: T | null): T[] {
  return next === null
    ? list.filter((_, at) => at !== index)
    : list.map((one, at) => (at === index ? next : one));
}

export function newCondition(field: FieldMeta): Condition {
  const wanted = kindOf(field).firstOperator;
  const op = field.operators.includes(wanted) ? wanted : (field.operators[0] ?? "is_not_empty");
  return { field: pathOf(field), op, ...startValue(op) };
}

export function newRelated(relation: string): RelatedNode {
  return { related: relation, having: { count: { gte: 1 } }, where: null };
}

/** The value a condition keeps or starts with when its operator changes. */
export function withOperator(condition: Condition, op: string): Condition {
  if (shapeOf(op) === shapeOf(condition.op)) return { ...condition, op };
  return { field: condition.field, op, ...startValue(op) };
}

function shapeOf(op: string): string {
  if (BARE_OPERATORS.has(op)) return "bare";
  if (op === "between") return "range";
  if (["in", "not_in", "has_any", "has_all", "has_none", "in_region"].includes(op)) return "list";
  if (["in_last", "not_in_last", "in_next"].includes(op)) return "distance";
  if (op === "mine") return "attribute";
  return op === "this" ? "period" : "single";
}

function startValue(op: string): { value?: unknown } {
  const shape = shapeOf(op);
  if (shape === "distance") return { value: { amount: 30, unit: "day" } };
  if (shape === "period") return { value: "month" };
  if (shape === "list") return { value: [] };
  return {};
}

function completeValue(op: string, value: unknown): boolean {
  if (BARE_OPERATORS.has(op)) return true;
  if (op === "between") return Array.isArray(value) && value.length === 2 && !value.some(isBlank);
  if (shapeOf(op) === "distance")
    return Boolean(value && typeof value === "object" && (value as { amount?: unknown }).amount);
  return !isBlank(value);
}

const AGGREGATES = ["count", "sum", "avg", "min", "max"] as const;

function completeHaving(having: Having): boolean {
  return AGGREGATES.some((name) => {
    const { field, ...comparison } = (having[name] ?? {}) as Record<string, unknown>;
    return (
      (name === "count" || field) && Object.values(comparison).some((value) => typeof value === "number")
    );
  });
}

/** What of a tree under construction can be sent: half-made conditions are left out, empty groups vanish. */
export function complete(node: FilterNode | null): FilterNode | null {
  if (!node) return null;
  if (isGroup(node)) {
    const kept = childrenOf(node)
      .map(complete)
      .filter((one) => one !== null);
    return kept.length ? groupOf(modeOf(node), kept) : null;
  }
  if (isRelated(node)) {
    const where = complete(node.where ?? null);
    if (node.having && !completeHaving(node.having)) return null;
    return {
      related: node.related,
      ...(where ? { where } : {}),
      ...(node.having ? { having: node.having } : {}),
    };
  }
  if (isCondition(node)) return completeValue(node.op, node.value) ? node : null;
  return node;
}

/** How many conditions a tree holds, for badges. */
export function countConditions(node: FilterNode | null): number {
  if (!node) return 0;
  return isGroup(node) ? childrenOf(node).reduce((sum, child) => sum + countConditions(child), 0) : 1;
}
