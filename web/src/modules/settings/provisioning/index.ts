/** People kept in step with a company's directory. */
import { RefreshCcw } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { provisioning } from "./strings";

export const provisioningModule: WebModule = {
  key: "provisioning",
  settings: [
    {
      group: "workspace",
      path: "/settings/provisioning",
      label: () => provisioning.text("provisioning"),
      icon: RefreshCcw,
      words: "SCIM directory Entra Okta 目录 同步 人员同步 tongbu",
      load: () => import("./ProvisioningPage"),
      guide: "provisioning",
      admin: true,
    },
  ],
};
