/** Objects of the workspace's own, made without code. */
import { Shapes } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { objects } from "./strings";

export const objectsModule: WebModule = {
  key: "objects",
  settings: [
    {
      group: "workspace",
      path: "/settings/objects",
      label: () => objects.text("objects"),
      icon: Shapes,
      words: "custom objects tables contract 自定义对象 表 合同 duixiang",
      load: () => import("./ObjectsPage"),
      guide: "objects",
      admin: true,
    },
  ],
};
