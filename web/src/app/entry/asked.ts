/**
 * What an app asked for. It comes in the fragment of the address, letter by letter as the app sent it, and outlives
 * signing in, which leads away from this address and back.
 */
const KEPT = "zhike.asked";

/** Before leading away to sign in. */
export function keepAsked(): void {
  if (window.location.hash.length > 1) sessionStorage.setItem(KEPT, window.location.hash.slice(1));
}

export function askedQuery(): string {
  const kept = sessionStorage.getItem(KEPT) ?? "";
  sessionStorage.removeItem(KEPT);
  return window.location.hash.slice(1) || kept;
}
