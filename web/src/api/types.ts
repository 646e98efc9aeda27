/** What the server says and hears, as the application's own names for it. */
import type { Language } from "@/lib/strings";

export interface Text {
  en: string;
  zh: string;
}
export type FieldKind =
  | "text"
  | "long_text"
  | "choice"
  | "multi_choice"
  | "tags"
  | "number"
  | "money"
  | "boolean"
  | "date"
  | "datetime"
  | "email"
  | "phone"
  | "url"
  | "address"
  | "person"
  | "lookup"
  | "json";

export interface Option {
  key: string;
  label: Text;
  color?: string | null;
}
export interface FieldMeta {
  key: string;
  kind: FieldKind;
  label: Text;
  help?: Text | null;
  required: boolean;
  readonly: boolean;
  custom: boolean;
  sortable: boolean;
  filterable: boolean;
  many?: boolean;
  settings: {
    options?: Option[] | null;
    object?: string | null;
    currencies?: string[] | null;
    limit?: number | null;
    places?: number | null;
    item?: string | null;
  };
  operators: string[];
}
export interface RelationMeta {
  key: string;
  object: string;
  label: Text;
  field: string;
}
export interface ObjectMeta {
  key: string;
  label: Text;
  plural: Text;
  icon: string;
  color: string;
  title_field: string;
  stage_field: string | null;
  columns: string[];
  quick: string[];
  highlights: string[];
  subtitle: string[];
  /** Whether the object has a place in the navigation. */
  listed: boolean;
  layout: { label: Text; fields: string[] }[];
  related: string[];
  fields: FieldMeta[];
  relations: RelationMeta[];
  actions: string[];
  verbs: { key: string; label: Text }[];
}
export interface User {
  id: string;
  name: string;
  email: string;
  language: Language;
  theme: "light" | "dark" | "system";
  density: "comfortable" | "compact";
  time_zone: string;
  roles: string[];
  teams: { id: string; name: string }[];
}
export interface Meta {
  version: number;
  language: Language;
  user: User;
  currency: string;
  live_url: string | null;
  objects: ObjectMeta[];
  demo: boolean;
}

export interface Money {
  amount: string;
  currency: string;
}
export interface Address {
  country?: string | null;
  region?: string | null;
  city?: string | null;
  street?: string | null;
  postcode?: string | null;
  text?: string;
}
export interface PersonRef {
  id: string;
  title: string;
}
export interface RecordRef {
  id: string;
  title: string;
  object: string;
}
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | string[]
  | Money
  | Address
  | PersonRef
  | RecordRef;
export interface Row {
  id: string;
  version: number;
  custom?: Record<string, Value>;
  [field: string]: Value | Record<string, Value>;
}
export interface Count {
  value: number;
  capped: boolean;
}
export interface Page {
  rows: Row[];
  next: string | null;
  count: Count | null;
}

export type Comparator = "eq" | "ne" | "gt" | "gte" | "lt" | "lte";
export type Comparison = Partial<Record<Comparator, number>>;
export interface Having {
  count?: Comparison;
  sum?: Comparison & { field: string };
  avg?: Comparison & { field: string };
  min?: Comparison & { field: string };
  max?: Comparison & { field: string };
}
export interface Condition {
  field: string;
  op: string;
  value?: unknown;
}
export interface RelatedNode {
  related: string;
  where?: FilterNode | null;
  having?: Having | null;
}
export type FilterNode =
  | { all: FilterNode[] }
  | { any: FilterNode[] }
  | { not: FilterNode }
  | Condition
  | RelatedNode
  | { segment: string };

export interface View {
  id: string;
  object: string;
  name: string;
  filter: FilterNode | null;
  sort: string;
  columns: string[] | null;
  shared: boolean;
  position: number;
  owner_id: string | null;
}
export interface TimelineItem {
  id: string;
  kind: string;
  at: string;
  title: string;
  text: string | null;
  actor: PersonRef | null;
  object: string | null;
  record: string | null;
  data: Record<string, unknown>;
}
export interface SearchGroup {
  object: string;
  items: { id: string; title: string; subtitle: string | null; highlight: string | null }[];
}
export interface Job {
  id: string;
  kind: string;
  title: Text | string;
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  result: Record<string, unknown> | null;
  error: string | null;
}
export interface Region {
  code: string;
  name: Text | string;
  children?: Region[];
}
