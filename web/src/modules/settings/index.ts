/** The parts of the settings beyond one's own preferences: fields, people, rights. */
import { Share2, ShieldCheck, SlidersHorizontal, UsersRound } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { settings } from "./strings";

export const settingsModule: WebModule = {
  key: "settings",
  pages: [
    { path: "/settings/fields", load: () => import("./FieldsPage"), guide: "settings" },
    { path: "/settings/people", load: () => import("./PeoplePage"), guide: "people" },
    { path: "/settings/roles", load: () => import("./rights/RolesPage"), guide: "rights" },
    { path: "/settings/sharing", load: () => import("./rights/SharingPage"), guide: "sharing" },
  ],
  commands: [
    {
      key: "settings.fields",
      label: () => settings.text("fields"),
      icon: SlidersHorizontal,
      words: "custom fields 自定义字段 ziduan",
      path: "/settings/fields",
      needs: ["contact", "admin"],
    },
    {
      key: "settings.people",
      label: () => settings.text("people"),
      icon: UsersRound,
      words: "users roles teams 人员 用户 角色 renyuan",
      path: "/settings/people",
      needs: ["contact", "admin"],
    },
    {
      key: "settings.roles",
      label: () => settings.text("rolesAndRights"),
      icon: ShieldCheck,
      words: "roles rights permissions matrix mask fields 角色 权限 脱敏 字段 quanxian juese",
      path: "/settings/roles",
      needs: ["contact", "admin"],
    },
    {
      key: "settings.sharing",
      label: () => settings.text("sharing"),
      icon: Share2,
      words: "sharing rules 共享 规则 gongxiang",
      path: "/settings/sharing",
      needs: ["contact", "admin"],
    },
  ],
};
