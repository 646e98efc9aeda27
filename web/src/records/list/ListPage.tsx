/** The list of any object: views, filter, table, bulk actions, and a record opened beside it. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useEffect } from "react";
import { isProblem } from "@/api/problem";
import type { ObjectMeta } from "@/api/types";
import { formatCount } from "@/lib/format";
import { usePhone } from "@/lib/media";
import { useShortcuts } from "@/lib/shortcuts";
import { inSentence, useMay, useObject, useSay } from "@/metadata";
import { EmptyState } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { PageHeader } from "@/ui/Page";
import { rememberList } from "../context";
import { openCreate } from "../create";
import { useRecordList } from "../data";
import { exported } from "../export/ExportChip";
import { moduleOf } from "../modules";
import { records } from "../strings";
import { UnknownObject } from "../UnknownObject";
import { BulkBar } from "./BulkBar";
import { ListFooter } from "./ListFooter";
import styles from "./list.module.css";
import { RefusedList } from "./RefusedList";
import { useSelection } from "./selection";
import { useListState } from "./state";
import { Table } from "./Table";
import { Toolbar } from "./Toolbar";
import { useExactCount } from "./useExactCount";
import { ViewTabs } from "./ViewTabs";

const Peek = lazy(() => import("../page/Peek"));
const replaced = new Map<string, LazyExoticComponent<ComponentType>>();

export default function ListPage() {
  const { object: key = "" } = useParams({ strict: false }) as { object?: string };
  const object = useObject(key);
  if (!object) return <UnknownObject />;
  const load = moduleOf(key).list;
  if (load && !replaced.has(key)) replaced.set(key, lazy(load));
  const Replaced = replaced.get(key);
  if (Replaced) return <Replaced />;
  return <RecordList key={key} object={object} />;
}

function RecordList({ object }: { object: ObjectMeta }) {
  const t = records.useText();
  const say = useSay();
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const state = useListState(object);
  const fields = [...new Set([object.title_field, ...state.columns.map((column) => column.path)])];
  const list = useRecordList(
    object.key,
    { filter: state.filter, sort: state.sort, fields },
    !state.unreadable,
  );
  const { rows } = list;
  const exact = useExactCount(object.key, object.title_field, state.filter, list.count);
  const { count } = exact;
  const selection = useSelection(rows, count?.value ?? rows.length);
  const { listActions = [], createPath } = moduleOf(object.key);
  const create = () => (createPath ? void navigate({ to: createPath }) : openCreate({ object: object.key }));

  useEffect(() => {
    rememberList({ object: object.key, ids: rows.map((row) => row.id), total: count });
  }, [object.key, rows, count]);
  useShortcuts({ f: () => document.querySelector<HTMLElement>("[data-add-filter]")?.click() });

  const open = (id: string, beside: boolean) => {
    if (beside && !phone) state.set({ peek: id });
    else void navigate({ to: "/o/$object/$id", params: { object: object.key, id } });
  };
  const refused = state.unreadable || isProblem(list.error, 400) || isProblem(list.error, 422);
  const empty = !refused && !list.isPending && rows.length === 0;
  // Whoever does not see everything cannot be told that there is nothing.
  const bounded = object.scopes.view !== "all";
  const nothingText = bounded
    ? "nothingSeenText"
    : may(object.key, "create")
      ? may(object.key, "import") && listActions.length > 0
        ? "nothingText"
        : "nothingCreateText"
      : "nothingReadText";
  return (
    <>
      <PageHeader
        title={say(object.plural)}
        note={
          count &&
          (exact.ask ? (
            <button
              type="button"
              className={styles.count}
              onClick={exact.ask}
              disabled={exact.counting}
              title={t("countAll")}
            >
              {t("count", { shown: formatCount(count) })}
            </button>
          ) : (
            t("count", { shown: formatCount(count) })
          ))
        }
        actions={
          <>
            {listActions.map((Action, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of components
              <Action key={index} object={object} filter={state.filter} />
            ))}
            {may(object.key, "create") && (
              <Button variant="primary" icon={Plus} onClick={create} className="hide-phone">
                {t("newObject", { name: say(object.label) })}
              </Button>
            )}
          </>
        }
      />
      <ViewTabs object={object} state={state} />
      <Toolbar object={object} state={state} />
      <Table object={object} state={state} list={list} selection={selection} onOpen={open}>
        {refused && <RefusedList problem={list.error} onReset={() => state.reset()} />}
        {empty && (
          <EmptyState
            icon={iconOf(object.icon)}
            title={
              state.filter
                ? t(bounded ? "noMatchSeen" : "noMatch")
                : t(bounded ? "nothingSeen" : "nothing", { name: inSentence(say(object.plural)) })
            }
            actions={
              state.filter ? (
                <Button onClick={() => state.setFilter(null)}>{t("clearFilter")}</Button>
              ) : (
                may(object.key, "create") && (
                  <Button variant="primary" icon={Plus} onClick={create}>
                    {t("newTitle", { name: inSentence(say(object.label)) })}
                  </Button>
                )
              )
            }
          >
            {state.filter ? t("noMatchText") : t(nothingText)}
          </EmptyState>
        )}
      </Table>
      <ListFooter object={object} state={state} count={count} fetching={list.isFetching} />
      {selection.size > 0 && (
        <BulkBar
          object={object}
          rows={rows}
          filter={state.filter}
          total={count}
          selection={selection}
          sort={state.sort}
          fields={exported(object, state.columns)}
        />
      )}
      {state.peek && !phone && (
        <Suspense>
          <Peek
            object={object}
            id={state.peek}
            onClose={() => state.set({ peek: undefined })}
            onGo={(id) => state.set({ peek: id })}
          />
        </Suspense>
      )}
      <div aria-live="polite" className="visually-hidden">
        {count && t("count", { shown: formatCount(count) })}
      </div>
    </>
  );
}
