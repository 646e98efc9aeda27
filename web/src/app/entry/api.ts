/** Coming in, over HTTP. A key of a link is read from the fragment, which the browser never sends by itself. */
import { post } from "@/api/client";
import type { components } from "@/api/schema";
import { askPasskey, makePasskey, type PasskeyOptions } from "@/lib/passkeys";
import type { Answer } from "@/modules/settings/security/api";

type Schemas = components["schemas"];
export type Invited = Schemas["Invited"];
interface Question {
  options: PasskeyOptions;
}

/** The ways to take the second step; none when there is no second step and the session has begun. */
export async function signIn(email: string, password: string): Promise<readonly string[]> {
  const answer = await post<Partial<Schemas["SecondStepNeeded"]>>("/auth/sign-in", { email, password });
  return answer.methods ?? [];
}
export const takeSecondStep = (answer: Answer) => post<void>("/auth/second-step", answer);
export async function secondStepByPasskey(): Promise<Answer> {
  const { options } = await post<Question>("/auth/second-step/question");
  return { method: "passkey", credential: await askPasskey(options) };
}
export async function signInWithPasskey(): Promise<void> {
  const { options } = await post<Question>("/auth/passkey/question");
  await post("/auth/passkey", { credential: await askPasskey(options) });
}

export const leaveToProvider = async (id: string) =>
  (await post<Schemas["Leaving"]>(`/auth/providers/${id}/leave`)).address;
/** The ways to take the second step; none when the session has begun. */
export async function arriveFromProvider(id: string, brought: Record<string, string>) {
  const answer = await post<Partial<Schemas["SecondStepNeeded"]>>(`/auth/providers/${id}/arrive`, {
    brought,
  });
  return answer.methods ?? [];
}

export const forgot = (email: string) => post<void>("/auth/forgot", { email });
export const reset = (key: string, password: string) => post<void>("/auth/reset", { key, password });

export const invitationOf = (key: string) => post<Invited>("/auth/invitation", { key });
export const joinWithPassword = (key: string, name: string, password: string) =>
  post<Schemas["Joined"]>("/auth/invitation/accept", { key, name, password });
export async function joinWithPasskey(key: string, name: string, device: string) {
  const { options } = await post<Question>("/auth/invitation/question", { key });
  const credential = await makePasskey(options);
  return post<Schemas["Joined"]>("/auth/invitation/accept", { key, name, credential, passkey_name: device });
}

export const linkKey = () => window.location.hash.slice(1);
