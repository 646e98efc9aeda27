/** Consents and purchases of a contact, over HTTP. */
import { get, post, remove } from "@/api/client";
import type { Money, Text } from "@/api/types";

export interface ConsentState {
  purpose: string;
  channel: string;
  status: "granted" | "withdrawn";
  at: string;
}
export interface ConsentLine extends ConsentState {
  id: string;
  source: string;
  actor: { id: string; title: string } | null;
}
/** What an address gets no more mail of: a purpose, or all. */
export interface Suppression {
  purpose: string;
  reason: string;
  at: string;
}
export interface Consents {
  states: ConsentState[];
  ledger: ConsentLine[];
  suppressed: Suppression[];
}
export interface Choice {
  key: string;
  label: Text;
}
export interface ConsentChoices {
  purposes: Choice[];
  channels: Choice[];
  statuses: Choice[];
  reasons: Choice[];
}
export interface Favourite {
  product: { id: string; title: string } | null;
  name: string;
  quantity: number;
  amount: string;
  orders: number;
  last_at: string;
}
export interface OrderLine {
  position: number;
  product: { id: string; title: string } | null;
  name: string;
  quantity: number;
  /** Null for who does not see the order's total. */
  unit_price: string | null;
  amount: string | null;
}
export interface OrderLines {
  lines: OrderLine[];
  total: Money | null;
  version: number;
}

export const contactKeys = {
  consents: (id: string) => ["consents", id] as const,
  choices: ["consents", "choices"] as const,
  favourites: (id: string) => ["favourites", id] as const,
  lines: (id: string) => ["order-lines", id] as const,
};

export const getChoices = () => get<ConsentChoices>("/consents/choices");
export const getConsents = (contact: string) => get<Consents>(`/contacts/${contact}/consents`);
export const noteConsent = (
  contact: string,
  line: { purpose: string; channel: string; status: string; source: string },
) => post<Consents>(`/contacts/${contact}/consents`, line);
export const suppress = (email: string, purpose: string) =>
  post<void>("/suppressions", { email, purpose, reason: "manual" });
export const liftSuppression = (email: string, purpose: string) =>
  remove(`/suppressions/${encodeURIComponent(email)}`, { query: { purpose } });
export const getFavourites = async (contact: string) =>
  (await get<{ rows: Favourite[] }>(`/contacts/${contact}/favourites`, { limit: 6 })).rows;
export const getLines = (order: string) => get<OrderLines>(`/orders/${order}/lines`);
