/** Build and development server: the API is proxied to a running Zhike (ZHIKE_SERVER, default port 8000). */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.ZHIKE_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2023", chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
  server: {
    proxy: {
      "/api": { target: server, changeOrigin: false },
      "^/demo/mailbox/.+/body$": { target: server, changeOrigin: false },
    },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.ts"] },
});
