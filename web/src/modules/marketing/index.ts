/** Templates and campaigns: written, checked, sent, measured. */
import { LayoutTemplate } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { marketing } from "./strings";

export const marketingModule: WebModule = {
  key: "marketing",
  pages: [
    {
      path: "/marketing/templates/new",
      load: () => import("./template/NewTemplatePage"),
      guide: "templates",
    },
  ],
  commands: [
    {
      key: "marketing.template",
      label: () => marketing.text("newTemplate"),
      icon: LayoutTemplate,
      words: "template mail 模板 邮件 moban",
      path: "/marketing/templates/new",
      needs: ["template", "create"],
    },
  ],
  objects: {
    template: {
      page: () => import("./template/TemplatePage"),
      createPath: "/marketing/templates/new",
      guide: "templates",
    },
    campaign: { page: () => import("./campaign/CampaignPage"), guide: "campaigns" },
  },
};
