/** The tree of departments from the flat list the server sends. */
import type { Department } from "@/api/types";

export interface Branch {
  department: Department;
  depth: number;
}

/** Every department after its parent, with how deep it lies. What hangs on nothing known stands at the top. */
export function branches(rows: readonly Department[]): Branch[] {
  const known = new Set(rows.map((row) => row.id));
  const found: Branch[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const row of rows) {
      const above = row.parent && known.has(row.parent) ? row.parent : null;
      if (above !== parent) continue;
      found.push({ department: row, depth });
      walk(row.id, depth + 1);
    }
  };
  walk(null, 0);
  return found;
}

/** Choices for a select, indented; without one department and all below it, where one may not move. */
export function treeOptions(
  rows: readonly Department[],
  without?: string,
): { value: string; label: string }[] {
  const hidden = new Set<string>();
  if (without) hidden.add(without);
  const options = [];
  for (const { department, depth } of branches(rows)) {
    if (department.parent && hidden.has(department.parent)) hidden.add(department.id);
    if (hidden.has(department.id)) continue;
    options.push({ value: department.id, label: `${"　".repeat(depth)}${department.name}` });
  }
  return options;
}
