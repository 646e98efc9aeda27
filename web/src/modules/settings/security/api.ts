/** Second factors, proofs, sessions, invitations, departments and what the workspace demands, over HTTP. */
import { call, get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { Department } from "@/api/types";
import { askPasskey, makePasskey, type PasskeyAnswer, type PasskeyOptions } from "@/lib/passkeys";

type Schemas = components["schemas"];
export type Factors = Schemas["FactorsOut"];
export type Session = Schemas["SessionOut"];
export type Demands = Schemas["SecurityOut"];
export type Invitation = Schemas["InvitationOut"];
export type WaysIn = Schemas["WaysIn"];
export type Method = Schemas["Proof"]["method"];
export interface Answer {
  method: Method;
  code?: string;
  credential?: PasskeyAnswer;
}
interface Rows<T> {
  rows: T[];
}
interface Codes {
  recovery_codes: string[];
}
interface Question {
  options: PasskeyOptions;
}

export const securityKeys = {
  workspace: ["workspace"] as const,
  factors: ["factors"] as const,
  sessions: ["sessions"] as const,
  demands: ["demands"] as const,
  invitations: ["invitations"] as const,
  waysIn: ["ways-in"] as const,
};

export const readFactors = () => get<Factors>("/auth/factors");
export const beginTotp = () => post<Schemas["TotpBegun"]>("/auth/factors/totp");
export const confirmTotp = async (code: string) =>
  (await post<Codes>("/auth/factors/totp/confirm", { code })).recovery_codes;
export const removeTotp = () => remove("/auth/factors/totp");
export const renewCodes = async () => (await post<Codes>("/auth/factors/recovery-codes")).recovery_codes;
export const removePasskey = (id: string) => remove(`/auth/factors/passkeys/${id}`);

export async function addPasskey(name: string): Promise<string[]> {
  const { options } = await post<Question>("/auth/factors/passkeys/question");
  const credential = await makePasskey(options);
  return (await post<Codes>("/auth/factors/passkeys", { name, credential })).recovery_codes;
}

/** Confirm that it is oneself; good for ten minutes. */
export const prove = (answer: Answer) => post<void>("/auth/proof", answer);
export async function proofByPasskey(): Promise<Answer> {
  const { options } = await post<Question>("/auth/proof/question");
  return { method: "passkey", credential: await askPasskey(options) };
}

export const listSessions = async () => (await get<Rows<Session>>("/auth/sessions")).rows;
export const endSession = (id: string) => remove(`/auth/sessions/${id}`);
export const endOtherSessions = () => remove("/auth/sessions");

export const readDemands = () => get<Demands>("/admin/security");
export const changeDemands = (change: Partial<Omit<Demands, "address">>) =>
  patch<Demands>("/admin/security", change);

export const addDepartment = (department: Partial<Department>) =>
  post<Department>("/departments", department);
export const changeDepartment = (id: string, change: Partial<Department>) =>
  patch<Department>(`/departments/${id}`, change);
export const removeDepartment = (id: string) => remove(`/departments/${id}`);
export const placePerson = (id: string, departments: string[]) =>
  call<void>("PUT", `/admin/users/${id}/departments`, { body: { departments } });

export const listInvitations = () => get<Schemas["InvitationList"]>("/admin/invitations");
export const invite = (person: Schemas["NewInvitation"]) => post<Invitation>("/admin/invitations", person);
export const inviteAgain = (id: string) => post<Invitation>(`/admin/invitations/${id}/send`);
export const invitationLink = async (id: string) =>
  (await post<{ link: string }>(`/admin/invitations/${id}/link`)).link;
export const withdrawInvitation = (id: string) => remove(`/admin/invitations/${id}`);

export const listWaysIn = async () => (await get<Rows<WaysIn>>("/admin/ways-in")).rows;
export const takeFactors = (id: string) => remove(`/admin/users/${id}/factors`);
export const readWorkspace = () => get<Schemas["WorkspaceOut"]>("/admin/workspace");
export const nameWorkspace = (name: string) => patch<Schemas["WorkspaceOut"]>("/admin/workspace", { name });
