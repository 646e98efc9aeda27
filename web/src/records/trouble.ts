/** Saying what went wrong with a record. */
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { toast } from "@/ui/toast";
import { records } from "./strings";

/** Says what went wrong; a conflict also loads what is there now. */
export function useProblemToast(object: string): (problem: unknown) => void {
  const client = useQueryClient();
  return (problem) => {
    if (isProblem(problem, 412)) {
      void client.invalidateQueries({ queryKey: keys.object(object) });
      toast(records.text("stale"), { tone: "danger", stay: 9_000 });
    } else if (isProblem(problem))
      toast(problem.errors[0]?.message ?? problem.message, { tone: "danger", stay: 7_000 });
    else toast(String(problem), { tone: "danger" });
  };
}
