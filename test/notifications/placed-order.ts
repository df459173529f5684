/** An order in the database, as the payment's flow would have written it. */
import { orderNumberOf, shardOfKey } from "../../worker/base/id.ts";
import { insertCheckout } from "../../worker/checkout/checkout-store.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { orderInserts } from "../../worker/orders/order-store.ts";
import type { World } from "../../worker/world.ts";
import { orderOf } from "./mail-data.ts";

const lineOf = (title: string, sku: string, position: number, quantity: number, totalMinor: number) => ({
  sku,
  position,
  productId: `product-${sku}`,
  title,
  slug: sku.toLowerCase(),
  options: {},
  image: "/media/demo/x.svg",
  quantity,
  unitMinor: totalMinor / quantity,
  totalMinor,
  taxMinor: 0,
});

export async function placeOrder(
  world: World,
  { market, email, customerId = null }: { market: Market; email: string; customerId?: string | null },
): Promise<{ orderId: string; checkoutId: string }> {
  const told = orderOf(market);
  const checkoutId = world.newId();
  const id = orderNumberOf(shardOfKey(checkoutId), world.randomBytes(10));
  const db = world.ordersOfCheckout(checkoutId);
  const atMs = world.nowMs();
  const lines = told.lines.map(({ title, quantity, totalMinor }, position) =>
    lineOf(title, `SKU-${position}`, position, quantity, totalMinor),
  );
  const { totals, shipping, shippingAddress } = told;
  const common = { market: market.id, email, customerId, currency: totals.currency, totalMinor: totals.totalMinor };
  await insertCheckout(db, {
    ...common,
    id: checkoutId,
    requestHash: "hash",
    cartId: "cart",
    state: "paid",
    version: 1,
    holdAttempt: 1,
    snapshot: { market: market.id, lines, needs: [], shipping, shippingAddress, totals },
    paymentSessionId: null,
    paymentUrl: null,
    orderId: id,
    createdAtMs: atMs,
    expiresAtMs: atMs,
    updatedAtMs: atMs,
  });
  const order = {
    ...common,
    ...totals,
    id,
    checkoutId,
    secret: "unguessable",
    state: "placed" as const,
    version: 1,
    needs: [],
    tax: null,
    shippingAddress,
    shipping,
    placedAtMs: atMs,
    stockCommittedAtMs: atMs,
    allocation: null,
  };
  const events = [{ number: 1, kind: "placed" as const, facts: {}, byId: null, atMs }];
  const [first, ...rest] = orderInserts(
    db,
    order,
    lines.map((line) => ({ digital: false, promise: null, taxes: null, ...line, orderId: id })),
    events,
  );
  if (first) await db.batch([first, ...rest]);
  return { orderId: id, checkoutId };
}
