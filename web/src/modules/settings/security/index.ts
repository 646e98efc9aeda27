/** How people sign in: one's own factors and sessions, and what the workspace demands. */
import { ShieldCheck } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { security } from "./strings";

export const securityModule: WebModule = {
  key: "security",
  pages: [
    { path: "/settings/security", load: () => import("./SecurityPage"), guide: "signing-in" },
    { path: "/settings/workspace", load: () => import("./WorkspacePage"), guide: "signing-in" },
  ],
  commands: [
    {
      key: "settings.security",
      label: () => security.text("security"),
      icon: ShieldCheck,
      words: "2FA MFA TOTP passkey sessions 两步验证 通行密钥 会话 密码 password anquan mima",
      path: "/settings/security",
    },
    {
      key: "settings.workspace",
      label: () => security.text("workspace"),
      icon: ShieldCheck,
      words: "MFA IP network 网络 白名单 gongzuoqu",
      path: "/settings/workspace",
      needs: ["contact", "admin"],
    },
  ],
};
