/** Apps of third parties: what administrators registered. */
import { Blocks } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { apps } from "./strings";

export const appsModule: WebModule = {
  key: "apps",
  settings: [
    {
      group: "workspace",
      path: "/settings/apps",
      label: () => apps.text("apps"),
      icon: Blocks,
      words: "OAuth apps third party 应用 第三方 授权 yingyong",
      load: () => import("./AppsPage"),
      guide: "apps",
      admin: true,
    },
  ],
};
