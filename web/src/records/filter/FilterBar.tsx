/** The filter above a list: a chip for each condition, one to add, one for the nested builder. */
import { ListFilter, Plus, X } from "lucide-react";
import { useState } from "react";
import type { FilterNode, ObjectMeta } from "@/api/types";
import { Chip } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Floating, Popover } from "@/ui/overlay";
import { ConditionEditor } from "./ConditionEditor";
import { FieldPicker } from "./FieldPicker";
import { FilterBuilder } from "./FilterBuilder";
import styles from "./filter.module.css";
import { NodeText } from "./NodeText";
import { filters } from "./strings";
import {
  countConditions,
  fromTopLevel,
  isCondition,
  isGroup,
  newCondition,
  newRelated,
  replaceAt,
  topLevel,
} from "./tree";

interface FilterBarProps {
  object: ObjectMeta;
  value: FilterNode | null;
  onChange: (next: FilterNode | null) => void;
}

export function FilterBar({ object, value, onChange }: FilterBarProps) {
  const t = filters.useText();
  const [fresh, setFresh] = useState<number | null>(null);
  const [advanced, setAdvanced] = useState(false);
  const nodes = topLevel(value);
  const set = (next: FilterNode[]) => onChange(fromTopLevel(next));
  const add = (node: FilterNode) => {
    setFresh(nodes.length);
    set([...nodes, node]);
  };
  return (
    <div className={styles.bar}>
      {nodes.map(
        (node, index) =>
          // A group that nothing was put into yet says nothing.
          (!isGroup(node) || countConditions(node) > 0) && (
            <NodeChip
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
              key={index}
              object={object}
              node={node}
              open={fresh === index}
              onOpenChange={(open) => setFresh(open ? index : null)}
              onChange={(next) => set(replaceAt(nodes, index, next))}
              onAdvanced={() => setAdvanced(true)}
            />
          ),
      )}
      <Popover
        label={t("filter")}
        trigger={({ ref, ...props }) => (
          <Chip dashed data-add-filter="" ref={ref} {...props}>
            <Plus size={13} aria-hidden />
            {t("filter")}
          </Chip>
        )}
      >
        {(close) => (
          <FieldPicker
            object={object}
            onField={(path, field) => {
              close();
              add({ ...newCondition(field), field: path });
            }}
            onRelation={(key) => {
              close();
              set([...nodes, newRelated(key)]);
              setAdvanced(true);
            }}
          />
        )}
      </Popover>
      {nodes.length > 0 && (
        <Chip onClick={() => setAdvanced(true)} aria-label={t("advanced")} title={t("advanced")}>
          <ListFilter size={13} aria-hidden />
          {countConditions(value) > 1 && <b>{countConditions(value)}</b>}
        </Chip>
      )}
      {advanced && (
        <Dialog
          title={t("advanced")}
          width={760}
          onClose={() => setAdvanced(false)}
          footer={
            <>
              <Button variant="ghost" onClick={() => onChange(null)}>
                {t("clearAll")}
              </Button>
              <span className="grow" />
              <Button variant="primary" onClick={() => setAdvanced(false)}>
                {t("done")}
              </Button>
            </>
          }
        >
          <FilterBuilder object={object} value={value} onChange={onChange} />
        </Dialog>
      )}
    </div>
  );
}

interface NodeChipProps {
  object: ObjectMeta;
  node: FilterNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChange: (next: FilterNode | null) => void;
  onAdvanced: () => void;
}

function NodeChip({ object, node, open, onOpenChange, onChange, onAdvanced }: NodeChipProps) {
  const t = filters.useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <span ref={setAnchor} className={styles.chip}>
      <button
        type="button"
        className={styles.chipText}
        aria-expanded={open}
        onClick={() => (isCondition(node) ? onOpenChange(!open) : onAdvanced())}
      >
        <NodeText object={object} node={node} />
      </button>
      <button
        type="button"
        className={styles.chipRemove}
        aria-label={t("removeCondition")}
        onClick={() => onChange(null)}
      >
        <X size={12} aria-hidden />
      </button>
      {open && isCondition(node) && (
        <Floating anchor={anchor} label={t("filter")} onClose={() => onOpenChange(false)}>
          <ConditionEditor object={object} condition={node} onChange={onChange} />
        </Floating>
      )}
    </span>
  );
}
