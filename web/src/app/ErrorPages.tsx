/** What is shown when a page is not there, or breaks. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { CloudOff, Compass, RefreshCw } from "lucide-react";
import { isProblem } from "@/api/problem";
import { EmptyState } from "@/ui/atoms";
import { Button, linkButton } from "@/ui/Button";
import { app } from "./strings";

/** A part of the application that the server no longer has, after an upgrade, or that was not reached. */
const isMissingPart = (error: unknown) =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|preload CSS/i.test(error.message);

export function NotFound() {
  const t = app.useText();
  return (
    <EmptyState
      icon={Compass}
      title={t("notFound")}
      actions={
        <Link to="/" className={linkButton}>
          {t("goHome")}
        </Link>
      }
    >
      {t("notFoundText")}
    </EmptyState>
  );
}

export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const t = app.useText();
  const router = useRouter();
  const client = useQueryClient();
  if (isProblem(error, 404)) return <NotFound />;
  if (isMissingPart(error))
    return (
      <EmptyState
        icon={RefreshCw}
        title={t("outdated")}
        actions={
          <Button variant="primary" onClick={() => window.location.reload()}>
            {t("reload")}
          </Button>
        }
      >
        {t("outdatedText")}
      </EmptyState>
    );
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
      {isProblem(error) ? error.message : t("brokenText")}
      {!isProblem(error) && (
        <code translate="no" className="muted" style={{ display: "block", marginTop: "var(--s2)" }}>
          {error instanceof Error ? error.message : String(error)}
        </code>
      )}
    </EmptyState>
  );
}
