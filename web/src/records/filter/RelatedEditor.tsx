/** A condition over related records: how many, how much, and which of them count. */
import { Plus } from "lucide-react";
import type { ComponentType } from "react";
import type { Comparator, FilterNode, Having, ObjectMeta, RelatedNode } from "@/api/types";
import { isNumeric, NumberBox } from "@/fields/number";
import { objectOf, useMeta, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import styles from "./filter.module.css";
import { filters, operatorName } from "./strings";

type Measure = keyof Having;
const COMPARATORS: Comparator[] = ["gte", "gt", "eq", "ne", "lte", "lt"];

interface RelatedEditorProps {
  object: ObjectMeta;
  node: RelatedNode;
  onChange: (next: RelatedNode) => void;
  Builder: ComponentType<{
    object: ObjectMeta;
    value: FilterNode | null;
    onChange: (next: FilterNode | null) => void;
  }>;
}

function read(having: Having | null | undefined): {
  measure: Measure;
  field: string;
  op: Comparator;
  value: number | null;
} {
  // Without a measure the server asks for at least one.
  if (!having || Object.keys(having).length === 0)
    return { measure: "count", field: "", op: "gte", value: 1 };
  const measure = (Object.keys(having)[0] as Measure | undefined) ?? "count";
  const { field = "", ...comparison } = (having[measure] ?? {}) as Record<string, unknown>;
  const op = (Object.keys(comparison)[0] as Comparator | undefined) ?? "gte";
  const value = comparison[op];
  return { measure, field: String(field), op, value: typeof value === "number" ? value : null };
}

export function RelatedEditor({ object, node, onChange, Builder }: RelatedEditorProps) {
  const t = filters.useText();
  const say = useSay();
  const meta = useMeta();
  const relation = object.relations.find((one) => one.key === node.related);
  const target = relation && objectOf(meta, relation.object);
  if (!relation || !target) return <span className="muted">{node.related}</span>;
  const { measure, field, op, value } = read(node.having);
  const numeric = target.fields.filter(isNumeric);
  const measures: Measure[] = numeric.length ? ["count", "sum", "avg", "min", "max"] : ["count"];
  const set = (next: Partial<ReturnType<typeof read>>) => {
    const all = { measure, field: field || (numeric[0]?.key ?? ""), op, value, ...next };
    const comparison = { [all.op]: all.value };
    const having =
      all.measure === "count"
        ? { count: comparison }
        : { [all.measure]: { field: all.field, ...comparison } };
    onChange({ ...node, having: having as Having });
  };
  return (
    <div className={styles.related}>
      <div className={styles.relatedHead}>
        <b>{say(relation.label)}</b>
        <Select
          small
          label={t("measure")}
          value={measure}
          options={measures.map((one) => ({ value: one, label: t(one === "count" ? "number" : one) }))}
          onChange={(next) => set({ measure: next })}
        />
        {measure !== "count" && (
          <Select
            small
            label={t("ofField")}
            value={field}
            options={numeric.map((one) => ({ value: one.key, label: say(one.label) }))}
            onChange={(next) => set({ field: next })}
          />
        )}
        <Select
          small
          label={t("operator")}
          value={op}
          options={COMPARATORS.map((one) => ({ value: one, label: operatorName(t, one) }))}
          onChange={(next) => set({ op: next })}
        />
        <NumberBox width={90} label={t("value")} value={value} onChange={(next) => set({ value: next })} />
      </div>
      {node.where ? (
        <div className={styles.where}>
          <span className={styles.word}>{t("where")}</span>
          <Builder object={target} value={node.where} onChange={(where) => onChange({ ...node, where })} />
        </div>
      ) : (
        <Button
          size="small"
          variant="ghost"
          icon={Plus}
          onClick={() => onChange({ ...node, where: { all: [] } })}
        >
          {t("where")} …
        </Button>
      )}
    </div>
  );
}
