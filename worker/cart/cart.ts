import type { MarketId } from "../markets/markets.ts";
export type CartLine = { sku: string; quantity: number; unitMinor: number; addedAtMs: number };
export type Cart = {
  id: string;
  market: MarketId;
  lines: readonly CartLine[];
  customerId: string | null;
  updatedAtMs: number;
};
export type CartProblem = {
  code:
    | "cart.unknown"
    | "cart.too_many_lines"
    | "cart.quantity_too_large"
    | "cart.sku_unknown"
    | "cart.closed"
    | "cart.empty";
};
