/** The sections of the settings this reader has, group by group. */
import { useMeta } from "@/metadata";
import { modules, SETTINGS_GROUPS, type SettingsPage } from "@/records/modules";

export function useSections(): readonly SettingsPage[] {
  const admin = useMeta().user.roles.includes("administrator");
  return modules()
    .flatMap((module) => module.settings ?? [])
    .filter((page) => admin || !page.admin)
    .sort((one, other) => SETTINGS_GROUPS.indexOf(one.group) - SETTINGS_GROUPS.indexOf(other.group));
}
