/** Which rows of the log: by person, object, action, way and days. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { listPeople, settingsKeys } from "../api";
import type { AuditSearch, AuditWords } from "./api";
import styles from "./audit.module.css";
import { audit } from "./strings";

interface FiltersProps {
  search: AuditSearch;
  words: AuditWords | undefined;
  onChange: (next: AuditSearch) => void;
}

export function Filters({ search, words, onChange }: FiltersProps) {
  const t = audit.useText();
  const say = useSay();
  const people = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const set = (key: keyof AuditSearch, value: string) =>
    onChange(
      Object.fromEntries(Object.entries({ ...search, [key]: value }).filter(([, one]) => one)) as AuditSearch,
    );
  const named = (known: AuditWords["objects"] = []) =>
    known.map((one) => ({ value: one.key, label: say(one.label) }));
  return (
    <search className={styles.filters}>
      <Select
        label={t("person")}
        value={search.person ?? ""}
        options={[
          { value: "", label: t("everybody") },
          ...(people.data ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={(next) => set("person", next)}
      />
      <Select
        label={t("object")}
        value={search.object ?? ""}
        options={[{ value: "", label: t("everything") }, ...named(words?.objects)]}
        onChange={(next) => set("object", next)}
      />
      <Select
        label={t("verb")}
        value={search.verb ?? ""}
        options={[{ value: "", label: t("anyVerb") }, ...named(words?.verbs)]}
        onChange={(next) => set("verb", next)}
      />
      <Select
        label={t("via")}
        value={search.via ?? ""}
        options={[{ value: "", label: t("anyWay") }, ...named(words?.ways)]}
        onChange={(next) => set("via", next)}
      />
      {(["since", "until"] as const).map((key) => (
        <label key={key} className={styles.day}>
          <span className="muted">{t(key)}</span>
          <TextInput
            type="date"
            value={search[key] ?? ""}
            onChange={(event) => set(key, event.target.value)}
          />
        </label>
      ))}
      {search.record && (
        <Button size="small" icon={X} onClick={() => set("record", "")}>
          {t("record")}
        </Button>
      )}
      {Object.keys(search).length > 0 && (
        <Button variant="ghost" size="small" onClick={() => onChange({})}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}
