/** The names of cached answers, so that whoever changes something can say what is stale. */
export const keys = {
  session: ["session"] as const,
  meta: ["meta"] as const,
  object: (object: string) => ["records", object] as const,
  list: (object: string, query: unknown) => ["records", object, "list", query] as const,
  count: (object: string, filter: unknown) => ["records", object, "count", filter] as const,
  record: (object: string, id: string) => ["records", object, "one", id] as const,
  timeline: (object: string, id: string) => ["timeline", object, id] as const,
  related: (object: string, id: string, relation: string) => ["related", object, id, relation] as const,
  links: (object: string, id: string) => ["related", object, id, "~links"] as const,
  views: ["views"] as const,
  users: (text: string) => ["users", text] as const,
  search: (text: string, object: string) => ["search", text, object] as const,
  jobs: ["jobs"] as const,
  regions: ["regions"] as const,
  guides: (language: string) => ["guide", language] as const,
  guide: (page: string, language: string) => ["guide", page, language] as const,
};
