import { defineStrings } from "@/lib/strings";

export const provisioning = defineStrings("provisioning", {
  provisioning: ["Provisioning", "人员同步"],
  text: [
    "Your directory (Microsoft Entra, Okta, Authing, …) makes, changes and shuts out people here by itself, over SCIM 2.0.",
    "由企业目录（Microsoft Entra、Okta、Authing 等）通过 SCIM 2.0 自动新建、更新和停用人员。",
  ],
  address: ["Address for the directory", "目录使用的地址"],
  addressHelp: [
    "Enter it there as the SCIM base URL or tenant URL.",
    "在目录中填写为 SCIM 基础地址（Tenant URL）。",
  ],
  tokens: ["Tokens of the directory", "目录的令牌"],
  tokensText: [
    "The directory acts as whoever makes its token, and stops with them. Use an administrator made for it.",
    "目录以创建令牌的人员身份操作，该人员停用后同步即停止。建议使用专用的管理员账号。",
  ],
  newToken: ["New token", "新建令牌"],
  tokenName: ["Directory", "企业目录"],
  noTokens: ["No token yet: the directory cannot come in.", "尚无令牌，目录无法接入。"],
  person: ["Made by", "创建人"],
  made: ["Copy the token now", "请立即复制令牌"],
  once: ["This is the only time it is shown. It ends in a year.", "此令牌仅显示这一次，一年后到期。"],
  token: ["Token", "令牌"],
  revoke: ["Revoke", "吊销"],
  revokeAsk: [
    "The directory can do nothing here any more until it has another one.",
    "吊销后目录将无法继续同步，直到换上新令牌。",
  ],
  revoked: ["Token revoked", "令牌已吊销"],
  rules: ["What the directory may do", "目录的权限"],
  defaultRoles: ["Roles of new people", "新人员的角色"],
  defaultRolesHelp: ["Unless the directory names roles itself.", "目录自行指定角色时除外。"],
  administrators: ["Make and change administrators", "新建和修改管理员"],
  administratorsText: [
    "Off, it can only shut one out. On, whoever holds its token could make themselves an administrator.",
    "关闭时目录只能停用管理员。开启后，持有令牌者可将自己设为管理员。",
  ],
  people_one: ["{{count}} person is kept by the directory.", "目录管理着 {{count}} 人。"],
  people_other: ["{{count}} people are kept by the directory.", "目录管理着 {{count}} 人。"],
  saved: ["Saved", "已保存"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
});
