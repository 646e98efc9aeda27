/** The modules of this build, in the order their commands are offered. A new module adds one line. */
import type { WebModule } from "@/records/modules";
import { analyticsModule } from "./analytics";
import { contactModule } from "./contact";
import { demoModule } from "./demo";
import { importsModule } from "./imports";
import { marketingModule } from "./marketing";
import { segmentsModule } from "./segments";
import { settingsModule } from "./settings";
import { appsModule } from "./settings/apps";
import { attributesModule } from "./settings/attributes";
import { auditModule } from "./settings/audit";
import { objectsModule } from "./settings/objects";
import { provisioningModule } from "./settings/provisioning";
import { reviewsModule } from "./settings/reviews";
import { securityModule } from "./settings/security";
import { ssoModule } from "./settings/sso";
import { tokensModule } from "./settings/tokens";
import { trashModule } from "./trash";

export const webModules: readonly WebModule[] = [
  analyticsModule,
  contactModule,
  segmentsModule,
  marketingModule,
  importsModule,
  demoModule,
  trashModule,
  securityModule,
  tokensModule,
  appsModule,
  ssoModule,
  provisioningModule,
  settingsModule,
  objectsModule,
  attributesModule,
  reviewsModule,
  auditModule,
];
