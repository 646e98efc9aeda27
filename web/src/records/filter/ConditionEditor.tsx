/** One condition: which field, which operator, which value. Stands alone in a chip's popover and in the builder. */
import { ChevronDown } from "lucide-react";
import type { Condition, ObjectMeta } from "@/api/types";
import { BARE_OPERATORS } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { fieldOf, useMeta, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { Select } from "@/ui/Select";
import { FieldPicker } from "./FieldPicker";
import styles from "./filter.module.css";
import { FieldName, NodeText } from "./NodeText";
import { filters, operatorName } from "./strings";
import { newCondition, withOperator } from "./tree";

interface ConditionEditorProps {
  object: ObjectMeta;
  condition: Condition;
  onChange: (next: Condition) => void;
  /** Beside one another (builder), lists in popovers; or below one another (chip), lists shown at once. */
  inline?: boolean;
}

export function ConditionEditor({ object, condition, onChange, inline = false }: ConditionEditorProps) {
  const t = filters.useText();
  const say = useSay();
  const meta = useMeta();
  const field = fieldOf(meta, object, condition.field);
  if (!field) return <span className="muted">{condition.field}</span>;
  const { Filter } = kindOf(field);
  const operators = field.operators
    // Nothing can be "mine" where nothing is noted of people.
    .filter((op) => op !== "mine" || meta.attributes.length > 0)
    .map((op) => ({ value: op, label: operatorName(t, op) }));
  const mine = condition.op === "mine";
  const operator = (
    <Select
      small
      label={t("operator")}
      value={condition.op}
      options={operators}
      onChange={(op) => {
        const next = withOperator(condition, op);
        onChange(op === "mine" ? { ...next, value: meta.attributes[0]?.key } : next);
      }}
    />
  );
  const listed = ["choice", "multi_choice", "person", "lookup"].includes(field.kind);
  const control = mine ? (
    <Select
      small
      label={t("value")}
      value={String(condition.value ?? "")}
      options={meta.attributes.map((one) => ({ value: one.key, label: say(one.label) }))}
      onChange={(value) => onChange({ ...condition, value })}
    />
  ) : (
    !BARE_OPERATORS.has(condition.op) && (
      <Filter
        key={condition.op}
        field={field}
        op={condition.op}
        value={condition.value}
        onChange={(value) => onChange({ ...condition, value })}
      />
    )
  );
  if (!inline)
    return (
      <div className={styles.single}>
        <div className={styles.singleHead}>
          <b>
            <FieldName object={object} path={condition.field} />
          </b>
          {operator}
        </div>
        {control}
      </div>
    );
  return (
    <>
      <Popover
        label={t("field")}
        trigger={({ ref, ...props }) => (
          <Button size="small" ref={ref} {...props}>
            <FieldName object={object} path={condition.field} />
            <ChevronDown size={13} aria-hidden />
          </Button>
        )}
      >
        {(close) => (
          <FieldPicker
            object={object}
            onField={(path, picked) => {
              onChange({ ...newCondition(picked), field: path });
              close();
            }}
          />
        )}
      </Popover>
      {operator}
      {control && !mine && (listed || field.kind === "tags") ? (
        <Popover
          label={t("value")}
          trigger={({ ref, ...props }) => (
            <Button size="small" ref={ref} {...props} data-value="" className={styles.value}>
              <span className="ellipsis">
                <NodeText object={object} node={condition} valueOnly />
              </span>
              <ChevronDown size={13} aria-hidden />
            </Button>
          )}
        >
          {() => control}
        </Popover>
      ) : (
        control && (
          <div data-value="" className={styles.control}>
            {control}
          </div>
        )
      )}
    </>
  );
}
