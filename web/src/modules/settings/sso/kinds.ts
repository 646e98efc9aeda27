/** What an administrator fills in for each kind of provider; the server judges it. */
import type { KindName } from "./api";
import type { sso } from "./strings";

type Word = Parameters<typeof sso.text>[0];
export interface SettingField {
  key: string;
  label: Word;
  help?: Word;
  example?: string;
  optional?: boolean;
  /** More than a line: a certificate. */
  long?: boolean;
}
interface KindForm {
  label: Word;
  fields: readonly SettingField[];
  secret: Word | null;
  /** Whether the provider may stand inside the network. */
  inside: boolean;
  /** Whether the browser goes there and must be sent back; else a password typed here is asked about. */
  away: boolean;
  /** Whether its own description, an XML file, fills in the fields. */
  described?: boolean;
  /** Whether it tells in which groups somebody is. */
  groups: boolean;
}

const AWAY = { inside: true, away: true, groups: false };

export const KINDS: Record<KindName, KindForm> = {
  oidc: {
    label: "oidc",
    fields: [
      {
        key: "issuer",
        label: "issuer",
        help: "issuerHelp",
        example: "https://login.example.com/realms/main",
      },
      { key: "client_id", label: "clientId" },
      { key: "scopes", label: "scopes", help: "scopesHelp", example: "openid email profile", optional: true },
    ],
    secret: "clientSecret",
    ...AWAY,
    groups: true,
  },
  saml: {
    label: "saml",
    fields: [
      {
        key: "entity_id",
        label: "entityId",
        help: "entityIdHelp",
        example: "https://login.example.com/saml",
      },
      {
        key: "address",
        label: "samlAddress",
        help: "samlAddressHelp",
        example: "https://login.example.com/saml/sso",
      },
      { key: "certificates", label: "certificates", help: "certificatesHelp", long: true },
      { key: "id_attribute", label: "idAttribute", help: "samlIdHelp", optional: true },
      { key: "email_attribute", label: "loginAttribute", help: "usualNames", optional: true },
      { key: "groups_attribute", label: "groupsAttribute", help: "usualNames", optional: true },
    ],
    secret: null,
    ...AWAY,
    described: true,
    groups: true,
  },
  wecom: {
    label: "wecom",
    fields: [
      { key: "corp_id", label: "corpId", help: "corpIdHelp", example: "ww0123456789abcdef" },
      { key: "agent_id", label: "agentId", help: "agentIdHelp", example: "1000002" },
      { key: "api", label: "api", help: "apiHelp", example: "https://qyapi.weixin.qq.com", optional: true },
    ],
    secret: "appSecret",
    ...AWAY,
  },
  dingtalk: {
    label: "dingtalk",
    fields: [{ key: "client_id", label: "dingClient", example: "dingabc123" }],
    secret: "clientSecret",
    ...AWAY,
    inside: false,
  },
  feishu: {
    label: "feishu",
    fields: [
      { key: "app_id", label: "appId", example: "cli_a1b2c3d4" },
      { key: "tenant_key", label: "tenantKey", help: "tenantKeyHelp", optional: true },
      {
        key: "accounts",
        label: "accountsHost",
        help: "larkHelp",
        example: "https://accounts.feishu.cn",
        optional: true,
      },
      { key: "api", label: "api", example: "https://open.feishu.cn", optional: true },
    ],
    secret: "appSecret",
    ...AWAY,
  },
  ldap: {
    label: "ldap",
    fields: [
      { key: "server", label: "server", help: "serverHelp", example: "ldaps://dc1.example.com" },
      { key: "base", label: "base", example: "dc=example,dc=com" },
      {
        key: "bind_dn",
        label: "bindDn",
        help: "bindDnHelp",
        example: "cn=zhike,ou=services,dc=example,dc=com",
      },
      { key: "login_attribute", label: "loginAttribute", example: "mail", optional: true },
      {
        key: "id_attribute",
        label: "idAttribute",
        help: "idAttributeHelp",
        example: "entryUUID",
        optional: true,
      },
      { key: "certificate", label: "certificate", help: "certificateHelp", optional: true, long: true },
    ],
    secret: "bindPassword",
    inside: true,
    away: false,
    groups: true,
  },
};
