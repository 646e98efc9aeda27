/** The audit log of the settings. */
import { ScrollText } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { audit } from "./strings";

export const auditModule: WebModule = {
  key: "audit",
  pages: [{ path: "/settings/audit", load: () => import("./AuditPage"), guide: "audit" }],
  commands: [
    {
      key: "settings.audit",
      label: () => audit.text("audit"),
      icon: ScrollText,
      words: "audit log history sign-in exports 审计 日志 操作记录 shenji rizhi",
      path: "/settings/audit",
      needs: ["contact", "admin"],
    },
  ],
};
