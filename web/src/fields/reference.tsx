/** People of the organisation and links to other records: found by the server while typing. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { findUsers } from "@/api/queries";
import { getRecord } from "@/api/records";
import type { FieldMeta, Value } from "@/api/types";
import { objectOf, titleOf, useMeta, useSay } from "@/metadata";
import { Avatar } from "@/ui/atoms";
import { controlButtonClass } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import { Picker, type PickerOption } from "@/ui/Picker";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { type Ref, useReferenceOptions } from "./referenceOptions";
import { fields } from "./strings";
import { None } from "./text";
import styles from "./values.module.css";

const asRef = (value: Value): Ref | null =>
  value && typeof value === "object" && "id" in value ? (value as Ref) : null;

function PersonDisplay({ value }: DisplayProps) {
  const person = asRef(value);
  if (!person) return <None />;
  return (
    <span className={styles.line}>
      <Avatar name={person.title} size={20} />
      <span className="ellipsis secondary">{person.title}</span>
    </span>
  );
}

function LookupDisplay({ value, field, dense }: DisplayProps) {
  const record = asRef(value);
  if (!record) return <None />;
  const object = "object" in record && record.object ? record.object : field.settings.object;
  if (dense || !object) return <span className="ellipsis secondary">{record.title}</span>;
  return (
    <Link className={`${styles.link} ellipsis`} to="/o/$object/$id" params={{ object, id: record.id }}>
      {record.title}
    </Link>
  );
}

function usePeople(text: string) {
  return useQuery({
    queryKey: keys.users(text),
    queryFn: () => findUsers(text),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

function ReferencePicker({
  field,
  selected,
  onPick,
}: {
  field: FieldMeta;
  selected: string[];
  onPick: (ref: Ref) => void;
}) {
  const say = useSay();
  const [text, setText] = useState("");
  const { options, loading, refOf } = useReferenceOptions(field, text);
  return (
    <Picker
      label={say(field.label)}
      options={options}
      selected={selected}
      loading={loading}
      onSearch={setText}
      onPick={(id) => onPick(refOf(id))}
    />
  );
}

function ReferenceInput({ value, field, onChange, onCommit, inPlace, ...rest }: InputProps) {
  const t = fields.useText();
  const say = useSay();
  const current = asRef(value);
  const pick = (ref: Ref | null, close?: () => void) => {
    const next = ref && ref.id === current?.id && !field.required ? null : ref;
    onChange(next);
    onCommit?.(next);
    close?.();
  };
  if (inPlace)
    return (
      <ReferencePicker field={field} selected={current ? [current.id] : []} onPick={(ref) => pick(ref)} />
    );
  const Display = field.kind === "person" ? PersonDisplay : LookupDisplay;
  return (
    <div style={{ position: "relative" }}>
      <Popover
        label={say(field.label)}
        stretch
        trigger={({ ref, ...props }) => (
          <button type="button" ref={ref} className={controlButtonClass} {...props} {...rest}>
            <span className="grow ellipsis">
              {current ? (
                <Display value={current} field={field} dense />
              ) : (
                <span className="muted">{t("choose")}</span>
              )}
            </span>
            {!current && <ChevronDown size={14} aria-hidden />}
          </button>
        )}
      >
        {(close) => (
          <ReferencePicker
            field={field}
            selected={current ? [current.id] : []}
            onPick={(ref) => pick(ref, close)}
          />
        )}
      </Popover>
      {current && !field.required && (
        <button
          type="button"
          aria-label={t("clear")}
          onClick={() => onChange(null)}
          style={{
            position: "absolute",
            right: 6,
            top: 7,
            border: 0,
            background: "none",
            padding: 3,
            lineHeight: 0,
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}

function ReferenceFilter({ field, op, value, onChange }: FilterProps) {
  const t = fields.useText();
  const say = useSay();
  const [text, setText] = useState("");
  const { options, loading } = useReferenceOptions(field, text);
  const many = op === "in" || op === "not_in";
  const selected = Array.isArray(value) ? (value as string[]) : isBlank(value) ? [] : [String(value)];
  const me: PickerOption[] = field.kind === "person" && !text ? [{ value: "me", label: t("me") }] : [];
  return (
    <Picker
      multiple={many}
      label={say(field.label)}
      options={[...me, ...options]}
      selected={selected}
      loading={loading}
      onSearch={setText}
      onPick={(id) =>
        onChange(
          many ? (selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]) : id,
        )
      }
    />
  );
}

function RecordName({ object, id }: { object: string; id: string }) {
  const meta = objectOf(useMeta(), object);
  const { data } = useQuery({
    queryKey: keys.record(object, id),
    queryFn: () => getRecord(object, id),
    staleTime: 60_000,
  });
  return <>{data && meta ? titleOf(meta, data) : "…"}</>;
}

function ReferenceFilterText({ field, value }: FilterTextProps) {
  const t = fields.useText();
  const people = usePeople("");
  const ids = Array.isArray(value) ? (value as string[]) : [String(value)];
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ", "}
      {id === "me" ? (
        t("me")
      ) : field.kind === "person" ? (
        (people.data?.find((one) => one.id === id)?.title ?? "…")
      ) : (
        <RecordName object={field.settings.object ?? ""} id={id} />
      )}
    </span>
  ));
}

const base = {
  Input: ReferenceInput,
  Filter: ReferenceFilter,
  FilterText: ReferenceFilterText,
  align: "start",
  editor: "panel",
  firstOperator: "in",
  toBody: (value: Value) => asRef(value)?.id ?? (isBlank(value) ? null : value),
} as const;

export const person: FieldKindUi = { ...base, Display: PersonDisplay, width: 128 };
export const lookup: FieldKindUi = { ...base, Display: LookupDisplay, width: 160 };
