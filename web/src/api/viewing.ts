/** Seeing as somebody else: the note that goes with every request of this tab, and whose eyes they are. */
const KEY = "zhike.view-as";

export interface Viewing {
  note: string;
  name: string;
}

export function viewing(): Viewing | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Viewing | null;
  } catch {
    return null;
  }
}

export const viewingNote = () => viewing()?.note ?? null;

/** What is on the screen was read with other rights, so the page begins anew. */
export function startViewing(next: Viewing): void {
  sessionStorage.setItem(KEY, JSON.stringify(next));
  location.assign("/");
}

export function endViewing(): void {
  sessionStorage.removeItem(KEY);
  location.assign("/settings/people");
}
