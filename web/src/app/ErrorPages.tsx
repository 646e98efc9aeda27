/** What is shown when a page is not there, or breaks. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { CloudOff, Compass } from "lucide-react";
import { isProblem } from "@/api/problem";
import { EmptyState } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { app } from "./strings";

export function NotFound() {
  const t = app.useText();
  return (
    <EmptyState icon={Compass} title={t("notFound")} actions={<Link to="/">{t("goHome")}</Link>}>
      {t("notFoundText")}
    </EmptyState>
  );
}

export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const t = app.useText();
  const router = useRouter();
  const client = useQueryClient();
  if (isProblem(error, 404)) return <NotFound />;
  return (
    <EmptyState
      icon={CloudOff}
      title={t("broken")}
      actions={
        <Button
          variant="primary"
          onClick={() => {
            void client.resetQueries({ predicate: (query) => query.state.status === "error" });
            reset();
            void router.invalidate();
          }}
        >
          {t("retry")}
        </Button>
      }
    >
      {error instanceof Error ? error.message : String(error)}
    </EmptyState>
  );
}
