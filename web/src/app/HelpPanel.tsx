/** The guide of the page being looked at, in the reader's language. */
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { BookOpen } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { guide, guides } from "@/api/queries";
import { useLanguage } from "@/lib/strings";
import { moduleOf, modules } from "@/records/modules";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { Dialog } from "@/ui/Dialog";
import { Markdown } from "@/ui/Markdown";
import { Select } from "@/ui/Select";
import { app } from "./strings";

function guideOf(path: string): string {
  const page = modules()
    .flatMap((module) => module.pages ?? [])
    .find((one) => one.guide && path.startsWith(one.path.replace(/\/\$.*$/, "")));
  if (page?.guide) return page.guide;
  const [, kind, object, id] = path.split("/");
  if (kind === "settings") return "settings";
  if (kind !== "o" || !object) return "start";
  return moduleOf(object).guide ?? (id ? "records" : "lists");
}

export default function HelpPanel({ onClose }: { onClose: () => void }) {
  const t = app.useText();
  const lang = useLanguage();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [chosen, setChosen] = useState<string | null>(null);
  const page = chosen ?? guideOf(path);
  const all = useQuery({
    queryKey: keys.guides(lang),
    queryFn: () => guides(lang),
    staleTime: 600_000,
  });
  const { data, isPending } = useQuery({
    queryKey: keys.guide(page, lang),
    queryFn: () => guide(page, lang),
    retry: false,
    staleTime: 600_000,
  });
  const text = data?.markdown;
  return (
    <Dialog title={t("help")} place="side" width={440} onClose={onClose}>
      {all.data && (
        <div style={{ marginBottom: "var(--s3)" }}>
          <Select
            label={t("guides")}
            value={page}
            options={[
              ...(all.data.some((one) => one.page === page) ? [] : [{ value: page, label: "—" }]),
              ...all.data.map((one) => ({ value: one.page, label: one.title })),
            ]}
            onChange={setChosen}
          />
        </div>
      )}
      {isPending && (
        <div style={{ display: "grid", gap: 10 }}>
          <Skeleton width="50%" height={20} />
          <Skeleton />
          <Skeleton />
          <Skeleton width="80%" />
        </div>
      )}
      {text && <Markdown source={text} />}
      {!isPending && !text && <EmptyState icon={BookOpen} title={t("noGuide")} />}
    </Dialog>
  );
}
