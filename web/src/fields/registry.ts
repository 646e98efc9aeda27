/** Every field kind of the server, with its Display, Input and Filter. A kind without an entry fails the build. */
import type { FieldKind, FieldMeta, Value } from "@/api/types";
import { address } from "./address";
import { choice, multi_choice } from "./choice";
import { date, datetime } from "./date";
import type { FieldKindUi } from "./kind";
import { masked } from "./masked";
import { duration, percent, rating } from "./measures";
import { boolean, money, number } from "./number";
import { lookup, person } from "./reference";
import { tags } from "./tags";
import { auto_number, email, json, long_text, phone, text, url } from "./text";

export const kinds = {
  text,
  long_text,
  choice,
  multi_choice,
  tags,
  number,
  money,
  percent,
  rating,
  duration,
  auto_number,
  boolean,
  date,
  datetime,
  email,
  phone,
  url,
  address,
  person,
  lookup,
  json,
} satisfies Record<FieldKind, FieldKindUi>;

/** The kind of a field; a kind this build does not know yet is shown as text rather than breaking the page. */
export function kindOf(field: FieldMeta): FieldKindUi {
  const kind = (kinds as Record<string, FieldKindUi>)[field.kind] ?? text;
  return field.masked ? masked(kind) : kind;
}

/** A value as a request body wants it. */
export function toBody(field: FieldMeta, value: Value): unknown {
  const kind = kindOf(field);
  return kind.toBody ? kind.toBody(value) : (value ?? null);
}
