/** Which line of an order which units are for: a bundle and its part bought alone share what is allocated. */
import { type Component, partsOf } from "../catalog/bundles/bundle.ts";
import type { AllocatedUnits } from "../inventory/stock.ts";

type Line = { sku: string; quantity: number; components?: readonly Component[] };

/** By the line's SKU. Lines are served in their order; units of a bundle's parts are named by the part's SKU. */
export function unitsByLine(
  lines: readonly Line[],
  allocation: readonly AllocatedUnits[],
): ReadonlyMap<string, readonly AllocatedUnits[]> {
  const left = allocation.map((units) => ({ ...units }));
  const take = (sku: string, wanted: number): AllocatedUnits[] => {
    let missing = wanted;
    return left.flatMap((units) => {
      const quantity = units.sku === sku ? Math.min(units.quantity, missing) : 0;
      units.quantity -= quantity;
      missing -= quantity;
      return quantity > 0 ? [{ ...units, quantity }] : [];
    });
  };
  return new Map(
    lines.map((line) => [line.sku, partsOf(line).flatMap((part) => take(part.sku, part.quantity * line.quantity))]),
  );
}
