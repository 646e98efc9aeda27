/** Records that have what is being entered, so that nobody is entered twice by accident. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { findAlike } from "@/api/records";
import type { ObjectMeta, Row } from "@/api/types";
import { toBody } from "@/fields/registry";
import { useDebounced } from "@/lib/debounce";
import { bodyOf, fieldOf, titleOf, useMeta, useSay } from "@/metadata";
import { Notice } from "@/ui/Notice";
import { records } from "../strings";
import type { Values } from "./draft";
import styles from "./form.module.css";

/** The records found for what stands in the form once it has stood still for a while, and a way to look at once. */
export function useAlike(object: ObjectMeta, values: Values): [rows: Row[], look: () => Promise<Row[]>] {
  const client = useQueryClient();
  const filled = object.fields.filter((field) => {
    const value = values[field.key];
    return !field.custom && value !== undefined && value !== null && value !== "";
  });
  const body = bodyOf(filled.map((field) => [field, toBody(field, values[field.key])] as const));
  const wanted = useDebounced(body, 400);
  const query = (of: object) => ({
    queryKey: ["alike", object.key, of],
    queryFn: () => findAlike(object.key, of),
    retry: false,
    staleTime: 5_000,
  });
  const found = useQuery({ ...query(wanted), enabled: Object.keys(wanted).length > 0 });
  return [found.data?.rows ?? [], async () => (await client.fetchQuery(query(body))).rows];
}

/** `asked`: the reader must say what they want now. */
export function Alike({ object, rows, asked }: { object: ObjectMeta; rows: Row[]; asked: boolean }) {
  const t = records.useText();
  const meta = useMeta();
  const say = useSay();
  if (rows.length === 0) return null;
  const about = (row: Row) =>
    Object.entries(row)
      .filter(([key, value]) => {
        const field = fieldOf(meta, object, key);
        return field && key !== object.title_field && typeof value === "string" && value !== "";
      })
      .map(([key, value]) => {
        const field = fieldOf(meta, object, key);
        const option = field?.settings.options?.find((one) => one.key === value);
        return option ? say(option.label) : String(value);
      })
      .slice(0, 3)
      .join(" · ");
  return (
    <Notice tone="warn">
      <div role={asked ? "alert" : "status"} className={styles.alike}>
        <b>{t(asked ? "alikeAsk" : "alike", { count: rows.length })}</b>
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              <a href={`/o/${object.key}/${row.id}`} target="_blank" rel="noreferrer">
                {titleOf(object, row)}
              </a>{" "}
              <span className="muted">{about(row)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}
