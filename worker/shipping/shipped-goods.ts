/** What of a cart's lines is shipped, and what carriers ask of it. */
import type { ShippedGoods } from "./shipping-choices.ts";
import type { Hazard } from "./zone.ts";

type SoldLine = {
  sku: string;
  productId: string;
  quantity: number;
  unitMinor: number;
  weightGrams: number;
  /** Sold as files. */
  digital?: boolean;
};
export type GoodsFacts = { hazard: Hazard | null; notTo: readonly string[] };

/** The subtotal is of all lines; what is downloaded weighs nothing and is kept from nowhere. `facts` are by product. */
export function shippedGoods(lines: readonly SoldLine[], facts: ReadonlyMap<string, GoodsFacts>): ShippedGoods {
  const shipped = lines.filter(({ digital }) => !digital);
  return {
    subtotalMinor: lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0),
    lines: shipped.map(({ sku, productId, quantity, weightGrams }) => ({
      sku,
      weightGrams: weightGrams * quantity,
      ...facts.get(productId),
    })),
  };
}
