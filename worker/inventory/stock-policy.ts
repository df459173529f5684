/** How a variant is sold: what happens when it is out, what is kept back, and how many one may buy. */
import type { MarketId } from "../markets/markets.ts";

/** deny: refused. backorder: sold before it is here again, up to a cap. preorder: sold before it is here at all, up to a cap. */
export type WhenOut = "deny" | "backorder" | "preorder";
/** Units kept back in every market but those with a number of their own. */
export type SafetyStock = { everywhere: number; markets: Readonly<Partial<Record<MarketId, number>>> };
