/** What administrators note of people, for rules and filters that say "mine". */
import { IdCard } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { attributes } from "./strings";

export const attributesModule: WebModule = {
  key: "attributes",
  settings: [
    {
      group: "rights",
      path: "/settings/attributes",
      label: () => attributes.text("attributes"),
      icon: IdCard,
      words: "attributes region product line mine 人员属性 区域 产品线 renyuan shuxing",
      load: () => import("./AttributesPage"),
      guide: "sharing",
      admin: true,
    },
  ],
};
