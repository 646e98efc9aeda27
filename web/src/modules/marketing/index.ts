/** Templates and campaigns: written, checked, sent, measured. */
import type { WebModule } from "@/records/modules";

export const marketingModule: WebModule = {
  key: "marketing",
  pages: [
    {
      path: "/marketing/templates/new",
      load: () => import("./template/NewTemplatePage"),
      guide: "templates",
    },
  ],
  objects: {
    template: {
      page: () => import("./template/TemplatePage"),
      createPath: "/marketing/templates/new",
      createWords: "mail 模板 邮件 moban",
      guide: "templates",
    },
    campaign: { page: () => import("./campaign/CampaignPage"), guide: "campaigns" },
  },
};
