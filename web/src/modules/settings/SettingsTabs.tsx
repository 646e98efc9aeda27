/** The sections of the settings, the same on each of their pages. */
import { useQuery } from "@tanstack/react-query";
import { useMeta } from "@/metadata";
import { PageHeader } from "@/ui/Page";
import { TabLinks } from "@/ui/Tabs";
import { settingsKeys, unseenFlags } from "./api";
import { settings } from "./strings";

export function SettingsHeader() {
  const t = settings.useText();
  const admin = useMeta().user.roles.includes("administrator");
  const flags = useQuery({
    queryKey: settingsKeys.flags,
    queryFn: unseenFlags,
    enabled: admin,
    staleTime: 60_000,
  });
  const unseen = flags.data?.unseen ?? 0;
  const tabs = [
    { to: "/settings", label: t("me") },
    { to: "/settings/security", label: t("security") },
    { to: "/settings/tokens", label: t("tokens") },
    ...(admin
      ? [
          { to: "/settings/fields", label: t("fields") },
          { to: "/settings/people", label: t("people") },
          { to: "/settings/roles", label: t("rolesAndRights") },
          { to: "/settings/sharing", label: t("sharing") },
          { to: "/settings/apps", label: t("apps") },
          { to: "/settings/reviews", label: t("reviews") },
          { to: "/settings/workspace", label: t("workspace") },
          { to: "/settings/audit", label: t("audit"), ...(unseen > 0 ? { count: unseen } : {}) },
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
