/** The head of a page of the settings: which section it is and, where the list is a page of its own, the way back to it. */
import { useRouterState } from "@tanstack/react-router";
import { useNarrow } from "@/lib/media";
import { PageHeader } from "@/ui/Page";
import { useSections } from "./sections";
import { settings } from "./strings";

export function SettingsHeader() {
  const t = settings.useText();
  const narrow = useNarrow();
  const sections = useSections();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const section = sections.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  return (
    <PageHeader
      title={section?.label() ?? t("settings")}
      {...(narrow ? { back: { to: "/settings", label: t("allSettings") } } : {})}
    />
  );
}
