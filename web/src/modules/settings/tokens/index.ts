/** API tokens: one's own, and for administrators everybody's. */
import { KeyRound } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { tokens } from "./strings";

export const tokensModule: WebModule = {
  key: "tokens",
  settings: [
    {
      group: "me",
      path: "/settings/tokens",
      label: () => tokens.text("tokens"),
      icon: KeyRound,
      words: "API token 令牌 接口 lingpai",
      load: () => import("./TokensPage"),
      guide: "api",
    },
  ],
};
