/**
 * The application's own names for what the server says and hears. Shapes come from the server's document (schema.d.ts,
 * written by `make api`); only what JSON Schema cannot say (a language, the values of fields, the filter tree) is
 * written here.
 */
import type { Language } from "@/lib/strings";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

/** "/records/{object_key}" -> `/records/${string}` */
type Filled<P extends string> = P extends `${infer Start}{${string}}${infer Rest}`
  ? `${Start}${string}${Filled<Rest>}`
  : P;
/** Every path of the API, so that a wrong one fails the build. */
export type ApiPath = keyof paths extends infer P
  ? P extends `/api/v1${infer Rest}`
    ? Filled<Rest>
    : never
  : never;

export type Text = Schemas["Label"];
export type FieldKind = Schemas["FieldMeta"]["kind"];
export type Option = Pick<Schemas["OptionMeta"], "key" | "label"> & { color?: string | null };
export type FieldClass = Schemas["FieldMeta"]["field_class"];
/** Fields made here, for a form of our own, need not say what only lists of the server know. */
export type FieldMeta = Omit<
  Schemas["FieldMeta"],
  "settings" | "measures" | "summed" | "masked" | "locked" | "field_class" | "computed"
> & {
  field_class?: FieldClass;
  help?: Text | null;
  measures?: string[];
  summed?: boolean;
  masked?: boolean;
  locked?: boolean;
  computed?: Schemas["FieldMeta"]["computed"];
  settings: Pick<
    Schemas["FieldSettings"],
    | "object"
    | "currencies"
    | "limit"
    | "places"
    | "item"
    | "stars"
    | "pattern"
    | "start"
    | "expression"
    | "broken"
  > & {
    options?: Option[] | null;
  };
};
export type RelationMeta = Schemas["RelationMeta"];
export type ObjectMeta = Omit<Schemas["ObjectMeta"], "fields"> & { fields: FieldMeta[] };
export type User = Omit<Schemas["UserMeta"], "language" | "theme" | "density"> & {
  /** Empty until its owner chose one: then the browser's is shown. */
  language: Language | "";
  theme: "light" | "dark" | "system";
  density: "comfortable" | "compact";
};
export type Meta = Omit<Schemas["Meta"], "language" | "user" | "objects"> & {
  language: Language;
  user: User;
  objects: ObjectMeta[];
};
export type RecordRights = Schemas["RecordRights"];
export type Share = Schemas["ShareOut"];
export type NewShare = Pick<Schemas["ShareIn"], "access" | "part"> & {
  user?: string;
  team?: string;
  department?: string;
};
export type Department = Schemas["DepartmentOut"];
/** Something an administrator notes of people, which a filter can call "mine". */
export type Attribute = Schemas["AttributeMeta"];
export type Count = Schemas["CountOut"];
export type TimelineItem = Schemas["TimelineItem"];
export type RecordLink = Schemas["RecordLinkOut"];
export type Job = Schemas["ProgressOut"];
export type Region = Schemas["RegionNode"];
export type SearchGroup = Schemas["FoundOut"];
export type View = Omit<Schemas["ViewOut"], "filter" | "created_at"> & { filter: FilterNode | null };

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
  /** Said by lists, where the reader views more rows than they edit. */
  may_edit?: boolean;
  [field: string]: Value | Record<string, Value>;
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
  | { segment: string }
  | { campaign: string; people: string };
/** What taking a request back came to. */
export type BulkPreview = Schemas["BulkPreviewOut"];
export type Undone = Schemas["UndoOut"];
/** One record of what a request did, and of that only these fields. */
export interface UndonePart {
  object: string;
  record: string;
  fields?: string[];
}
