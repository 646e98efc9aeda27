/** The objects of the workspace's own: what there are, and everything that can be done with each. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Plus, Shapes } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, messageOf } from "@/api/problem";
import { classes } from "@/lib/classes";
import { formatDate, formatNumber } from "@/lib/format";
import { useSay } from "@/metadata";
import { EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { toast, toastUndo } from "@/ui/toast";
import { toneOf } from "@/ui/tone";
import { SettingsHeader } from "../SettingsHeader";
import settings from "../settings.module.css";
import { changeObject, listObjects, type MadeObject, objectKeys, restoreObject } from "./api";
import { DeleteDialog } from "./DeleteDialog";
import { ObjectDialog } from "./ObjectDialog";
import styles from "./objects.module.css";
import { objects } from "./strings";

export default function ObjectsPage() {
  const t = objects.useText();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const list = useQuery({ queryKey: objectKeys.all, queryFn: listObjects });
  const [open, setOpen] = useState<MadeObject | "new" | null>(null);
  const [removing, setRemoving] = useState<MadeObject | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: keys.meta });
    await client.invalidateQueries({ queryKey: objectKeys.all });
  };
  /** Does something with an object, tells what came of it, and offers to take it back. */
  const act = async (work: () => Promise<unknown>, done: string, back?: () => Promise<unknown>) => {
    try {
      await work();
      await refresh();
      if (back) toastUndo(done, () => act(back, t("saved")));
      else toast(done, { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };
  const toFields = (key: string) =>
    void navigate({ to: "/settings/fields", search: { object: key } as never });
  const entries = (object: MadeObject): MenuEntry[] => {
    const name = say(object.label);
    const turn = (on: boolean) => () => changeObject(object.key, { is_enabled: on });
    if (object.deleted_at)
      return [
        {
          key: "restore",
          label: t("restore"),
          onSelect: () => void act(() => restoreObject(object.key), t("restored", { name })),
        },
      ];
    const inUse: MenuEntry[] = [
      {
        key: "list",
        label: t("openList"),
        onSelect: () => void navigate({ to: "/o/$object", params: { object: object.key } }),
      },
      { key: "fields", label: t("fieldsOf"), onSelect: () => toFields(object.key) },
      {
        key: "off",
        label: t("switchOff"),
        onSelect: () => void act(turn(false), t("switchedOff", { name }), turn(true)),
      },
    ];
    const off: MenuEntry[] = [
      {
        key: "on",
        label: t("switchOn"),
        onSelect: () => void act(turn(true), t("switchedOn", { name }), turn(false)),
      },
    ];
    return [
      { key: "edit", label: t("edit"), onSelect: () => setOpen(object) },
      ...(object.is_enabled ? inUse : off),
      { key: "delete", label: t("delete"), danger: true, onSelect: () => setRemoving(object) },
    ];
  };
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
      {t("newObject")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {list.error && (
          <EmptyState icon={Shapes} title={isProblem(list.error, 403) ? t("mayNot") : list.error.message} />
        )}
        {list.isPending && <Skeleton height={160} />}
        {list.data?.length === 0 && (
          <EmptyState icon={Shapes} title={t("none")} actions={add}>
            {t("about")}
          </EmptyState>
        )}
        {list.data && list.data.length > 0 && (
          <>
            <div className={settings.lead}>
              <p className="secondary grow">{t("about")}</p>
              {add}
            </div>
            <Table
              label={t("objects")}
              rows={list.data}
              rowKey={(row) => row.key}
              columns={[
                { key: "name", title: t("object"), cell: (row) => <Name object={row} /> },
                {
                  key: "key",
                  title: t("key"),
                  wide: true,
                  cell: (row) => <code className={settings.code}>{row.key}</code>,
                },
                {
                  key: "fields",
                  title: t("fieldCount"),
                  wide: true,
                  cell: (row) => formatNumber(row.fields),
                },
                {
                  key: "records",
                  title: t("recordCount"),
                  wide: true,
                  cell: (row) => formatNumber(row.records),
                },
                { key: "state", title: t("state"), cell: (row) => <State object={row} /> },
                {
                  key: "actions",
                  title: <span className="visually-hidden">{t("actionsOf", { name: "" })}</span>,
                  align: "end",
                  cell: (row) => (
                    <Menu
                      label={t("actionsOf", { name: say(row.label) })}
                      align="end"
                      entries={entries(row)}
                      trigger={(props) => (
                        <Button
                          {...props}
                          size="small"
                          variant="ghost"
                          icon={Ellipsis}
                          label={t("actionsOf", { name: say(row.label) })}
                        />
                      )}
                    />
                  ),
                },
              ]}
            />
          </>
        )}
      </PageBody>
      {open && (
        <ObjectDialog
          object={open === "new" ? null : open}
          taken={list.data?.map((one) => one.key) ?? []}
          onClose={() => setOpen(null)}
          onDone={async (object) => {
            const made = open === "new";
            await refresh();
            setOpen(null);
            toast(made ? t("made", { name: say(object.label) }) : t("saved"), { tone: "good" });
            if (made) toFields(object.key);
          }}
        />
      )}
      {removing && (
        <DeleteDialog
          object={removing}
          onClose={() => setRemoving(null)}
          onDone={async () => {
            const { key, label } = removing;
            setRemoving(null);
            await refresh();
            toastUndo(t("deletedToast", { name: say(label) }), () =>
              act(() => restoreObject(key), t("restored", { name: say(label) })),
            );
          }}
        />
      )}
    </>
  );
}

function Name({ object }: { object: MadeObject }) {
  const say = useSay();
  const Icon = iconOf(object.icon);
  return (
    <span className={styles.name}>
      <span className={classes(styles.badge, `tone-${toneOf(object.color)}`)}>
        <Icon size={16} strokeWidth={1.6} aria-hidden />
      </span>
      <b className="ellipsis">{say(object.label)}</b>
    </span>
  );
}

function State({ object }: { object: MadeObject }) {
  const t = objects.useText();
  if (object.gone_at) return <Tag tone="danger">{t("deleted", { date: formatDate(object.gone_at) })}</Tag>;
  return object.is_enabled ? <Tag tone="good">{t("on")}</Tag> : <Tag>{t("off")}</Tag>;
}
