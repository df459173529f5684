/** Customers with a certificate pay no tax: what it does to their checkouts, and to nobody else's. */
import { describe, expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { listInvoices } from "../../worker/invoices/invoice-store.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { endExemption } from "../../worker/tax/exemptions/save-exemption-flow.ts";
import { cookieOf, mailTo, post, signIn } from "../customers/account-actions.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { examineAll } from "../support/doctor-books.ts";
import { day, exempt, newCustomer, staff } from "../support/exemptions.ts";
import { ADDRESS, askWith, fillCart, orderOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

async function askOf(world: TestWorld, customerId: string | null, over: Partial<BeginCheckout> = {}) {
  const [sku = ""] = await seedGoods(1);
  return askWith(await fillCart(world, { [sku]: 2 }), { customerId, ...over });
}

async function priced(world: TestWorld, asked: BeginCheckout) {
  const answer = await priceCheckout(world, asked);
  if (!answer.ok) throw new Error(answer.problem.code);
  assertTotalsAddUp(answer.value.totals, answer.value.lines);
  return answer.value;
}

describe("a checkout", () => {
  test("of a customer with a certificate bears no tax; order, invoice and mail name it, and the books agree", async () => {
    const world = newTestWorld();
    const customer = await newCustomer();
    const { certificate } = await exempt(world, customer.email, { certificate: "CA-RESALE-12" });
    const asked = await askOf(world, customer.id, { email: customer.email });
    const shown = await priced(world, asked);
    expect(shown).toMatchObject({
      tax: { treatment: "exempt", certificate, country: "", groups: [] },
      totals: { taxMinor: 0, taxIncluded: false },
    });
    const { totalMinor } = shown.totals;
    const begun = await beginCheckout(world, { ...asked, totalMinor });
    expect(begun).toMatchObject({ ok: true, value: { totals: { totalMinor } } });
    expect(await beginCheckout(world, { ...asked, totalMinor })).toMatchObject({
      ok: true,
      value: { replayed: true, totals: { totalMinor } },
    });
    const sessionId = await sessionOf(world, asked.id);
    await payFor(sessionId);
    for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
    const orderId = await orderOf(world, asked.id);
    const db = world.ordersOfCheckout(asked.id);
    const order = await readOrder(db, orderId);
    expect(order?.tax).toEqual(shown.tax);
    expect(order?.totals).toEqual(shown.totals);
    const [invoice] = await listInvoices(db, orderId);
    expect(invoice?.facts).toMatchObject({ amountMinor: totalMinor, groups: [] });
    expect((await mailTo(customer.email, orderId)).text).toContain(`Tax exempt, certificate ${certificate}`);
    const found = await examineAll(world, ["checkouts", "orders", "payments", "taxes"]);
    expect(found.filter((each) => [asked.id, orderId].some((id) => JSON.stringify(each).includes(id)))).toEqual([]);
  });

  test.each([
    ["that ran out yesterday where the shopper is", { validUntil: day(-2) }],
    ["that begins in two days", { validFrom: day(2) }],
    ["of another state", { region: "NY" }],
    ["of another country", { country: "DE" }],
  ] as const)("of a customer with a certificate %s bears tax", async (_, over) => {
    const world = newTestWorld();
    const customer = await newCustomer();
    await exempt(world, customer.email, over);
    const { tax, totals } = await priced(world, await askOf(world, customer.id));
    expect(tax).toMatchObject({ treatment: "destination", country: "US", region: "CA" });
    expect(tax?.certificate).toBeUndefined();
    expect(totals.taxMinor).toBeGreaterThan(0);
  });

  test("of a guest with the customer's address, and of another account, bears tax", async () => {
    const world = newTestWorld();
    const [customer, other] = [await newCustomer(), await newCustomer()];
    await exempt(world, customer.email);
    for (const id of [null, other.id]) {
      const { tax } = await priced(world, await askOf(world, id, { email: customer.email }));
      expect(tax?.treatment).toBe("destination");
    }
    expect((await priced(world, await askOf(world, customer.id))).tax?.treatment).toBe("exempt");
  });

  test("has the tax taken out of prices that hold it", async () => {
    const world = newTestWorld();
    const customer = await newCustomer();
    await exempt(world, customer.email, { country: "DE", certificate: "DE-1" });
    const [sku = ""] = await seedGoods(1);
    const shippingAddress = { ...ADDRESS, city: "Berlin", region: "", postalCode: "10117", country: "DE" };
    const cartId = await fillCart(world, { [sku]: 1 }, "de-de");
    const asked = (customerId: string | null) => askWith(cartId, { customerId, shippingAddress });
    const [with_, without] = [await priced(world, asked(customer.id)), await priced(world, asked(null))];
    expect(without.totals).toMatchObject({ taxIncluded: true });
    expect(with_.totals).toMatchObject({ taxMinor: 0, taxIncluded: false });
    expect(with_.lines[0]?.unitMinor).toBe(Math.round((without.lines[0]?.unitMinor ?? 0) / 1.19));
  });

  test("whose certificate ends between the review and the payment is not begun: the review shows the new total", async () => {
    const world = newTestWorld();
    const customer = await newCustomer();
    const { id } = await exempt(world, customer.email);
    const asked = await askOf(world, customer.id);
    const { totalMinor } = (await priced(world, asked)).totals;
    expect((await endExemption(world, { id, version: 1 }, staff)).ok).toBe(true);
    const now = await priced(world, asked);
    expect(now.tax?.treatment).toBe("destination");
    expect(await beginCheckout(world, { ...asked, totalMinor })).toEqual({
      ok: false,
      problem: { code: "checkout.total_changed", totalMinor: now.totals.totalMinor },
    });
    expect(await readCheckout(world.ordersOfCheckout(asked.id), asked.id)).toBeNull();
  });

  test("that was begun keeps what it was shown, whatever staff end meanwhile", async () => {
    const world = newTestWorld();
    const customer = await newCustomer();
    const { id, certificate } = await exempt(world, customer.email);
    const asked = await askOf(world, customer.id);
    const begun = await beginCheckout(world, asked);
    await endExemption(world, { id, version: 1 }, staff);
    expect(await beginCheckout(world, asked)).toMatchObject({ ok: true, value: { replayed: true } });
    const sessionId = await sessionOf(world, asked.id);
    await payFor(sessionId);
    for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
    const order = await readOrder(world.ordersOfCheckout(asked.id), await orderOf(world, asked.id));
    expect(order?.tax?.certificate).toBe(certificate);
    expect(order?.totals.totalMinor).toBe(begun.ok && begun.value.totals.totalMinor);
  });

  test("over the API goes by the session, not by what the body says", async () => {
    const world = newTestWorld();
    const customer = await newCustomer();
    await exempt(world, customer.email);
    const cookie = cookieOf(await signIn(customer.email));
    const begin = async (headers: Record<string, string>) => {
      const { customerId: _, ...body } = await askOf(world, null, { email: customer.email });
      const answer = await post("/api/checkouts", body, { headers });
      return ((await answer.json()) as { totals: { taxMinor: number } }).totals.taxMinor;
    };
    expect(await begin({ cookie })).toBe(0);
    expect(await begin({})).toBeGreaterThan(0);
  });
});
