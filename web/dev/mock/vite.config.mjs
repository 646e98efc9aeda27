import { mergeConfig } from "vite";
import base from "../../vite.config.ts";
import { mock } from "./plugin.mjs";
export default mergeConfig({ ...base, server: {} }, { plugins: [mock()], server: { port: 5199 } });
