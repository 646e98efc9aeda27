/** Access reviews: administrators run them, reviewers answer. */
import { ClipboardCheck } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { countMine } from "./api";
import { reviews } from "./strings";

export const reviewsModule: WebModule = {
  key: "reviews",
  pages: [
    { path: "/reviews", load: () => import("./ToReviewPage"), guide: "access-reviews" },
    { path: "/settings/reviews/$id", load: () => import("./ReviewPage"), guide: "access-reviews" },
  ],
  navigation: [
    {
      key: "reviews",
      path: "/reviews",
      label: () => reviews.text("toReview"),
      icon: ClipboardCheck,
      order: 890,
      waiting: countMine,
    },
  ],
  settings: [
    {
      group: "rights",
      path: "/settings/reviews",
      label: () => reviews.text("reviews"),
      icon: ClipboardCheck,
      words: "access review recertification 权限复核 quanxian fuhe",
      load: () => import("./ReviewsPage"),
      guide: "access-reviews",
      admin: true,
    },
  ],
};
