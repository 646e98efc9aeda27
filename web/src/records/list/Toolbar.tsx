/** Filter chips on the left; sort, columns and export on the right. */
import { ArrowDown, ArrowDownUp, ArrowUp, ChevronDown, ChevronUp, Columns3, X } from "lucide-react";
import type { ObjectMeta } from "@/api/types";
import { startsDescending } from "@/fields/number";
import { fieldOf, pathOf, useMeta, useSay } from "@/metadata";
import { Checkbox, Chip } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { Picker } from "@/ui/Picker";
import { ExportChip } from "../export/ExportChip";
import { FilterBar } from "../filter/FilterBar";
import { records } from "../strings";
import styles from "./list.module.css";
import { type ListState, parseSort, sortOf } from "./state";

export function Toolbar({ object, state }: { object: ObjectMeta; state: ListState }) {
  return (
    <div className={styles.toolbar}>
      <div className="grow">
        <FilterBar object={object} value={state.draft} onChange={state.setFilter} />
      </div>
      <SortChip object={object} state={state} />
      <ColumnsChip object={object} state={state} />
      <ExportChip object={object} state={state} />
    </div>
  );
}

function SortChip({ object, state }: { object: ObjectMeta; state: ListState }) {
  const t = records.useText();
  const say = useSay();
  const meta = useMeta();
  const sort = parseSort(state.sort);
  const set = (next: typeof sort) => state.set({ sort: sortOf(next) || undefined });
  const first = sort[0];
  const firstField = first && fieldOf(meta, object, first.path);
  return (
    <Popover
      label={t("sort")}
      align="end"
      trigger={({ ref, ...props }) => (
        <Chip ref={ref} {...props} className="hide-phone">
          <ArrowDownUp size={13} aria-hidden />
          {firstField ? <b>{say(firstField.label)}</b> : t("sort")}
          {first &&
            (first.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
        </Chip>
      )}
    >
      {() => (
        <div className={styles.panel}>
          {sort.map((key, index) => {
            const field = fieldOf(meta, object, key.path);
            return (
              <div key={key.path} className={styles.panelRow}>
                <span className="grow ellipsis">{field ? say(field.label) : key.path}</span>
                <Button
                  size="small"
                  variant="ghost"
                  icon={key.descending ? ArrowDown : ArrowUp}
                  label={key.descending ? t("sortDown") : t("sortUp")}
                  onClick={() =>
                    set(sort.map((one, at) => (at === index ? { ...one, descending: !one.descending } : one)))
                  }
                />
                <Button
                  size="small"
                  variant="ghost"
                  icon={X}
                  label={t("noSort")}
                  onClick={() => set(sort.filter((_, at) => at !== index))}
                />
              </div>
            );
          })}
          <Picker
            label={t("sort")}
            options={object.fields
              .filter((field) => field.sortable && !sort.some((key) => key.path === pathOf(field)))
              .map((field) => ({
                value: pathOf(field),
                label: say(field.label),
                keywords: `${field.label.en} ${field.label.zh}`,
              }))}
            onPick={(path) =>
              set([
                ...sort,
                {
                  path,
                  descending: startsDescending(fieldOf(meta, object, path)),
                },
              ])
            }
          />
        </div>
      )}
    </Popover>
  );
}

function ColumnsChip({ object, state }: { object: ObjectMeta; state: ListState }) {
  const t = records.useText();
  const say = useSay();
  const paths = state.columns.map((column) => column.path);
  const set = (next: string[]) => state.set({ columns: next.join(",") });
  const move = (index: number, by: number) => {
    const next = [...paths];
    const [taken] = next.splice(index, 1);
    next.splice(index + by, 0, taken as string);
    set(next);
  };
  const others = object.fields.filter((field) => !paths.includes(pathOf(field)));
  return (
    <Popover
      label={t("columns")}
      align="end"
      trigger={({ ref, ...props }) => (
        <Chip ref={ref} {...props} className="hide-phone">
          <Columns3 size={13} aria-hidden />
          {t("columns")} <b>{paths.length}</b>
        </Chip>
      )}
    >
      {() => (
        <div className={styles.panel}>
          {state.columns.map((column, index) => (
            <div key={column.path} className={styles.panelRow}>
              <label className={styles.panelLabel}>
                <Checkbox
                  checked
                  disabled={paths.length === 1}
                  onChange={() => set(paths.filter((path) => path !== column.path))}
                />
                <span className="ellipsis">{say(column.field.label)}</span>
              </label>
              <Button
                size="small"
                variant="ghost"
                icon={ChevronUp}
                label={t("moveLeft")}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <Button
                size="small"
                variant="ghost"
                icon={ChevronDown}
                label={t("moveRight")}
                disabled={index === paths.length - 1}
                onClick={() => move(index, 1)}
              />
            </div>
          ))}
          <hr className={styles.rule} />
          <Picker
            label={t("columns")}
            options={others.map((field) => ({
              value: pathOf(field),
              label: say(field.label),
              keywords: `${field.label.en} ${field.label.zh}`,
            }))}
            onPick={(path) => set([...paths, path])}
          />
        </div>
      )}
    </Popover>
  );
}
