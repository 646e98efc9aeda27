/** Asking for exports over HTTP. */
import { address, post } from "@/api/client";
import type { components } from "@/api/schema";
import type { FilterNode } from "@/api/types";

type Schemas = components["schemas"];
export type ExportRequest = Omit<Partial<Schemas["ExportIn"]>, "filter"> & {
  object: string;
  filter?: FilterNode | Record<string, unknown>;
};

export const startExport = (request: ExportRequest) => post<Schemas["ExportOut"]>("/exports", request);
export const exportFile = (id: string) => address(`/exports/${id}/file`);
