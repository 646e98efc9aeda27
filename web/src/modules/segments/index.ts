/** Segments: people and firms who fit rules, counted live, kept fresh, written to. */
import type { WebModule } from "@/records/modules";
import { SaveAsSegment } from "./SaveAsSegment";

export const segmentsModule: WebModule = {
  key: "segments",
  pages: [{ path: "/segments/new", load: () => import("./NewSegmentPage"), guide: "segments" }],
  objects: {
    segment: {
      page: () => import("./SegmentPage"),
      createPath: "/segments/new",
      createWords: "audience 分群 人群 fenqun",
      guide: "segments",
    },
    contact: { listActions: [SaveAsSegment] },
    company: { listActions: [SaveAsSegment] },
  },
};
