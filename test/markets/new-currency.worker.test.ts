/** A country the store never sold to, in its own money: opened over the API alone, and sold to, down to what is charged. */
import { expect, test } from "vitest";
import { feedOf, SAMPLE_RATES } from "../../tools/reference-rates.ts";
import { done } from "../../worker/base/outcome.ts";
import { followRates } from "../../worker/catalog/follow-rates-flow.ts";
import { followLists } from "../support/follow-lists.ts";
import { fillCart, seedGoods } from "../support/order-goods.ts";
import { ask, askAsStaff, inWorld } from "../support/store-client.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

type Begun = { id: string; totals: { currency: string; totalMinor: number }; payment: { url: string } };
type Opened = { id: string; country: string; currency: string; step: number; timeZone: string; fee: number };
const made = async (method: string, path: string, body: unknown) => {
  const answer = await askAsStaff(method, `/api/admin/${path}`, body);
  expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status);
};

/** Rates of the day, a list that follows the euro's, a zone and a market, each as staff's programs make them. */
async function open({ id, country, currency, step, timeZone, fee }: Opened): Promise<void> {
  const rateSource = async () => done(feedOf(new Date().toISOString().slice(0, 10)));
  await inWorld((world) => followRates(world, true), { rateSource });
  const rounding = { stepMinor: step, belowMinor: 0 };
  const derivation = { baseId: "EUR", rate: null, marginBp: 0, rounding, followBp: 200 };
  await made("PUT", `price-lists/${currency}`, { version: 0, name: currency, currency, derivation });
  await followLists();
  await made("POST", "shipping-zones", {
    ...{ id, name: country, currency, places: [{ country }], duties: "unpaid", active: true, position: 900 },
    methods: [
      {
        ...{ id: "standard", kind: "standard", names: {}, fee: { by: "flat", amountMinor: fee } },
        ...{ freeFromMinor: null, daysMin: 2, daysMax: 4, refuses: [] },
      },
    ],
  });
  await made("PUT", `markets/${id}`, {
    ...{ version: 0, locale: "en-GB", countries: [country], currency, priceListId: null, taxDisplay: "inclusive" },
    ...{ shippingZoneId: id, paymentMethods: [], timeZone, domain: null, state: "open", position: 900 },
  });
}

test.each([
  // 104.00 euros at 11.0070, to the whole krona.
  ["SEK", { id: "en-se", country: "SE", timeZone: "Europe/Stockholm", step: 100, fee: 49_00 }, 1_145_00, 1],
  // At 141.80, and Stripe counts a króna as a hundred.
  ["ISK", { id: "en-is", country: "IS", timeZone: "Atlantic/Reykjavik", step: 10, fee: 990 }, 14_750, 100],
])(
  "a market in %s is opened without a deploy, and sells at a price made of the day's rate",
  async (currency, over, priceMinor, units) => {
    expect(SAMPLE_RATES).toHaveProperty(currency);
    const [sku = ""] = await seedGoods(1);
    await open({ currency, ...over });
    const cartId = await fillCart(newTestWorld(), { [sku]: 1 }, over.id);
    const begun = await ask<Begun>("/api/checkouts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...{ id: crypto.randomUUID(), cartId, email: "alex@example.com", shippingMethodId: "standard" },
        shippingAddress: {
          ...{ name: "Alex Example", line1: "1 Harbour Street", line2: "", city: "Harbour", region: "" },
          ...{ postalCode: currency === "SEK" ? "114 55" : "101", country: over.country },
        },
      }),
    });
    expect(begun, JSON.stringify(begun.body)).toMatchObject({
      status: 201,
      body: { totals: { currency, totalMinor: priceMinor + over.fee } },
    });
    const sessionId = /cs_\w+/.exec(begun.body.payment.url)?.[0] ?? "";
    await payFor(sessionId);
    const messages = await takeDeliveries(sessionId);
    expect(JSON.stringify(messages)).toContain(`\\"amount_total\\":${(priceMinor + over.fee) * units}`);
    for (const message of messages) expect((await deliver(message)).status).toBe(200);
    expect((await ask(`/api/checkouts/${begun.body.id}`)).body).toMatchObject({ state: "paid" });
  },
);

test("a price above what its currency can be charged in is refused with its place, and one within is taken", async () => {
  const [sku = ""] = await seedGoods(1);
  const path = `/api/admin/products/product-${sku}`;
  const price = async (prices: object) => {
    const { body } = await askAsStaff<{ version: number }>("GET", path);
    return askAsStaff("PATCH", path, { version: body.version, variants: [{ sku, prices }] });
  };
  const refused = await price({ USD: { amountMinor: 100_000_000, compareAtMinor: null } });
  expect([refused.status, refused.body.at]).toEqual([
    422,
    [{ path: `variants.${sku}.prices.USD`, why: "has an amount above what can be paid in USD: 99999999" }],
  ]);
  expect((await price({ INR: { amountMinor: 100_000_000, compareAtMinor: null } })).status).toBe(200);
});
