/** The modules of this build, in the order their commands are offered. A new module adds one line. */
import type { WebModule } from "@/records/modules";
import { settingsModule } from "./settings";

export const webModules: readonly WebModule[] = [settingsModule];
