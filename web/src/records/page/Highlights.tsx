/** The few figures that matter most, in one band. */
import type { ObjectMeta, Row } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { formatRelative } from "@/lib/format";
import { useSay, valueIn } from "@/metadata";
import styles from "./page.module.css";

export function Highlights({ object, row, limit }: { object: ObjectMeta; row: Row; limit: number }) {
  const say = useSay();
  const shown = object.highlights
    .flatMap((key) => object.fields.find((field) => field.key === key) ?? [])
    .slice(0, limit);
  if (shown.length === 0) return <div className={styles.rule} />;
  return (
    <dl
      className={styles.highlights}
      style={{ gridTemplateColumns: `repeat(${shown.length}, minmax(0, 1fr))` }}
    >
      {shown.map((field) => {
        const { Display } = kindOf(field);
        const value = valueIn(row, field);
        return (
          <div key={field.key}>
            <dt className="ellipsis">{say(field.label)}</dt>
            <dd className="ellipsis">
              {field.kind === "datetime" && typeof value === "string" ? (
                <span title={value}>{formatRelative(value)}</span>
              ) : (
                <Display field={field} value={value} dense />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
