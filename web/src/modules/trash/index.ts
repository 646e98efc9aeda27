/** The trash: what was deleted, by whom, until when it can be taken out again. */
import { Trash2 } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { trash } from "./strings";

export const trashModule: WebModule = {
  key: "trash",
  pages: [{ path: "/trash", load: () => import("./TrashPage"), guide: "trash" }],
  navigation: [
    { key: "trash", path: "/trash", label: () => trash.text("trash"), icon: Trash2, order: 900, letter: "x" },
  ],
};
