/** The numbers of the home page, over HTTP. */
import { get } from "@/api/client";
import type { RecordRef } from "@/api/types";

export interface Total {
  value: number | string;
  before: number | string;
  /** Relative to the 30 days before; null from nothing. */
  change: number | null;
}
export interface RfmCell {
  recency: number;
  frequency: number;
  customers: number;
  revenue: string;
  money: number;
}
export interface Rfm {
  customers: number;
  formula: string;
  /** The least value of the scores 2, 3, 4 and 5. */
  cuts: { recency: (string | null)[]; frequency: (number | null)[]; money: (number | null)[] };
  cells: RfmCell[];
}
export interface TopCustomer {
  contact: RecordRef;
  spent: string;
  orders: number;
  last_order_at: string | null;
}
export interface Home {
  currency: string;
  counted_at: string;
  /** Newer numbers are being counted: ask again soon. */
  counting: boolean;
  /** Null for what the reader may not see; then the months of it are missing, too. */
  totals: Record<"contacts" | "new_customers" | "orders" | "revenue" | "average_order", Total | null>;
  customers_over_time: { month: string; contacts: number; customers: number }[];
  sales_by_month: { month: string; revenue: string; orders: number }[];
  top_customers: TopCustomer[];
  rfm: Rfm;
}

export const analyticsKeys = { home: ["analytics", "home"] as const };
/** A large house is counted in the background; the first time there is nothing to show yet. */
export const getHome = () => get<Home | { counting: true }>("/analytics/home");
export const isCounted = (home: Home | { counting: true } | undefined): home is Home =>
  home !== undefined && "totals" in home;
