/** What can be done to the selected rows at once: assign, tag, edit a field, export, delete; each with undo where it can be. */
import { useQueryClient } from "@tanstack/react-query";
import { Download, Pencil, Tags, Trash2, UserRound, X } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { bulkRecords } from "@/api/records";
import type { Count, FieldMeta, FilterNode, ObjectMeta, Row, Value } from "@/api/types";
import { toBody } from "@/fields/registry";
import { formatCount, formatNumber } from "@/lib/format";
import { bodyOf, pathOf, useMay, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { toastUndo } from "@/ui/toast";
import { useOpenTrash } from "../data";
import { ExportDialog } from "../export/ExportDialog";
import { exporting } from "../export/strings";
import { records } from "../strings";
import { useProblemToast } from "../trouble";
import { useTakeBack } from "../undo";
import { BulkField, type Way } from "./BulkField";
import { useChangeable } from "./changeable";
import styles from "./list.module.css";
import type { Selection } from "./selection";

interface BulkBarProps {
  object: ObjectMeta;
  rows: Row[];
  filter: FilterNode | null;
  total: Count | null;
  selection: Selection;
  sort: string;
  /** The columns to export. */
  fields: string[];
}

export function BulkBar({ object, rows, filter, total, selection, sort, fields }: BulkBarProps) {
  const t = records.useText();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const complain = useProblemToast(object.key);
  const trash = useOpenTrash();
  const takeBack = useTakeBack(object.key);
  const [busy, setBusy] = useState(false);
  const [toFile, setToFile] = useState(false);
  const toExport = exporting.useText();
  const chosen = rows.filter((row) => selection.ids.has(row.id));
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object.key) });

  const work = async (task: () => Promise<void>) => {
    setBusy(true);
    try {
      await task();
    } catch (problem) {
      complain(problem);
    }
    setBusy(false);
    void refresh();
  };
  const set = (field: FieldMeta, value: Value, way: Way) =>
    work(async () => {
      const { changed, request } = await bulkRecords(object.key, {
        ...(selection.everything ? { filter: filter ?? { all: [] } } : { ids: [...selection.ids] }),
        ...(way === "set"
          ? { set: bodyOf([[field, toBody(field, value)]]) }
          : { [way]: { [pathOf(field)]: toBody(field, value) ?? [] } }),
      });
      toastUndo(t("bulkChanged", { count: changed }), () => work(() => takeBack(request)));
      selection.clear();
    });
  const drop = () =>
    work(async () => {
      const { changed, request } = await bulkRecords(
        object.key,
        selection.everything
          ? { filter: filter ?? { all: [] }, delete: true }
          : { ids: [...selection.ids], delete: true },
      );
      void client.invalidateQueries({ queryKey: ["trash"] });
      toastUndo(t("deleted", { count: changed }), () => work(() => takeBack(request)), trash);
      selection.clear();
    });

  const editable = object.fields.filter((field) => !field.readonly && field.kind !== "json");
  const owner = editable.find((field) => field.key === "owner");
  const tags = editable.find((field) => field.key === "tags");
  const changeable = useChangeable(object, selection, filter);
  const canEdit = may(object.key, "edit") && may(object.key, "bulk") && changeable.edit.value > 0;
  const canDelete = may(object.key, "delete") && may(object.key, "bulk") && changeable.delete.value > 0;
  const stay = selection.size - changeable.delete.value;
  return (
    <div
      className={styles.bulk}
      role="toolbar"
      data-foot=""
      aria-label={t("selected", { count: selection.size })}
      data-busy={busy}
    >
      <span className={styles.bulkCount}>
        {selection.everything && total
          ? t("selected", { count: total.value }).replace(String(total.value), formatCount(total))
          : t("selected", { count: selection.size })}
        {changeable.edit.value < selection.size && (
          <span className={styles.bulkNote}>{t("canChange", { count: formatCount(changeable.edit) })}</span>
        )}
      </span>
      {!selection.everything &&
        total &&
        total.value > selection.ids.size &&
        chosen.length === rows.length && (
          <button type="button" onClick={selection.selectEverything}>
            {t("selectAll", { count: formatCount(total) })}
          </button>
        )}
      {canEdit && owner && (
        <BulkField
          object={object}
          fields={[owner]}
          label={t("assign")}
          icon={UserRound}
          onSet={set}
          count={changeable.edit.value}
        />
      )}
      {canEdit && tags && (
        <BulkField
          object={object}
          fields={[tags]}
          label={t("tag")}
          icon={Tags}
          onSet={set}
          count={changeable.edit.value}
        />
      )}
      {canEdit && (
        <BulkField
          object={object}
          fields={editable.filter((field) => field.key !== object.title_field)}
          label={t("edit")}
          icon={Pencil}
          onSet={set}
          count={changeable.edit.value}
        />
      )}
      {may(object.key, "export") && (
        <button type="button" onClick={() => setToFile(true)}>
          <Download size={14} aria-hidden />
          {toExport("export")}
        </button>
      )}
      {toFile && (
        <ExportDialog
          object={object}
          request={{
            object: object.key,
            ...(selection.everything ? { filter: filter ?? { all: [] } } : { ids: [...selection.ids] }),
            sort,
            fields,
          }}
          count={{
            value: selection.size,
            shown: selection.everything && total ? formatCount(total) : formatNumber(selection.size),
          }}
          onClose={() => setToFile(false)}
        />
      )}
      {canDelete && (
        <Popover
          label={t("delete")}
          trigger={({ ref, ...props }) => (
            <button type="button" ref={ref} {...props}>
              <Trash2 size={14} aria-hidden />
              {t("delete")}
            </button>
          )}
        >
          {(close) => (
            <div className={styles.ask}>
              <p>{t("deleteAsk", { count: formatCount(changeable.delete) })}</p>
              {stay > 0 && <p className="secondary">{t("someKept", { count: formatNumber(stay) })}</p>}
              <Button
                variant="danger"
                onClick={() => {
                  close();
                  void drop();
                }}
              >
                {t("delete")}
              </Button>
            </div>
          )}
        </Popover>
      )}
      <button
        type="button"
        aria-label={t("clearSelection")}
        title={t("clearSelection")}
        onClick={selection.clear}
      >
        <X size={15} aria-hidden />
      </button>
      <span className="visually-hidden">{say(object.plural)}</span>
    </div>
  );
}
