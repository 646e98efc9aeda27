/** Changing roles: a draft for each role, saved as one request upon the version that is shown, and undone the same way. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, messageOf, messagesByField } from "@/api/problem";
import { say } from "@/metadata";
import { toast, toastUndo } from "@/ui/toast";
import { settingsKeys } from "../api";
import { changeRole, getMatrix, type Matrix, type RoleRights, rightsKeys } from "./api";
import { type Draft, inverse, partsOf, put } from "./draft";
import { rights } from "./strings";

type Problems = Record<string, string>;

/** The matrix, and what to call with a newer one. */
export function useMatrix() {
  const client = useQueryClient();
  const found = useQuery({ queryKey: rightsKeys.matrix, queryFn: getMatrix });
  const place = (next: Matrix) => {
    client.setQueryData(rightsKeys.matrix, next);
    void client.invalidateQueries({ queryKey: settingsKeys.roles });
    void client.invalidateQueries({ queryKey: keys.meta });
  };
  return { ...found, place };
}

/** Puts a draft upon the role as it is shown, and gives what takes it back. */
async function send(role: RoleRights, draft: Draft): Promise<{ next: Matrix; undo: () => Promise<Matrix> }> {
  const next = await changeRole(role.key, role.version, partsOf(role, draft));
  const saved = next.roles.find((one) => one.key === role.key);
  const undo = async () => (saved ? (await send(saved, inverse(role, draft))).next : next);
  return { next, undo };
}

export function useRoleDraft(role: RoleRights | undefined, place: (next: Matrix) => void) {
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const key = role?.key ?? "";
  const draft = drafts[key] ?? {};
  const set = (next: Draft) => setDrafts((old) => ({ ...old, [key]: next }));
  const fail = (problem: unknown): Problems => {
    if (isProblem(problem, 412)) {
      // What is drafted stays, and is looked at again upon what somebody else saved.
      void getMatrix().then(place);
      toast(rights.text("staleRole"), { tone: "danger", stay: 9_000 });
      return {};
    }
    const found = messagesByField(problem);
    if (Object.keys(found).length === 0) toast(messageOf(problem), { tone: "danger" });
    return found;
  };
  return {
    draft,
    problems,
    busy,
    /** Roles with something not saved. */
    unsaved: (other: string) => Object.keys(drafts[other] ?? {}).length > 0,
    put: (where: string, value: string | boolean | null) => {
      if (!role) return;
      set(put(role, draft, where, value));
      setProblems(({ [where]: _, ...others }) => others);
    },
    discard: () => {
      set({});
      setProblems({});
    },
    clearProblems: () => setProblems({}),
    /** Resolves to the places of what cannot be saved. */
    save: async (): Promise<string[]> => {
      if (!role || Object.keys(draft).length === 0) return [];
      setBusy(true);
      try {
        const { next, undo } = await send(role, draft);
        place(next);
        set({});
        setProblems({});
        toastUndo(rights.text("savedRole", { name: say(role.label) }), async () => {
          try {
            place(await undo());
            toast(rights.text("undone"), { tone: "good" });
          } catch (problem) {
            fail(problem);
          }
        });
        return [];
      } catch (problem) {
        const found = fail(problem);
        setProblems(found);
        return Object.keys(found);
      } finally {
        setBusy(false);
      }
    },
  };
}
