/** Building a segment: rules at the left, the count as it changes at the right, members and portrait below. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Megaphone } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { firstMessageOf } from "@/api/problem";
import { createRecord, patchRecord } from "@/api/records";
import type { FilterNode, ObjectMeta } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { useShortcuts } from "@/lib/shortcuts";
import { useMay, useSay } from "@/metadata";
import { openCreate } from "@/records/create";
import { placeRow } from "@/records/data";
import { FilterBuilder } from "@/records/filter/FilterBuilder";
import { complete } from "@/records/filter/tree";
import { Card, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { Tabs } from "@/ui/Tabs";
import { TitleInput } from "@/ui/TitleInput";
import { toast } from "@/ui/toast";
import type { Segment } from "./api";
import { CountCard } from "./CountCard";
import { Members } from "./Members";
import { Portrait } from "./Portrait";
import { Sentence } from "./Sentence";
import styles from "./segments.module.css";
import { segments } from "./strings";
import { unfinished } from "./unfinished";

interface SegmentEditorProps {
  object: ObjectMeta;
  segment: Segment | null;
  start: FilterNode | null;
  objects?: readonly ObjectMeta[];
  onObject?: (key: string) => void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export function SegmentEditor({ object, segment, start, objects, onObject }: SegmentEditorProps) {
  const t = segments.useText();
  const say = useSay();
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState(segment?.name ?? "");
  const [draft, setDraft] = useState<FilterNode | null>(start);
  const [tab, setTab] = useState<"members" | "portrait">("members");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const asked = useDebounced(complete(draft));
  const filter = complete(draft);
  const dirty = !segment || name.trim() !== segment.name || !same(filter, complete(segment.filter));
  const mayEdit = segment ? may("segment", "edit") : may("segment", "create");
  const save = async () => {
    if (!name.trim()) {
      setError(t("namePlaceholder"));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const body = { name: name.trim(), filter: filter ?? { all: [] } };
      const row = segment
        ? await patchRecord("segment", segment.id, segment.version, body)
        : await createRecord("segment", { ...body, target: object.key });
      placeRow(client, "segment", row);
      void client.invalidateQueries({ queryKey: keys.object("segment") });
      toast(t("saved"), { tone: "good" });
      if (!segment)
        void navigate({ to: "/o/$object/$id", params: { object: "segment", id: row.id }, replace: true });
    } catch (problem) {
      setError(firstMessageOf(problem));
    }
    setBusy(false);
  };
  useShortcuts({ "mod+s": () => void save(), "mod+Enter": () => void save() });
  return (
    <>
      <header className={styles.header}>
        <TitleInput
          label={t("name")}
          placeholder={t("namePlaceholder")}
          value={name}
          autoFocus={!segment}
          invalid={Boolean(error)}
          onChange={setName}
        />
        {segment ? (
          <Tag tone="accent">{say(object.plural)}</Tag>
        ) : (
          objects &&
          objects.length > 1 && (
            <Select
              small
              label={t("of")}
              value={object.key}
              options={objects.map((one) => ({ value: one.key, label: say(one.plural) }))}
              onChange={(key) => onObject?.(key)}
            />
          )
        )}
        <span className="grow" />
        {segment && object.key === "contact" && may("campaign", "create") && (
          <Button
            icon={Megaphone}
            aria-label={t("campaign")}
            onClick={() =>
              openCreate({
                object: "campaign",
                values: {
                  segment: { id: segment.id, title: segment.name, object: "segment" },
                  purpose: "marketing",
                },
              })
            }
          >
            <span className="hide-phone">{t("campaign")}</span>
          </Button>
        )}
        {mayEdit && (
          <Button variant="primary" busy={busy} disabled={!dirty} onClick={() => void save()}>
            {t("save")}
          </Button>
        )}
      </header>
      <PageBody>
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        <div className={styles.top}>
          <Card className={styles.rules}>
            <h2 className="card-title">{t("rules")}</h2>
            <FilterBuilder object={object} value={draft} onChange={setDraft} />
            <Sentence object={object.key} filter={asked} />
          </Card>
          <CountCard object={object} filter={asked} segment={segment} unfinished={unfinished(draft)} />
        </div>
        <Tabs
          id="segment"
          label={t("sections")}
          value={tab}
          tabs={[
            { value: "members", label: t("members") },
            { value: "portrait", label: t("portrait") },
          ]}
          onChange={setTab}
        />
        <div id="segment-pane" role="tabpanel" aria-labelledby={`segment-${tab}`}>
          {tab === "members" ? (
            <Members object={object} filter={asked} />
          ) : (
            <Portrait
              object={object}
              filter={asked}
              saved={segment && same(asked, complete(segment.filter)) ? segment.id : undefined}
            />
          )}
        </div>
      </PageBody>
    </>
  );
}
