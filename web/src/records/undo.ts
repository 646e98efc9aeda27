/** Taking back what a request did, and saying what stays as it is because somebody changed it since. */
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { undoRequest } from "@/api/records";
import { toast } from "@/ui/toast";
import { useProblemToast } from "./data";
import { records } from "./strings";

const NAMED = 3;

export function useTakeBack(object = ""): (request: string) => Promise<void> {
  const t = records.useText();
  const client = useQueryClient();
  const complain = useProblemToast(object);
  return async (request) => {
    try {
      const { undone, kept_count: kept, kept: first } = await undoRequest(request);
      if (kept === 0) toast(t("undone"), { tone: "good" });
      else {
        const names = first.slice(0, NAMED).map((one) => one.title || "—");
        const listed = names.join(t("comma")) + (kept > names.length ? "…" : "");
        const why = t(first[0]?.why === "changed-since" ? "keptChanged" : "keptOther", {
          count: kept,
          names: listed,
        });
        toast(`${t("putBack", { count: undone })} ${why}`, { tone: "danger", stay: 9_000 });
      }
    } catch (problem) {
      complain(problem);
    }
    await client.invalidateQueries({ queryKey: object ? keys.object(object) : [] });
    await client.invalidateQueries({ queryKey: ["timeline"] });
  };
}
