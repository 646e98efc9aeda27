/** Templates and campaigns beyond the record API. */
import { get, post } from "@/api/client";
import type { RecordRef, Row, Text } from "@/api/types";

export interface MergeField {
  key: string;
  label: Text;
  dated: boolean;
}
export interface Draft {
  subject: string;
  body: string;
  language: string;
}
export interface Rendered {
  subject: string;
  html: string;
  text: string;
}
export interface Check {
  audience: number;
  lawful: number;
  to_send: number;
  held_out: number;
  reasons: Record<string, number>;
  /** How the subject says that the mail is advertising; the prefix is what is put before it. */
  advert: "added" | "present" | "missing" | "not-needed";
  advert_prefix: string;
}
export interface Funnel {
  audience: number;
  lawful: number;
  held_out: number;
  delivered: number;
  bounced: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
  ordered: number | null;
}
export interface Group {
  people: number;
  ordered: number;
  revenue: string;
  mean: string;
}
export interface Difference {
  amount: string;
  low: string;
  high: string;
  relative: number | null;
  relative_low: number | null;
  relative_high: number | null;
  real: boolean;
}
export interface Effect {
  currency: string;
  window_days: number;
  from: string;
  to: string;
  complete: boolean;
  reached: Group;
  hold_out: Group;
  difference: Difference | null;
  revenue_caused: string | null;
  formula: string;
}
export type CampaignStatus = "draft" | "scheduled" | "sending" | "paused" | "done" | "cancelled";
export interface Results {
  id: string;
  name: string;
  status: CampaignStatus;
  problem: Text | null;
  started_at: string | null;
  finished_at: string | null;
  funnel: Funnel;
  statuses: Record<string, number>;
  reasons: Record<string, number>;
  opens_by_hour: { at: string; count: number }[];
  links: { url: string; clicks: number; people: number }[];
  effect: Effect | null;
}
export interface Recipient {
  id: number;
  contact: RecordRef | null;
  email: string | null;
  status: string;
  reason: string;
  handed_at: string | null;
  opened_at: string | null;
  clicked_at: string | null;
  unsubscribed_at: string | null;
}

export const marketingKeys = {
  fields: ["marketing", "fields"] as const,
  preview: (of: unknown) => ["marketing", "preview", of] as const,
  sender: ["marketing", "sender"] as const,
  members: (segment: string) => ["records", "contact", "members", segment] as const,
  check: (id: string, of: unknown) => ["marketing", "check", id, of] as const,
  results: (id: string) => ["marketing", "results", id] as const,
  recipients: (id: string, status: string) => ["marketing", "recipients", id, status] as const,
};

export const mergeFields = async () => (await get<{ rows: MergeField[] }>("/marketing/merge-fields")).rows;
export const previewMail = (draft: Draft, contact: string | null) =>
  post<Rendered>("/marketing/templates/preview", { ...draft, contact });
export const previewTemplate = (template: string, contact: string | null) =>
  post<Rendered>("/marketing/templates/preview", { template, contact });
export const testSend = (template: string, contact: string | null) =>
  post<{ sent_to: string }>(`/marketing/templates/${template}/test-send`, { contact });

export const testCampaign = (campaign: string, contact: string | null) =>
  post<{ sent_to: string }>(`/marketing/campaigns/${campaign}/test-send`, { contact });
export const getSender = () => get<{ name: string; email: string }>("/marketing/sender");

type Verb = "check" | "duplicate" | "send" | "schedule" | "pause" | "resume" | "cancel";
const verb = <T>(id: string, name: Verb, body?: unknown) =>
  post<T>(`/marketing/campaigns/${id}/${name}`, body);
export const checkCampaign = (id: string) => verb<Check>(id, "check");
export const sendCampaign = (id: string) => verb<Row>(id, "send");
export const scheduleCampaign = (id: string, at: string) => verb<Row>(id, "schedule", { at });
export const pauseCampaign = (id: string) => verb<Row>(id, "pause");
export const resumeCampaign = (id: string) => verb<Row>(id, "resume");
export const cancelCampaign = (id: string) => verb<Row>(id, "cancel");
export const duplicateCampaign = (id: string, segment?: string) =>
  verb<Row>(id, "duplicate", segment ? { segment } : {});
export const getResults = (id: string) => get<Results>(`/marketing/campaigns/${id}/results`);
export const listRecipients = (id: string, status: string, after: number | null) =>
  get<{ rows: Recipient[]; next: number | null }>(`/marketing/campaigns/${id}/recipients`, {
    status,
    after,
    limit: 50,
  });
