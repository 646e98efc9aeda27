/** The home page: totals, growth, sales, top customers, the RFM map, my tasks. */
import { House } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { analytics } from "./strings";

export const analyticsModule: WebModule = {
  key: "analytics",
  pages: [{ path: "/home", load: () => import("./HomePage"), guide: "home" }],
  navigation: [
    { key: "home", path: "/home", label: () => analytics.text("home"), icon: House, order: 0, letter: "h" },
  ],
};
