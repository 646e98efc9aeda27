/** Single sign-on over HTTP, and what this tab remembers while it is away at a provider. */
import { call, get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Provider = Schemas["ProviderOut"];
export type NewProvider = Schemas["NewProvider"];
export type ProviderChanges = Schemas["ProviderChanges"];
export type Identities = Schemas["Identities"];
export type KindName = NewProvider["kind"];

export const ssoKeys = {
  providers: ["providers"] as const,
  identities: ["identities"] as const,
};

export const listProviders = async () => (await get<{ rows: Provider[] }>("/admin/providers")).rows;
export const addProvider = (values: NewProvider) => post<Provider>("/admin/providers", values);
export const changeProvider = (id: string, change: Partial<ProviderChanges>) =>
  patch<Provider>(`/admin/providers/${id}`, change);
export const removeProvider = (id: string) => remove(`/admin/providers/${id}`);
export const orderProviders = (ids: string[]) =>
  call<void>("PUT", "/admin/providers/order", { body: { ids } });
export const tryProvider = async (id: string) =>
  (await post<Schemas["TriedOut"]>(`/admin/providers/${id}/try`)).sentence;
/** What a provider's own description says of its settings; nothing is stored. */
export const readDescription = async (document: string) =>
  (
    await post<Schemas["ReadSettings"]>("/admin/providers/description", {
      kind: "saml",
      document,
    })
  ).settings;

export const listIdentities = () => get<Identities>("/auth/identities");
export const leaveToConnect = async (provider: string) =>
  (await post<Schemas["Leaving"]>(`/auth/identities/${provider}/leave`)).address;
export const connectIdentity = (provider: string, brought: Record<string, string>) =>
  post<Schemas["IdentityOut"]>(`/auth/identities/${provider}/arrive`, { brought });
export const disconnectIdentity = (id: string) => remove(`/auth/identities/${id}`);

interface Trip {
  purpose: "sign-in" | "connect";
  next?: string;
}
const TRIP = "zhike.trip";

/** The server's cookie decides what the trip may do; this only says where the page goes on afterwards. */
export function beginTrip(trip: Trip): void {
  sessionStorage.setItem(TRIP, JSON.stringify(trip));
}
export function takeTrip(): Trip {
  const kept = sessionStorage.getItem(TRIP);
  sessionStorage.removeItem(TRIP);
  return kept ? (JSON.parse(kept) as Trip) : { purpose: "sign-in" };
}
