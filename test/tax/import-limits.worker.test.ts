/** A checkout leaves the tax to the border above the worth that laws leave to sellers, by where its goods leave from. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { auditInsert } from "../../worker/admin/audit-store.ts";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxSettings, writeTaxSettings } from "../../worker/tax/tax-store.ts";
import { ask, changeLocation, forgetLocations } from "../inventory/staff-asks.ts";
import { STAFF } from "../support/doctor-books.ts";
import { askWith, fillCart, placeOrder, seedGoods } from "../support/order-goods.ts";
import { SEED_PRICES, seedProduct } from "../support/seed-catalog.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const IN_LONDON = {
  ...{ name: "Alex Example", line1: "1 High Street", line2: "", city: "London", region: "" },
  ...{ postalCode: "EC1A 1AA", country: "GB" },
};
const IN_POLAND = { ...IN_LONDON, city: "Warszawa", postalCode: "00-950", country: "PL" };

async function settle(over: Partial<TaxSettings>): Promise<void> {
  const { version } = await readTaxSettings(world.accounts);
  const entry = { by: STAFF, action: "tax.settings_saved", subject: "tax:test", before: null, after: null } as const;
  const settings = { ...FIRST_SETTINGS, ...over, version: version + 1 };
  await writeTaxSettings(world.accounts, settings, { byName: "Robin Example", atMs: 0 }, auditInsert(world, entry));
}
async function told(quantity: number, shippingAddress = IN_LONDON, sku = "") {
  const [own = ""] = sku === "" ? await seedGoods(1) : [sku];
  const cartId = await fillCart(world, { [own]: quantity }, shippingAddress.country === "GB" ? "en-gb" : "pl-pl");
  const priced = await priceCheckout(world, askWith(cartId, { shippingAddress }));
  if (!priced.ok) throw new Error(JSON.stringify(priced.problem));
  const { tax, totals, shipping, lines } = priced.value;
  return { treatment: tax?.treatment, ...totals, unitMinor: lines[0]?.unitMinor, customs: shipping.customs };
}

beforeEach(async () => {
  await forgetLocations();
  await env.CATALOG.exec("DELETE FROM exchange_rates");
  forgetAll();
  await settle({});
});
afterEach(async () => {
  await forgetLocations();
  await settle({});
});

test("a British parcel of up to £135 is taxed by the store, one above it where it comes in", async () => {
  expect(await told(1)).toMatchObject({ treatment: "destination", unitMinor: 91_00, customs: "nothing" });
  expect(await told(2)).toMatchObject({
    ...{ treatment: "export", unitMinor: 75_83, subtotalMinor: 151_66, taxMinor: 0, customs: "duties_and_taxes" },
  });
});

test("a parcel that does not leave the country is taxed by the store, whatever it is worth", async () => {
  expect((await changeLocation("main", { country: "GB" })).status).toBe(200);
  const inland = await told(2);
  expect(inland).toMatchObject({ treatment: "destination", unitMinor: 91_00 });
  expect(inland.customs).toBeUndefined();
});

test("a parcel whose duties the store pays is taxed by the store, whatever it is worth", async () => {
  const { items } = (await ask("GET", "shipping-zones")).body as { items: { id: string; version: number }[] };
  const { id, ...zone } = items.find((each) => each.id === "gb") ?? { id: "", version: 0 };
  const save = (facts: object) => ask("PUT", `shipping-zones/${id}`, facts);
  expect(await save({ ...zone, duties: "paid" })).toMatchObject({ status: 200 });
  onTestFinished(async () => expect((await save({ ...zone, version: zone.version + 1 })).status).toBe(200));
  expect(await told(2)).toMatchObject({ treatment: "destination", unitMinor: 91_00, customs: "nothing" });
});

test("a shop outside the Union compares €150 by the bank's rate of the day, and takes the tax where none is known", async () => {
  await settle({ seller: { ...FIRST_SETTINGS.seller, country: "US", region: "TX" } });
  const sku = `SKU-${crypto.randomUUID().slice(0, 8)}`;
  // 600 złoty without the 23 %.
  await seedProduct({ sku, openingQuantity: 10, prices: { ...SEED_PRICES, PLN: 738_00 } });
  const atRate = async (rate: string) => {
    await env.CATALOG.prepare("INSERT OR REPLACE INTO exchange_rates VALUES ('2020-01-02', 'PLN', ?)").bind(rate).run();
    forgetAll();
    return told(1, IN_POLAND, sku);
  };
  expect(await told(1, IN_POLAND, sku)).toMatchObject({ treatment: "destination", customs: "duties" });
  expect(await atRate("4")).toMatchObject({ treatment: "destination", taxMinor: expect.any(Number) });
  expect(await atRate("3.9999")).toMatchObject({
    ...{ treatment: "export", unitMinor: 600_00, taxMinor: 0, customs: "duties_and_taxes" },
  });
});

test("an order keeps that it was left to the border", async () => {
  const [sku = ""] = await seedGoods(1);
  const cartId = await fillCart(world, { [sku]: 2 }, "en-gb");
  const orderId = await placeOrder(world, {}, "succeeds", { cartId, shippingAddress: IN_LONDON });
  const db = world.ordersOfNumber(orderId);
  const order = db && (await readOrder(db, orderId));
  expect(order).toMatchObject({
    ...{ tax: { treatment: "export", country: "", groups: [] }, shipping: { customs: "duties_and_taxes" } },
    totals: { currency: "GBP", taxMinor: 0, subtotalMinor: 151_66 },
  });
});
