/** A business outside the Union gives its own country's number: printed, kept, and nothing to the tax. */
import { expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { askWith, fillCart, orderOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const IN_TOKYO = {
  ...{ name: "Alex Example", line1: "1-1", line2: "", district: "千代田区", city: "千代田区", region: "東京都" },
  ...{ postalCode: "100-0005", country: "JP" },
};
const ask = async (vatNumber: string, company: string) => {
  const [sku = ""] = await seedGoods(1);
  const cartId = await fillCart(world, { [sku]: 1 }, "ja-jp");
  return askWith(cartId, { shippingAddress: IN_TOKYO, business: { company, vatNumber } });
};

test("its number stands on the order as its country writes it, and the tax is a consumer's", async () => {
  const bought = await ask("t1234567890123", "Example Trading");
  const { business: _none, ...asConsumer } = bought;
  const [with_, without] = [await priceCheckout(world, bought), await priceCheckout(world, asConsumer)];
  if (!with_.ok || !without.ok) throw new Error("both are priced");
  expect(with_.value.totals).toEqual(without.value.totals);
  expect((await beginCheckout(world, bought)).ok).toBe(true);
  const sessionId = await sessionOf(world, bought.id);
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) await deliver(message);
  const id = await orderOf(world, bought.id);
  const db = world.ordersOfNumber(id);
  expect(db && (await readOrder(db, id))?.tax?.buyer).toEqual({
    ...{ company: "Example Trading", vatNumber: "T1234567890123", check: "unasked", numberOf: "JP" },
  });
});

test.each([
  ["T123", "Example Trading", "checkout.vat_malformed"],
  ["T1234567890123", "", "checkout.company_missing"],
])("%j of %j is refused", async (number, company, code) => {
  expect(await priceCheckout(world, await ask(number, company))).toMatchObject({ ok: false, problem: { code } });
});
