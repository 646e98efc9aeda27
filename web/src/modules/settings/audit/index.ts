/** The audit log of the settings. */
import { ScrollText } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { unseenFlags } from "../api";
import { audit } from "./strings";

export const auditModule: WebModule = {
  key: "audit",
  settings: [
    {
      group: "log",
      path: "/settings/audit",
      label: () => audit.text("audit"),
      icon: ScrollText,
      words: "audit log history sign-in exports 审计 日志 操作记录 shenji rizhi",
      load: () => import("./AuditPage"),
      guide: "audit",
      admin: true,
      waiting: unseenFlags,
    },
  ],
};
