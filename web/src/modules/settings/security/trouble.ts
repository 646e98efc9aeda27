/** What to say when a step of signing in did not work. */
import { isProblem } from "@/api/problem";
import { isGivenUp } from "@/lib/passkeys";
import { security } from "./strings";

/** Nothing when the person closed the device's window: they know. */
export function troubleOf(error: unknown): string | undefined {
  if (isGivenUp(error)) return undefined;
  if (isProblem(error)) return error.message;
  // A passkey belongs to one address; this page was opened at another one of the same server.
  if (error instanceof DOMException && error.name === "SecurityError") return security.text("noPasskeysHere");
  if (error instanceof DOMException && error.name === "InvalidStateError")
    return security.text("knownDevice");
  return String(error);
}
