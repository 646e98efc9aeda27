/** What can be done with a record: its object's own verbs, and what every record has. */
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Link2, Maximize2, Trash2 } from "lucide-react";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useState } from "react";
import type { ObjectMeta, Row } from "@/api/types";
import { useMay, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { toast } from "@/ui/toast";
import { useDeleteRecord } from "../data";
import { useMine } from "../mine";
import { moduleOf, type PanelProps } from "../modules";
import { records } from "../strings";

type VerbForm = LazyExoticComponent<ComponentType<PanelProps & { onClose: () => void }>>;
const forms = new Map<string, VerbForm>();

export function Verbs({ object, row }: { object: ObjectMeta; row: Row }) {
  const say = useSay();
  const may = useMay();
  const mine = useMine(object, row.id);
  const [open, setOpen] = useState<string | null>(null);
  const own = moduleOf(object.key).verbs ?? {};
  const Form = open ? forms.get(`${object.key}.${open}`) : undefined;
  return (
    <>
      {object.verbs
        .filter(({ key }) => own[key] && may(object.key, key) && (own[key].shown?.(row) ?? true))
        .map(({ key, label }) => {
          const verb = own[key];
          const closed = mine.why(key);
          return (
            <Button
              key={key}
              {...(verb?.icon ? { icon: verb.icon } : {})}
              className="hide-phone"
              {...(closed ? { "aria-disabled": true, title: closed } : {})}
              onClick={() => {
                if (closed) {
                  toast(closed);
                  return;
                }
                if (verb?.run) void verb.run(row);
                const name = `${object.key}.${key}`;
                if (verb?.form && !forms.has(name)) forms.set(name, lazy(verb.form));
                if (verb?.form) setOpen(key);
              }}
            >
              {say(label)}
            </Button>
          );
        })}
      {Form && (
        <Suspense>
          <Form object={object} row={row} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

export function MoreMenu({
  object,
  row,
  beside,
  onGone,
}: {
  object: ObjectMeta;
  row: Row;
  beside: boolean;
  onGone?: () => void;
}) {
  const t = records.useText();
  const mine = useMine(object, row.id);
  const may = useMay();
  const navigate = useNavigate();
  const drop = useDeleteRecord(object.key);
  const path = `/o/${object.key}/${row.id}`;
  const entries: MenuEntry[] = [
    ...(beside
      ? [{ key: "full", label: t("openFull"), icon: Maximize2, onSelect: () => void navigate({ to: path }) }]
      : []),
    {
      key: "copy",
      label: t("copy"),
      icon: Link2,
      onSelect: () =>
        void navigator.clipboard
          ?.writeText(new URL(path, location.href).href)
          .then(() => toast(t("copied"), { tone: "good" })),
    },
    ...(may(object.key, "delete")
      ? [
          { key: "s", separator: true as const },
          {
            key: "delete",
            label: t("delete"),
            icon: Trash2,
            danger: true,
            ...(mine.why("delete") ? { disabled: true, note: mine.why("delete") } : {}),
            onSelect: () =>
              void drop(row).then((gone) => {
                if (gone)
                  onGone ? onGone() : void navigate({ to: "/o/$object", params: { object: object.key } });
              }),
          },
        ]
      : []),
  ];
  return (
    <Menu
      label={t("more")}
      align="end"
      entries={entries}
      trigger={({ ref, ...props }) => (
        <Button variant="ghost" icon={Ellipsis} label={t("more")} ref={ref} {...props} />
      )}
    />
  );
}
