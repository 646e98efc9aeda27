/** Segments: people and firms who fit rules, counted live, kept fresh, written to. */
import { ChartPie } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { SaveAsSegment } from "./SaveAsSegment";
import { segments } from "./strings";

export const segmentsModule: WebModule = {
  key: "segments",
  pages: [{ path: "/segments/new", load: () => import("./NewSegmentPage"), guide: "segments" }],
  commands: [
    {
      key: "segments.new",
      label: () => segments.text("newSegment"),
      icon: ChartPie,
      words: "segment audience 分群 人群 fenqun",
      path: "/segments/new",
      needs: ["segment", "create"],
    },
  ],
  objects: {
    segment: { page: () => import("./SegmentPage"), createPath: "/segments/new", guide: "segments" },
    contact: { listActions: [SaveAsSegment] },
    company: { listActions: [SaveAsSegment] },
  },
};
