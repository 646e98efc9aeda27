/**
 * What a module may add to the generic pages. The rooms below know no module: modules register here, and the pages ask.
 */
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { FilterNode, ObjectMeta, Row } from "@/api/types";

export interface PanelProps {
  object: ObjectMeta;
  row: Row;
}
export interface ListActionProps {
  object: ObjectMeta;
  filter: FilterNode | null;
}
export interface Verb {
  icon?: LucideIcon;
  /** Runs at once … */
  run?: (row: Row) => void | Promise<void>;
  /** … or opens a form, loaded when first used. */
  form?: () => Promise<{ default: ComponentType<PanelProps & { onClose: () => void }> }>;
  shown?: (row: Row) => boolean;
}
export interface ObjectModule {
  /** Replaces the whole record page, e.g. a campaign. */
  page?: () => Promise<{ default: ComponentType<{ id: string }> }>;
  /** Replaces the list page. */
  list?: () => Promise<{ default: ComponentType }>;
  /** Where "new" leads instead of the create form. */
  createPath?: string;
  /** More words that find "new" in the palette, in any language. */
  createWords?: string;
  panels?: {
    aside?: ComponentType<PanelProps>[];
    facts?: ComponentType<PanelProps>[];
    timeline?: ComponentType<PanelProps>[];
  };
  /** Small signs beside the value of a field, by its key, e.g. that an address gets no mail. */
  marks?: Record<string, ComponentType<PanelProps>>;
  /** What unfolds under a record of this object where others list it, e.g. the lines of an order. */
  detail?: ComponentType<PanelProps>;
  verbs?: Record<string, Verb>;
  /** Buttons of the list's header, e.g. import. */
  listActions?: ComponentType<ListActionProps>[];
  /** The guide page shown for this object's pages. */
  guide?: string;
}
export interface ModulePage {
  /** A router path such as "/import/$id". */
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  guide?: string;
}
/** The groups of the settings, in the order of their list. */
export const SETTINGS_GROUPS = ["me", "rights", "workspace", "log"] as const;
/** A page of the settings: its line in the list, its address and its command come from here. */
export interface SettingsPage extends ModulePage {
  group: (typeof SETTINGS_GROUPS)[number];
  label: () => string;
  icon: LucideIcon;
  /** More words that find it in the palette, in any language. */
  words: string;
  /** For administrators only. */
  admin?: boolean;
  /** How many things on it are worth a look. */
  waiting?: () => Promise<number>;
}
export interface NavigationEntry {
  key: string;
  path: string;
  label: () => string;
  icon: LucideIcon;
  /** Objects sit at 100, 110, 120 …; smaller comes first. */
  order: number;
  /** Shown only to those who may do this. */
  needs?: [object: string, action: string];
  /** The letter after "g". */
  letter?: string;
  /** How many things wait for the reader there; the entry is shown only while any do. */
  waiting?: () => Promise<number>;
}
export interface Command {
  key: string;
  label: () => string;
  icon: LucideIcon;
  /** More words that find it, in any language. */
  words?: string;
  path: string;
  needs?: [object: string, action: string];
  /** Offered to administrators only. */
  admin?: boolean;
}
export interface WebModule {
  key: string;
  pages?: ModulePage[];
  settings?: SettingsPage[];
  navigation?: NavigationEntry[];
  commands?: Command[];
  /** By object key; "*" adds to every object. */
  objects?: Record<string, ObjectModule>;
}

const registered: WebModule[] = [];

export function registerModules(modules: readonly WebModule[]): void {
  registered.splice(0, registered.length, ...modules.map(withSettings));
}

/** A page of the settings is a page, and a command that leads there. */
function withSettings(module: WebModule): WebModule {
  const settings = module.settings ?? [];
  const commands = settings.map(({ path, label, icon, words, admin = false }) => ({
    key: `settings:${path}`,
    path,
    label,
    icon,
    words,
    admin,
  }));
  return {
    ...module,
    pages: [...settings, ...(module.pages ?? [])],
    commands: [...commands, ...(module.commands ?? [])],
  };
}

export function modules(): readonly WebModule[] {
  return registered;
}

/** What modules say about one object; two modules may each add to it. */
export function moduleOf(object: string): ObjectModule {
  const found = registered.flatMap((module) =>
    [module.objects?.["*"] ?? [], module.objects?.[object] ?? []].flat(),
  );
  const merge = <T>(pick: (module: ObjectModule) => T[] | undefined): T[] =>
    found.flatMap((module) => pick(module) ?? []);
  return {
    ...Object.assign({}, ...found),
    verbs: Object.assign({}, ...found.map((module) => module.verbs)),
    panels: {
      aside: merge((module) => module.panels?.aside),
      facts: merge((module) => module.panels?.facts),
      timeline: merge((module) => module.panels?.timeline),
    },
    listActions: merge((module) => module.listActions),
  };
}
