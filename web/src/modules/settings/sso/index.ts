/** Single sign-on: providers, set up by administrators. */
import { LogIn } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { sso } from "./strings";

export const ssoModule: WebModule = {
  key: "sso",
  settings: [
    {
      group: "workspace",
      path: "/settings/sso",
      label: () => sso.text("title"),
      icon: LogIn,
      words:
        "SSO OIDC OpenID SAML LDAP Keycloak Entra WeCom DingTalk Feishu 单点登录 企业微信 钉钉 飞书 dandiandenglu",
      load: () => import("./ProvidersPage"),
      guide: "signing-in",
      admin: true,
    },
  ],
};
