/** Units that go back on the shelf with a refund: to where they came from, bundles taken apart. */
import { assert } from "../base/assert.ts";
import { type Component, partsOf } from "../catalog/bundles/bundle.ts";
import { readCheckout } from "../checkout/checkout-store.ts";
import type { AllocatedUnits } from "../inventory/stock.ts";
import { restockUnits } from "../inventory/stock-flow.ts";
import { MAIN, PROMISE } from "../ledger/ledger.ts";
import type { RestockLine } from "../orders/order.ts";
import { readAllocation } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import type { Refund } from "./payment-store.ts";

type Sold = { sku: string; components?: readonly Component[] };

/** Idempotent by operations of the refund's own, so it may run before the refund is known to be stored. */
export async function restockRefund(world: World, { id, restock, byId, checkoutId, orderId }: Refund): Promise<void> {
  if (restock.length === 0) return;
  const db = world.ordersOfCheckout(checkoutId);
  const checkout = await readCheckout(db, checkoutId);
  assert(checkout !== null, "a refund comes of a checkout");
  const allocation = orderId === null ? [] : await readAllocation(db, orderId);
  const { lines, needs } = checkout.snapshot;
  for (const [index, line] of restock.entries())
    for (const [part, { sku, quantity: each }] of componentsOf(lines, line.sku).entries()) {
      // What is not counted is not counted back.
      if (!needs.some((need) => need.sku === sku)) continue;
      const own = allocation.filter((units) => units.sku === sku);
      for (const [place, { account, quantity, promised }] of placesOf(line, each * line.quantity, own).entries()) {
        const operationId = `restock:${id}:${index}.${part}.${place}`;
        const back = await restockUnits(world, { sku, operationId, account, quantity, promised, byId });
        // The variant may be gone from the catalogue; the money goes back all the same.
        if (!back.ok) world.log.info("refund.not_restocked", { refundId: id, sku, code: back.problem.code });
      }
    }
}

type Place = { account: string; quantity: number; promised: number };

/** Where staff says; else where they were sold from, the rest where the first of them were. */
function placesOf(line: RestockLine, units: number, own: readonly AllocatedUnits[]): Place[] {
  const promised = own.find((part) => part.location === PROMISE)?.quantity ?? 0;
  const shelves = own.filter((part) => part.location !== PROMISE);
  const first = line.location ?? shelves[0]?.location ?? MAIN;
  const places: Place[] = [];
  let left = units;
  for (const { location, quantity } of line.location === undefined ? shelves.slice(1).toReversed() : []) {
    const back = Math.min(quantity, Math.max(0, left - promised));
    if (back > 0) places.push({ account: location, quantity: back, promised: 0 });
    left -= back;
  }
  return left === 0 ? places : [{ account: first, quantity: left, promised: Math.min(promised, left) }, ...places];
}

/** What was sold under a SKU, when it was sold. */
const componentsOf = (lines: readonly Sold[], sku: string): readonly Component[] =>
  partsOf(lines.find((line) => line.sku === sku) ?? { sku });
