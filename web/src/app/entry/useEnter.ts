/** Going into the workspace once the server has started a session. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { isProblem } from "@/api/problem";
import { loadMeta } from "../session";

/** Leads to `next` where it is a page of ours, else home; or to setting up the second factor a role needs. */
export function useEnter(): (next?: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (next) => {
    client.clear();
    try {
      await loadMeta(client);
    } catch (problem) {
      if (!isProblem(problem) || problem.code !== "second-factor-missing") throw problem;
      await navigate({ to: "/enrol" });
      return;
    }
    await navigate({ to: next?.startsWith("/") && !next.startsWith("//") ? next : "/" });
  };
}
