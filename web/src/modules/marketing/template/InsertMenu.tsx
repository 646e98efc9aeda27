/** Choosing a merge field and what to show when it is empty. */
import { useQuery } from "@tanstack/react-query";
import { Braces } from "lucide-react";
import { useState } from "react";
import { useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import { Picker } from "@/ui/Picker";
import { Select } from "@/ui/Select";
import { type MergeField, marketingKeys, mergeFields } from "../api";
import { marketing } from "../strings";
import { DATE_PATTERNS, example, mergeTag } from "./merge";
import styles from "./template.module.css";

interface InsertMenuProps {
  /** The name of the text it goes into. */
  place: string;
  onInsert: (tag: string) => void;
}

export function InsertMenu({ place, onInsert }: InsertMenuProps) {
  const t = marketing.useText();
  return (
    <Popover
      label={t("insertInto", { place })}
      align="end"
      trigger={({ ref, ...props }) => (
        <Button size="small" icon={Braces} ref={ref} {...props}>
          {t("insertField")}
        </Button>
      )}
    >
      {(close) => (
        <Choosing
          place={place}
          onInsert={(tag) => {
            close();
            onInsert(tag);
          }}
        />
      )}
    </Popover>
  );
}

/** First the field, then what stands for it where it is empty. Addresses are never empty. */
function Choosing({ place, onInsert }: InsertMenuProps) {
  const t = marketing.useText();
  const say = useSay();
  const fields = useQuery({ queryKey: marketingKeys.fields, queryFn: mergeFields, staleTime: 300_000 });
  const [chosen, setChosen] = useState<MergeField | null>(null);
  const [fallback, setFallback] = useState("");
  const [pattern, setPattern] = useState("");
  if (!chosen)
    return (
      <Picker
        label={t("insertInto", { place })}
        loading={fields.isPending}
        options={(fields.data ?? []).map((field) => ({
          value: field.key,
          label: say(field.label),
          hint: field.key,
          keywords: `${field.key} ${field.label.en} ${field.label.zh}`,
        }))}
        onPick={(key) => {
          if (key.endsWith("_url")) onInsert(mergeTag(key, ""));
          else setChosen(fields.data?.find((field) => field.key === key) ?? null);
        }}
      />
    );
  return (
    <form
      className={styles.fallback}
      onSubmit={(event) => {
        event.preventDefault();
        onInsert(mergeTag(chosen.key, fallback, pattern));
      }}
    >
      <b>{say(chosen.label)}</b>
      {chosen.dated && (
        <Field label={t("dateShown")}>
          {(ids) => (
            <Select
              {...ids}
              label={t("dateShown")}
              value={pattern}
              options={DATE_PATTERNS.map((value) => ({
                value: value as string,
                label: value ? example(value) : t("dateOfLanguage"),
              }))}
              onChange={setPattern}
            />
          )}
        </Field>
      )}
      <Field label={t("fallback")}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            placeholder={t("fallbackHint")}
            maxLength={120}
            value={fallback}
            onChange={(event) => setFallback(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.fallbackFoot}>
        <Button size="small" variant="primary" type="submit">
          {t("insert")}
        </Button>
      </div>
    </form>
  );
}
