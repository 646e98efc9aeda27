/** Who is signed in: reading it, signing in and out, and the person's own preferences. */
import type { QueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/client";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { Meta, User } from "@/api/types";
import { setTimeZone } from "@/lib/format";
import { setPreferences } from "@/lib/preferences";
import { keepLanguage, type Language, takePickedLanguage } from "@/lib/strings";
import { metaQuery } from "@/metadata";

type State = components["schemas"]["SessionState"];
export const sessionState = () => get<State>("/auth/session");

/** Whoever calls it leaves the page before clearing what is cached: a page still shown would ask again, and be refused. */
export async function signOut(): Promise<void> {
  await post("/auth/sign-out");
}

/** Loads what the workspace is made of and dresses the page as its reader wants it. */
export async function loadMeta(client: QueryClient): Promise<Meta> {
  const known = client.getQueryData<Meta>(keys.meta);
  // Asked first, so that a stranger is led to the sign-in page without a refused request.
  if (!known) {
    const state = await sessionState();
    if (state.enrolling) throw new Problem({ status: 403, code: "second-factor-missing" });
    if (!state.signed_in) throw new Problem({ status: 401, code: "not-signed-in" });
  }
  const meta = await client.ensureQueryData(metaQuery);
  if (!known) {
    const picked = takePickedLanguage();
    if (picked && picked !== meta.user.language) await setOwn(client, { language: picked });
    else if (meta.user.language) keepLanguage(meta.user.language);
    setTimeZone(meta.user.time_zone);
    setPreferences({ theme: meta.user.theme, density: meta.user.density });
  }
  return meta;
}

type Own = Partial<Pick<User, "theme" | "density" | "time_zone" | "name">> & { language?: Language };

/** Applies a preference at once and tells the server; what the server refuses is put back by its answer. */
export async function setOwn(client: QueryClient, change: Own): Promise<void> {
  if (change.language) keepLanguage(change.language);
  if (change.theme) setPreferences({ theme: change.theme });
  if (change.density) setPreferences({ density: change.density });
  if (change.time_zone) setTimeZone(change.time_zone);
  client.setQueryData<Meta>(keys.meta, (meta) => meta && { ...meta, user: { ...meta.user, ...change } });
  await patch("/auth/me", change);
}
