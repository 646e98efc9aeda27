/** The whole tree: groups of all / any / none inside one another, conditions, and counts or sums over related records. */
import { Plus, Trash2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { FilterNode, ObjectMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { useMeta } from "@/metadata";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { Select } from "@/ui/Select";
import { ConditionEditor } from "./ConditionEditor";
import { FieldPicker } from "./FieldPicker";
import styles from "./filter.module.css";
import { NamedText } from "./NodeText";
import { RelatedEditor } from "./RelatedEditor";
import { filters } from "./strings";
import {
  childrenOf,
  type Group,
  groupOf,
  isCondition,
  isGroup,
  isRelated,
  type Mode,
  modeOf,
  newCondition,
  newRelated,
  replaceAt,
} from "./tree";

interface FilterBuilderProps {
  object: ObjectMeta;
  value: FilterNode | null;
  onChange: (next: FilterNode | null) => void;
}

/** Edits any filter; `onChange` may hand out half-made conditions, so send `complete(value)`. */
export function FilterBuilder({ object, value, onChange }: FilterBuilderProps) {
  // Nothing to match has no mode of its own: what was chosen waits here for the first condition.
  const [mode, setMode] = useState<Mode>("all");
  const root = value ? (isGroup(value) ? value : groupOf("all", [value])) : groupOf(mode, []);
  return (
    <GroupEditor
      object={object}
      group={root}
      depth={0}
      onChange={(next) => {
        if (next) setMode(modeOf(next));
        onChange(next && childrenOf(next).length ? next : null);
      }}
    />
  );
}

interface GroupEditorProps {
  object: ObjectMeta;
  group: Group;
  depth: number;
  onChange: (next: Group | null) => void;
}

function GroupEditor({ object, group, depth, onChange }: GroupEditorProps) {
  const t = filters.useText();
  const mode = modeOf(group);
  const children = childrenOf(group);
  const set = (next: FilterNode[]) => onChange(groupOf(mode, next));
  const [fresh, setFresh] = useState<number | null>(null);
  const add = (node: FilterNode) => {
    setFresh(children.length);
    set([...children, node]);
  };
  return (
    <fieldset className={classes(styles.group, depth > 0 && styles.nested)}>
      <legend className="visually-hidden">{t("addGroup")}</legend>
      <div className={styles.mode}>
        <span>{t("matchStart")}</span>
        <Select
          small
          label={t("matchStart")}
          value={mode}
          options={[
            { value: "all", label: t("all") },
            { value: "any", label: t("any") },
            { value: "none", label: t("none") },
          ]}
          onChange={(next) => onChange(groupOf(next, children))}
        />
        <span className="grow" />
        {depth > 0 && (
          <Button
            size="small"
            variant="ghost"
            icon={Trash2}
            label={t("removeCondition")}
            onClick={() => onChange(null)}
          />
        )}
      </div>
      {children.length === 0 && <p className={classes(styles.empty, "muted")}>{t("empty")}</p>}
      {children.map((child, index) => (
        <NodeEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={index}
          object={object}
          node={child}
          depth={depth}
          fresh={fresh === index}
          onChange={(next) => set(replaceAt(children, index, next))}
        />
      ))}
      <AddNode object={object} nested={depth < 3} onAdd={add} />
    </fieldset>
  );
}

interface NodeEditorProps {
  object: ObjectMeta;
  node: FilterNode;
  depth: number;
  /** Just added: its value is what comes next. */
  fresh: boolean;
  onChange: (next: FilterNode | null) => void;
}

function NodeEditor({ object, node, depth, fresh, onChange }: NodeEditorProps) {
  const t = filters.useText();
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!fresh) return;
    // At once: the menu it was chosen from has just given the focus back, and whoever goes on from here keeps theirs.
    line.current
      ?.querySelector<HTMLElement>("[data-value] :is(input,select,textarea,button), button[data-value]")
      ?.focus();
  }, [fresh]);
  if (isGroup(node))
    return <GroupEditor object={object} group={node} depth={depth + 1} onChange={onChange} />;
  return (
    <div ref={line} className={styles.row}>
      {isCondition(node) && <ConditionEditor inline object={object} condition={node} onChange={onChange} />}
      {isRelated(node) && (
        <RelatedEditor object={object} node={node} onChange={onChange} Builder={FilterBuilder} />
      )}
      {!isCondition(node) && !isRelated(node) && (
        <span>
          <NamedText node={node} />
        </span>
      )}
      <Button
        size="small"
        variant="ghost"
        icon={X}
        label={t("removeCondition")}
        className={styles.remove}
        onClick={() => onChange(null)}
      />
    </div>
  );
}

function AddNode({
  object,
  nested,
  onAdd,
}: {
  object: ObjectMeta;
  nested: boolean;
  onAdd: (node: FilterNode) => void;
}) {
  const t = filters.useText();
  useMeta();
  return (
    <div className={styles.adds}>
      <Popover
        label={t("addCondition")}
        trigger={({ ref, ...props }) => (
          <Button size="small" variant="ghost" icon={Plus} ref={ref} {...props}>
            {t("addCondition")}
          </Button>
        )}
      >
        {(close) => (
          <FieldPicker
            object={object}
            onField={(path, field) => {
              onAdd({ ...newCondition(field), field: path });
              close();
            }}
            onRelation={(key) => {
              onAdd(newRelated(key));
              close();
            }}
          />
        )}
      </Popover>
      {nested && (
        <Button size="small" variant="ghost" icon={Plus} onClick={() => onAdd({ any: [] })}>
          {t("addGroup")}
        </Button>
      )}
    </div>
  );
}
