/** Masked values shown whole, as long as the record's page is open: never in a cache, a list or another page. */
import { useState } from "react";
import { revealFields } from "@/api/records";
import type { FieldMeta, ObjectMeta, Row, Value } from "@/api/types";
import { pathOf, valueIn } from "@/metadata";

export interface Revealed {
  /** The whole value of a field that is shown whole now. */
  find: (row: Row, field: FieldMeta) => { value: Value } | undefined;
  ask: (row: Row, fields: FieldMeta[], reason: string) => Promise<void>;
}

const partOf = (row: Row, field: FieldMeta) => JSON.stringify(valueIn(row, field) ?? null);

/** To be used by a page that is made anew for every record. */
export function useRevealed(object: ObjectMeta): Revealed {
  const [shown, setShown] = useState<Record<string, { value: Value; part: string }>>({});
  return {
    find: (row, field) => {
      const found = shown[pathOf(field)];
      // When the part seen by everybody changed, the whole is not true any more.
      return found?.part === partOf(row, field) ? found : undefined;
    },
    ask: async (row, fields, reason) => {
      const { values } = await revealFields(object.key, row.id, fields.map(pathOf), reason);
      const fresh = fields.map((field) => {
        const path = pathOf(field);
        return [path, { value: values[path], part: partOf(row, field) }] as const;
      });
      setShown((old) => ({ ...old, ...Object.fromEntries(fresh) }));
    },
  };
}
