/** The one place that speaks HTTP: session cookie, CSRF header, language, ETag / If-Match, problems as exceptions. */
import { language } from "@/lib/strings";
import { Problem, type ProblemBody } from "./problem";
import { api } from "./strings";
import type { ApiPath } from "./types";
import { endViewing, viewingNote } from "./viewing";

export interface CallOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  version?: number;
  signal?: AbortSignal;
  /** Makes a repeated POST harmless. */
  idempotent?: boolean;
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
const BASE = "/api/v1";
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

function cookie(name: string): string | null {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

export function address(path: ApiPath, query: CallOptions["query"] = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

export async function call<T>(method: Method, path: ApiPath, options: CallOptions = {}): Promise<T> {
  return bodyOf<T>(await send(method, path, options));
}

/** The answer to a write, and the request it can be undone by. */
export async function callTold<T>(
  method: Method,
  path: ApiPath,
  options: CallOptions = {},
): Promise<{ answer: T; request: string }> {
  const response = await send(method, path, options);
  return { answer: await bodyOf<T>(response), request: response.headers.get("X-Request-Id") ?? "" };
}

async function bodyOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function send(method: Method, path: ApiPath, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language() };
  const note = viewingNote();
  if (note) headers["X-View-As"] = note;
  const form = options.body instanceof FormData;
  if (options.body !== undefined && !form) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = cookie("zhike_csrf") ?? "";
  if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
  if (options.idempotent)
    headers["Idempotency-Key"] = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: form
        ? (options.body as FormData)
        : options.body === undefined
          ? null
          : JSON.stringify(options.body),
      credentials: "same-origin",
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ status: 0, code: "unreachable", detail: api.text("unreachable") });
  }
  if (!response.ok) throw await problemOf(response, path);
  return response;
}

async function problemOf(response: Response, path: string): Promise<Problem> {
  let body: ProblemBody = {
    status: response.status,
    code: "unexpected",
    detail: api.text("unexpected", { status: response.status }),
  };
  if (response.headers.get("content-type")?.includes("json")) {
    try {
      body = { ...body, ...(await response.json()), status: response.status };
    } catch {
      // A broken body still is a problem: the sentence above stands.
    }
  }
  const shut = response.status === 401 || body.code === "second-factor-missing";
  if (shut && !path.startsWith("/auth/")) onSignedOut();
  if (body.code === "view-ended") endViewing();
  return new Problem(body);
}

export const get = <T>(path: ApiPath, query?: CallOptions["query"], signal?: AbortSignal) =>
  call<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
export const post = <T>(path: ApiPath, body?: unknown, options: CallOptions = {}) =>
  call<T>("POST", path, { body: body ?? {}, ...options });
export const patch = <T>(path: ApiPath, body: unknown, options: CallOptions = {}) =>
  call<T>("PATCH", path, { body, ...options });
export const remove = (path: ApiPath, options: CallOptions = {}) => call<void>("DELETE", path, options);
