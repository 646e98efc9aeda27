/** The fields of each object: the house's own, shown; the workspace's, added and changed here. */
import { useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Pencil, Plus, SlidersHorizontal, Trash2 } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { firstMessageOf } from "@/api/problem";
import type { FieldMeta } from "@/api/types";
import { useMay, useMeta, useSay } from "@/metadata";
import { ClassTag } from "@/records/own/ClassTag";
import { FieldDialog } from "@/records/own/FieldDialog";
import { ownFields } from "@/records/own/strings";
import { AskDialog } from "@/ui/AskDialog";
import { EmptyState, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { type Column, Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { removeField } from "./api";
import { SettingsHeader } from "./SettingsHeader";
import styles from "./settings.module.css";
import { settings } from "./strings";

export default function FieldsPage() {
  const t = settings.useText();
  const kinds = ownFields.useText();
  const say = useSay();
  const client = useQueryClient();
  const may = useMay();
  const meta = useMeta();
  const objects = meta.objects.filter((object) => may(object.key, "admin"));
  const asked = useSearch({ strict: false }) as { object?: string };
  const [chosen, setChosen] = useState(asked.object);
  const [editing, setEditing] = useState<FieldMeta | "new" | null>(null);
  const [removing, setRemoving] = useState<FieldMeta | null>(null);
  const object =
    objects.find((one) => one.key === chosen) ?? objects.find((one) => one.key === "contact") ?? objects[0];
  if (!object)
    return (
      <>
        <SettingsHeader />
        <EmptyState icon={SlidersHorizontal} title={t("mayNotFields")} />
      </>
    );
  const own = object.fields.filter((field) => field.custom);
  const standard = object.fields.filter((field) => !field.custom);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing("new")}>
      {t("newField")}
    </Button>
  );
  const common: Column<FieldMeta>[] = [
    { key: "label", title: t("field"), width: "38%", cell: (field) => <b>{say(field.label)}</b> },
    { key: "kind", title: t("kind"), cell: (field) => <KindCell field={field} /> },
    {
      key: "key",
      title: t("key"),
      wide: true,
      cell: (field) => <code className={styles.code}>{field.key}</code>,
    },
    {
      key: "class",
      title: kinds("class"),
      wide: true,
      cell: (field) => field.field_class && <ClassTag value={field.field_class} />,
    },
    {
      key: "required",
      title: t("requiredShort"),
      wide: true,
      cell: (field) => field.required && <Tag tone="accent">{t("requiredShort")}</Tag>,
    },
  ];
  const actions: Column<FieldMeta> = {
    key: "actions",
    title: <span className="visually-hidden">{t("change", { name: "" })}</span>,
    align: "end",
    cell: (field) => (
      <>
        <Button
          size="small"
          variant="ghost"
          icon={Pencil}
          label={t("change", { name: say(field.label) })}
          onClick={() => setEditing(field)}
        />
        <Button
          size="small"
          variant="ghost"
          icon={Trash2}
          label={t("removeField")}
          onClick={() => setRemoving(field)}
        />
      </>
    ),
  };
  return (
    <>
      <SettingsHeader />
      <PageBody>
        <div className={styles.lead}>
          <Select
            label={t("object")}
            value={object.key}
            options={objects.map((one) => ({ value: one.key, label: say(one.plural) }))}
            onChange={setChosen}
          />
          <p className="secondary grow">{t("fieldsText")}</p>
          {own.length > 0 && add}
        </div>
        {own.length === 0 ? (
          <EmptyState
            icon={SlidersHorizontal}
            title={t("noFields", { name: say(object.plural) })}
            actions={add}
          />
        ) : (
          <Table
            label={t("ownFields")}
            rows={own}
            rowKey={(field) => field.key}
            columns={[...common, actions]}
          />
        )}
        <h2 className={styles.section}>{t("standardFields")}</h2>
        <Table label={t("standardFields")} rows={standard} rowKey={(field) => field.key} columns={common} />
      </PageBody>
      {editing && (
        <FieldDialog
          object={object}
          field={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && (
        <AskDialog
          title={t("removeField")}
          text={t("removeFieldAsk", { name: say(removing.label) })}
          action={t("remove")}
          onClose={() => setRemoving(null)}
          onYes={async () => {
            await removeField(object.key, removing.key).catch((problem: unknown) => {
              // Which formulas read it is said of the field, not of the whole.
              throw new Error(firstMessageOf(problem));
            });
            await client.invalidateQueries({ queryKey: keys.meta });
            setRemoving(null);
            toast(t("fieldRemoved"), { tone: "good" });
          }}
        />
      )}
    </>
  );
}

/** The kind; of a formula that, and the kind of what it gives. */
function KindCell({ field }: { field: FieldMeta }) {
  const t = settings.useText();
  const kinds = ownFields.useText();
  if (!field.computed) return kinds(`kind_${field.kind}`);
  return (
    <>
      {kinds("kind_formula")} · {kinds(`kind_${field.kind}`)}{" "}
      {field.settings.broken && <Tag tone="danger">{t("broken")}</Tag>}
    </>
  );
}
