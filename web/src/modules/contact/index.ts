/** What contacts and orders show beyond their fields: consents, favourite products, order lines. */
import type { PanelProps, WebModule } from "@/records/modules";
import { deferred } from "@/ui/deferred";

const ConsentPanel = deferred<PanelProps>(() => import("./ConsentPanel"), 120);
const MailMark = deferred<PanelProps>(() => import("./MailMark"), 0);
const FavouritesPanel = deferred<PanelProps>(() => import("./FavouritesPanel"), 0);
const OrderDetail = deferred<PanelProps>(() => import("./OrderDetail"), 40);
const LinesPanel = deferred<PanelProps>(() => import("./LinesPanel"), 160);

export const contactModule: WebModule = {
  key: "contact",
  objects: {
    contact: {
      panels: { facts: [ConsentPanel], aside: [FavouritesPanel] },
      marks: { email: MailMark },
    },
    order: { panels: { timeline: [LinesPanel] }, detail: OrderDetail },
  },
};
