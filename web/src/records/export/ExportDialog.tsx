/** What kind of file, and which columns; then the export runs in the background. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { pathOf, useSay } from "@/metadata";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { type ExportRequest, startExport } from "./api";
import { exporting } from "./strings";

export interface ExportDialogProps {
  object: ObjectMeta;
  /** Which rows, in which order, with the columns shown. */
  request: ExportRequest & { fields: string[] };
  /** How many rows, as lists say it. */
  count: { value: number; shown: string } | null;
  onClose: () => void;
}

export function ExportDialog({ object, request, count, onClose }: ExportDialogProps) {
  const t = exporting.useText();
  const say = useSay();
  const client = useQueryClient();
  const [format, setFormat] = useState<"xlsx" | "csv">("xlsx");
  const [encoding, setEncoding] = useState<"utf-8-bom" | "utf-8" | "gb18030">("utf-8-bom");
  const [columns, setColumns] = useState<"shown" | "all">("shown");
  const [busy, setBusy] = useState(false);
  const every = object.fields.filter((field) => field.kind !== "json").map(pathOf);

  const start = async () => {
    setBusy(true);
    try {
      await startExport({
        ...request,
        fields: columns === "shown" ? request.fields : every,
        format,
        encoding,
      });
      void client.invalidateQueries({ queryKey: keys.jobs });
      toast(t("started"), { tone: "good" });
      onClose();
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t("title", { name: say(object.plural) })}
      width={480}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" busy={busy} onClick={() => void start()}>
            {t("start")}
          </Button>
        </>
      }
    >
      <div style={{ display: "grid", gap: 16, justifyItems: "start" }}>
        {count && <p>{t("text", { count: count.value, shown: count.shown })}</p>}
        <Segmented
          label={t("format")}
          value={format}
          options={[
            { value: "xlsx", label: t("xlsx") },
            { value: "csv", label: t("csv") },
          ]}
          onChange={setFormat}
        />
        {format === "csv" && (
          <Field label={t("encoding")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("encoding")}
                value={encoding}
                options={[
                  { value: "utf-8-bom", label: t("utf8Bom") },
                  { value: "utf-8", label: t("utf8") },
                  { value: "gb18030", label: t("gb18030") },
                ]}
                onChange={setEncoding}
              />
            )}
          </Field>
        )}
        <Field label={t("columns")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("columns")}
              value={columns}
              options={[
                { value: "shown", label: t("shown", { count: request.fields.length }) },
                { value: "all", label: t("all", { count: every.length }) },
              ]}
              onChange={setColumns}
            />
          )}
        </Field>
        <p className="muted">{t("kept")}</p>
      </div>
    </Dialog>
  );
}
