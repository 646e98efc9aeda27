import { defineStrings } from "@/lib/strings";

export const api = defineStrings("api", {
  unreachable: [
    "The server cannot be reached. Check the connection and try again.",
    "无法连接服务器，请检查网络后重试。",
  ],
  unexpected: [
    "The server answered with an error ({{status}}). Try again; if it stays, tell your administrator.",
    "服务器返回错误（{{status}}），请重试；如仍出现，请联系管理员。",
  ],
});
