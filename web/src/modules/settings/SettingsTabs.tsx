/** The sections of the settings, the same on each of their pages. */
import { useMeta } from "@/metadata";
import { PageHeader } from "@/ui/Page";
import { TabLinks } from "@/ui/Tabs";
import { settings } from "./strings";

export function SettingsHeader() {
  const t = settings.useText();
  const admin = useMeta().user.roles.includes("administrator");
  const tabs = [
    { to: "/settings", label: t("me") },
    { to: "/settings/security", label: t("security") },
    { to: "/settings/tokens", label: t("tokens") },
    ...(admin
      ? [
          { to: "/settings/fields", label: t("fields") },
          { to: "/settings/people", label: t("people") },
          { to: "/settings/workspace", label: t("workspace") },
          { to: "/settings/audit", label: t("audit") },
        ]
      : []),
  ];
  return (
    <PageHeader title={t("settings")}>
      <div style={{ paddingTop: 6 }}>
        <TabLinks label={t("sections")} tabs={tabs} />
      </div>
    </PageHeader>
  );
}
