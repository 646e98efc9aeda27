/** The modules of this build, in the order their commands are offered. A new module adds one line. */
import type { WebModule } from "@/records/modules";
import { contactModule } from "./contact";
import { importsModule } from "./imports";
import { settingsModule } from "./settings";

export const webModules: readonly WebModule[] = [contactModule, importsModule, settingsModule];
