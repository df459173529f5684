/** What a shopper does up to the payment page, and how a purchase stands in every place that knows of it. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { openCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import type { World } from "../../worker/world.ts";
import { seedProduct } from "./seed-catalog.ts";
import { type CARDS, deliver, payFor, takeDeliveries } from "./stripe-emulator.ts";
import type { TestWorld } from "./test-world.ts";

export const ADDRESS = {
  name: "Alex Example",
  line1: "1 Market Street",
  line2: "",
  city: "San Francisco",
  region: "CA",
  postalCode: "94103",
  country: "US",
};
export type Goods = Readonly<Record<string, number>>;

/** SKUs that no other test uses, each sold with so many units. */
export async function seedGoods(count: number, openingQuantity = 10): Promise<string[]> {
  const stem = `SKU-${crypto.randomUUID().slice(0, 8)}`;
  const skus = Array.from({ length: count }, (_, index) => `${stem}-${index}`);
  for (const sku of skus) await seedProduct({ sku, openingQuantity });
  return skus;
}

export async function fillCart(world: World, goods: Goods, market: MarketId = "en-us"): Promise<string> {
  const cart = await openCart(world, market);
  for (const [sku, quantity] of Object.entries(goods)) {
    const filled = await setCartLine(world, cart.id, { operationId: crypto.randomUUID(), sku, quantity });
    expect(filled.ok).toBe(true);
  }
  return cart.id;
}

export const askWith = (cartId: string, over: Partial<BeginCheckout> = {}): BeginCheckout => ({
  id: crypto.randomUUID(),
  cartId,
  email: "Alex@Example.com",
  shippingAddress: ADDRESS,
  shippingMethodId: "standard",
  customerId: null,
  ...over,
});

export type Held = { checkoutId: string; sessionId: string; cartId: string; totalMinor: number };

/** A checkout that waits to be paid. */
export async function holdGoods(world: World, goods: Goods, over: Partial<BeginCheckout> = {}): Promise<Held> {
  const cartId = await fillCart(world, goods);
  const begun = await beginCheckout(world, askWith(cartId, over));
  if (!begun.ok) throw new Error(JSON.stringify(begun.problem));
  const { id: checkoutId, totals } = begun.value;
  const sessionId = await sessionOf(world, checkoutId);
  return { checkoutId, sessionId, cartId, totalMinor: totals.totalMinor };
}

export async function sessionOf(world: World, checkoutId: string): Promise<string> {
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  if (!checkout?.paymentSessionId) throw new Error("The checkout has a payment session");
  return checkout.paymentSessionId;
}

/** A paid and finished order, by webhook. Answers its number. */
export async function placeOrder(
  world: TestWorld,
  goods: Goods,
  card: keyof typeof CARDS = "succeeds",
  over: Partial<BeginCheckout> = {},
): Promise<string> {
  const { checkoutId, sessionId } = await holdGoods(world, goods, over);
  await payFor(sessionId, card);
  for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
  return orderOf(world, checkoutId);
}

export async function orderOf(world: World, checkoutId: string): Promise<string> {
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  if (!checkout?.orderId) throw new Error(`The checkout has an order; it is ${checkout?.state}`);
  return checkout.orderId;
}

export const stateOf = async (world: World, checkoutId: string) =>
  (await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId))?.state;

/** Rows of a table of the orders database. */
export async function rowsOf(table: string, column: string, value: string): Promise<Record<string, unknown>[]> {
  const { results } = await env.ORDERS.prepare(`SELECT * FROM ${table} WHERE ${column} = ?`).bind(value).all();
  return results;
}

/** Events told of a checkout or an order, by kind. */
export async function toldOf(id: string): Promise<string[]> {
  const { results } = await env.ORDERS.prepare("SELECT kind FROM outbox WHERE instr(payload, ?) > 0 ORDER BY rowid")
    .bind(id)
    .all<{ kind: string }>();
  return results.map(({ kind }) => kind);
}
