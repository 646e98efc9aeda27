/** The way from a list's toolbar to a file of what it shows. */
import { Download } from "lucide-react";
import { useState } from "react";
import type { ObjectMeta } from "@/api/types";
import { pathOf, useMay } from "@/metadata";
import { Chip } from "@/ui/atoms";
import type { Column, ListState } from "../list/state";
import { ExportDialog } from "./ExportDialog";
import { exporting } from "./strings";

export function ExportChip({ object, state }: { object: ObjectMeta; state: ListState }) {
  const t = exporting.useText();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may(object.key, "export")) return null;
  const fields = exported(object, state.columns);
  return (
    <>
      <Chip className="hide-phone" onClick={() => setOpen(true)}>
        <Download size={13} aria-hidden />
        {t("export")}
      </Chip>
      {open && (
        <ExportDialog
          object={object}
          request={{ object: object.key, filter: state.filter ?? { all: [] }, sort: state.sort, fields }}
          count={null}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** The columns of the object itself; those reached through another record stay behind. */
export function exported(object: ObjectMeta, columns: readonly Column[]): string[] {
  return columns.map((column) => column.path).filter((path) => inList(object, path));
}

function inList(object: ObjectMeta, path: string): boolean {
  return object.fields.some((field) => pathOf(field) === path && field.kind !== "json");
}
