/** One's own page of the settings. */
import { CircleUser } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { app } from "./strings";

export const profileModule: WebModule = {
  key: "profile",
  settings: [
    {
      group: "me",
      path: "/settings/me",
      label: () => app.text("profile"),
      icon: CircleUser,
      words: "name language theme density time zone 个人资料 姓名 语言 主题 时区 geren ziliao",
      load: () => import("./ProfilePage"),
      guide: "settings",
    },
  ],
};
