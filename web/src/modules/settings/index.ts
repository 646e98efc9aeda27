/** Pages of the settings beyond one's own preferences: people, rights, fields. */
import { Share2, ShieldCheck, SlidersHorizontal, UsersRound } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { settings } from "./strings";

export const settingsModule: WebModule = {
  key: "settings",
  settings: [
    {
      group: "rights",
      path: "/settings/people",
      label: () => settings.text("people"),
      icon: UsersRound,
      words: "users roles teams departments 人员 用户 角色 部门 renyuan",
      load: () => import("./PeoplePage"),
      guide: "people",
      admin: true,
    },
    {
      group: "rights",
      path: "/settings/roles",
      label: () => settings.text("rolesAndRights"),
      icon: ShieldCheck,
      words: "roles rights permissions matrix mask fields 角色 权限 脱敏 字段 quanxian juese",
      load: () => import("./rights/RolesPage"),
      guide: "rights",
      admin: true,
    },
    {
      group: "rights",
      path: "/settings/sharing",
      label: () => settings.text("sharing"),
      icon: Share2,
      words: "sharing rules 共享 规则 gongxiang",
      load: () => import("./rights/SharingPage"),
      guide: "sharing",
      admin: true,
    },
    {
      group: "workspace",
      path: "/settings/fields",
      label: () => settings.text("fields"),
      icon: SlidersHorizontal,
      words: "custom fields 自定义字段 ziduan",
      load: () => import("./FieldsPage"),
      guide: "fields",
      admin: true,
    },
  ],
};
