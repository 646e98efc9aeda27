/** Apps of third parties: what administrators registered. */
import { Blocks } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { apps } from "./strings";

export const appsModule: WebModule = {
  key: "apps",
  pages: [{ path: "/settings/apps", load: () => import("./AppsPage"), guide: "apps" }],
  commands: [
    {
      key: "settings.apps",
      label: () => apps.text("apps"),
      icon: Blocks,
      words: "OAuth apps third party 应用 第三方 授权 yingyong",
      path: "/settings/apps",
      needs: ["contact", "admin"],
    },
  ],
};
