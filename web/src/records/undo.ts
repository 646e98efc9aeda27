/** Taking back what a request did, and saying what stays as it is because somebody changed it since. */
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { undoRequest } from "@/api/records";
import type { Meta, Undone, UndonePart } from "@/api/types";
import { fieldOf, objectOf, say, useMeta } from "@/metadata";
import { toast } from "@/ui/toast";
import { records } from "./strings";
import { useProblemToast } from "./trouble";

const NAMED = 3;

interface TakeBack {
  /** One record of what was done, and of that only these fields. */
  part?: UndonePart;
  /** Offered where something newer stands in the way. */
  anyway?: () => Promise<unknown>;
}

export function useTakeBack(object = ""): (request: string, how?: TakeBack) => Promise<void> {
  const t = records.useText();
  const meta = useMeta();
  const client = useQueryClient();
  const complain = useProblemToast(object);
  return async (request, { part, anyway } = {}) => {
    try {
      const found = await undoRequest(request, part);
      if (found.kept_count === 0) toast(t("undone"), { tone: "good" });
      else {
        const newer = found.kept[0]?.why === "changed-since";
        toast(keptText(found, meta), {
          tone: "danger",
          stay: 9_000,
          ...(anyway && newer
            ? { action: { label: t("putBackAnyway"), run: async () => void (await anyway()) } }
            : {}),
        });
      }
    } catch (problem) {
      complain(problem);
    }
    await client.invalidateQueries({ queryKey: object ? keys.object(object) : [] });
    await client.invalidateQueries({ queryKey: ["timeline"] });
  };
}

/** What was put back and what was not: of one record its fields, of many their names. */
function keptText({ undone, kept_count: count, kept }: Undone, meta: Meta): string {
  const t = records.text;
  const [first] = kept;
  const newer = first?.why === "changed-since";
  const object = first && objectOf(meta, first.object);
  if (undone === 0 && count === 1 && object && newer) {
    const fields = first.fields.map((path) => say(fieldOf(meta, object, path)?.label) || path);
    return t("keptFields", { fields: fields.join(t("comma")) });
  }
  const names = kept.slice(0, NAMED).map((one) => one.title || "—");
  const listed = names.join(t("comma")) + (count > names.length ? "…" : "");
  return `${t("putBack", { count: undone })} ${t(newer ? "keptChanged" : "keptOther", { count, names: listed })}`;
}
