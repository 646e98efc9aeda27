/** How people sign in: one's own factors and sessions, and what the workspace demands. */
import { Building2, Fingerprint } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { security } from "./strings";

export const securityModule: WebModule = {
  key: "security",
  settings: [
    {
      group: "me",
      path: "/settings/security",
      label: () => security.text("security"),
      icon: Fingerprint,
      words: "2FA MFA TOTP passkey sessions 两步验证 通行密钥 会话 密码 password anquan mima",
      load: () => import("./SecurityPage"),
      guide: "signing-in",
    },
    {
      group: "workspace",
      path: "/settings/workspace",
      label: () => security.text("workspace"),
      icon: Building2,
      words: "MFA IP network 网络 白名单 gongzuoqu",
      load: () => import("./WorkspacePage"),
      guide: "signing-in",
      admin: true,
    },
  ],
};
