/** Provisioning over HTTP. */
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Provisioning = Schemas["ProvisioningOut"];

export const provisioningKey = ["provisioning"] as const;

export const readProvisioning = () => get<Provisioning>("/admin/provisioning");
export const changeProvisioning = (change: Schemas["ProvisioningChanges"]) =>
  patch<Provisioning>("/admin/provisioning", change);
export const makeScimToken = (name: string) =>
  post<Schemas["TokenMade"]>("/auth/tokens", { name, scopes: ["scim"], expires_in_days: 365 });
