/** The saved views of an object as tabs: open, create from what is shown, save changes, rename, share, delete. */
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Pencil, Plus, Share2, Trash2, UserLock } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import { createView, deleteView, patchView } from "@/api/records";
import type { ObjectMeta, View } from "@/api/types";
import { classes } from "@/lib/classes";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Menu } from "@/ui/Menu";
import { Popover } from "@/ui/overlay";
import { toast } from "@/ui/toast";
import { records } from "../strings";
import styles from "./list.module.css";
import type { ListState } from "./state";

export function ViewTabs({ object, state }: { object: ObjectMeta; state: ListState }) {
  const t = records.useText();
  const client = useQueryClient();
  const [renaming, setRenaming] = useState<View | null>(null);
  const settle = async (work: Promise<unknown>, done?: string) => {
    try {
      await work;
      if (done) toast(done, { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    await client.invalidateQueries({ queryKey: keys.views });
  };
  const shown = () => ({
    filter: state.filter,
    sort: state.sort,
    columns: state.columns.map((column) => column.path),
  });
  const add = async (name: string) => {
    await settle(
      createView({ object: object.key, name, shared: false, ...shown() }).then((view) =>
        state.openView(view.id),
      ),
      t("viewSaved"),
    );
  };
  const tab = (view: View | undefined, name: string) => {
    const on = state.view?.id === view?.id;
    return (
      <span key={view?.id ?? "all"} className={classes(styles.tab, on && styles.tabOn)}>
        <button type="button" aria-current={on ? "page" : undefined} onClick={() => state.openView(view?.id)}>
          {name}
          {on && state.dirty && <i className={styles.dirty} aria-hidden />}
        </button>
        {on && view && (
          <Menu
            label={t("viewMenu", { name })}
            entries={[
              { key: "rename", label: t("rename"), icon: Pencil, onSelect: () => setRenaming(view) },
              view.shared
                ? {
                    key: "unshare",
                    label: t("unshare"),
                    icon: UserLock,
                    onSelect: () => void settle(patchView(view.id, { shared: false }), t("saved")),
                  }
                : {
                    key: "share",
                    label: t("share"),
                    icon: Share2,
                    onSelect: () => void settle(patchView(view.id, { shared: true }), t("saved")),
                  },
              { key: "s", separator: true },
              {
                key: "delete",
                label: t("delete"),
                icon: Trash2,
                danger: true,
                onSelect: () =>
                  void settle(
                    deleteView(view.id).then(() => state.openView(undefined)),
                    t("viewDeleted"),
                  ),
              },
            ]}
            trigger={({ ref, ...props }) => (
              <button
                type="button"
                ref={ref}
                className={styles.tabMenu}
                aria-label={t("viewMenu", { name })}
                {...props}
              >
                <ChevronDown size={13} aria-hidden />
              </button>
            )}
          />
        )}
      </span>
    );
  };
  return (
    <nav className={styles.tabs} aria-label={t("views")}>
      {tab(undefined, t("all"))}
      {state.views.map((view) => tab(view, view.name))}
      <Popover
        label={t("newView")}
        trigger={({ ref, ...props }) => (
          <button
            type="button"
            ref={ref}
            className={styles.addTab}
            aria-label={t("newView")}
            title={t("newView")}
            {...props}
          >
            <Plus size={15} aria-hidden />
          </button>
        )}
      >
        {(close) => (
          <NameForm
            start=""
            onDone={(name) => {
              close();
              if (name) void add(name);
            }}
          />
        )}
      </Popover>
      <span className="grow" />
      {state.dirty && (
        <span className={classes(styles.viewActions, "hide-phone")}>
          <Button size="small" variant="ghost" onClick={state.reset}>
            {t("reset")}
          </Button>
          {state.view ? (
            <Button
              size="small"
              onClick={() => {
                const { id } = state.view as View;
                void settle(patchView(id, shown()), t("viewSaved")).then(() => state.openView(id));
              }}
            >
              {t("saveView")}
            </Button>
          ) : (
            <Popover
              label={t("saveAsView")}
              align="end"
              trigger={({ ref, ...props }) => (
                <Button size="small" ref={ref} {...props}>
                  {t("saveAsView")}
                </Button>
              )}
            >
              {(close) => (
                <NameForm
                  start=""
                  onDone={(name) => {
                    close();
                    if (name) void add(name);
                  }}
                />
              )}
            </Popover>
          )}
        </span>
      )}
      {renaming && (
        <Dialog title={t("rename")} width={400} onClose={() => setRenaming(null)}>
          <NameForm
            start={renaming.name}
            onDone={(name) => {
              if (name && name !== renaming.name) void settle(patchView(renaming.id, { name }), t("saved"));
              setRenaming(null);
            }}
          />
        </Dialog>
      )}
    </nav>
  );
}

function NameForm({ start, onDone }: { start: string; onDone: (name: string) => void }) {
  const t = records.useText();
  const [name, setName] = useState(start);
  return (
    <form
      className={styles.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(name.trim());
      }}
    >
      <Field label={t("viewName")}>
        {(ids) => (
          <TextInput
            {...ids}
            data-autofocus=""
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={!name.trim()}>
        {t("save")}
      </Button>
    </form>
  );
}
