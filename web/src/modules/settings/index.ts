/** The parts of the settings beyond one's own preferences: tokens, fields, people. */
import { KeyRound, SlidersHorizontal, UsersRound } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { settings } from "./strings";

export const settingsModule: WebModule = {
  key: "settings",
  pages: [
    { path: "/settings/tokens", load: () => import("./TokensPage"), guide: "settings" },
    { path: "/settings/fields", load: () => import("./FieldsPage"), guide: "settings" },
    { path: "/settings/people", load: () => import("./PeoplePage"), guide: "people" },
  ],
  commands: [
    {
      key: "settings.tokens",
      label: () => settings.text("tokens"),
      icon: KeyRound,
      words: "API token 令牌 接口 lingpai",
      path: "/settings/tokens",
    },
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
  ],
};
