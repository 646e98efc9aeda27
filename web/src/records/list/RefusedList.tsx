/** Instead of the rows: why the list cannot be shown as the address asks, and the way back to one that can. */
import { TriangleAlert } from "lucide-react";
import { isProblem } from "@/api/problem";
import { EmptyState } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { records } from "../strings";

export function RefusedList({ problem, onReset }: { problem: unknown; onReset: () => void }) {
  const t = records.useText();
  const why = isProblem(problem) ? (problem.errors[0]?.message ?? problem.message) : t("refusedListText");
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t("refusedList")}
      actions={<Button onClick={onReset}>{t("usualList")}</Button>}
    >
      {why}
    </EmptyState>
  );
}
