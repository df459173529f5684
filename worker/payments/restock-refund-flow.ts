/** Units that go back on the shelf with a refund: to where they came from, bundles taken apart. */
import { assert } from "../base/assert.ts";
import { readCheckout } from "../checkout/checkout-store.ts";
import { restockUnits } from "../inventory/stock-flow.ts";
import { MAIN, PROMISE } from "../ledger/ledger.ts";
import { readAllocation } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import type { Refund } from "./payment-store.ts";

/** Idempotent by operations of the refund's own, so it may run before the refund is known to be stored. */
export async function restockRefund(world: World, refund: Refund): Promise<void> {
  const { id, restock, byId, checkoutId, orderId } = refund;
  if (restock.length === 0) return;
  const db = world.ordersOfCheckout(checkoutId);
  const checkout = await readCheckout(db, checkoutId);
  assert(checkout !== null, "a refund comes of a checkout");
  const allocation = orderId === null ? [] : await readAllocation(db, orderId);
  const { lines, needs } = checkout.snapshot;
  for (const { sku: sold, quantity, location } of restock)
    for (const { sku, quantity: each } of componentsOf(lines, sold)) {
      // What is not counted is not counted back.
      if (!needs.some((need) => need.sku === sku)) continue;
      const units = each * quantity;
      const own = allocation.filter((part) => part.sku === sku);
      const promised = own.find((part) => part.location === PROMISE)?.quantity ?? 0;
      const from = own.find((part) => part.location !== PROMISE)?.location;
      const received = await restockUnits(world, {
        sku,
        operationId: `restock:${id}:${sold}:${sku}`,
        account: location ?? from ?? MAIN,
        quantity: units,
        promised: Math.min(promised, units),
        byId,
      });
      // The variant may be gone from the catalogue; the money goes back all the same.
      if (!received.ok) world.log.info("refund.not_restocked", { refundId: id, sku, code: received.problem.code });
    }
}

/** What was sold under a SKU, when it was sold. */
const componentsOf = (lines: Lines, sku: string) =>
  lines.find((line) => line.sku === sku)?.components ?? [{ sku, quantity: 1 }];
type Lines = NonNullable<Awaited<ReturnType<typeof readCheckout>>>["snapshot"]["lines"];
