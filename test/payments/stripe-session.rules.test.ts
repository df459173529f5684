/** What the store asks Stripe to charge, and how it reads what Stripe says of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOCALES } from "../../worker/markets/markets.ts";
import { paymentSessionOf, sessionParamsOf } from "../../worker/payments/stripe-session.ts";
import { CURRENCIES } from "../../worker/pricing/money.ts";
import { sessionAsk } from "../support/stripe-in-process.ts";

const amount = fc.integer({ min: 0, max: 100_000 });
const line = fc.record({
  name: fc.string({ minLength: 1 }),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitMinor: amount,
  imageUrl: fc.constantFrom(null, "https://store.test/a.webp", "/media/a.webp"),
});

/** What Stripe would charge. */
const chargedMinor = (params: ReturnType<typeof sessionParamsOf>): number => {
  const lines = (params.line_items ?? []).map((item) => (item.price_data?.unit_amount ?? 0) * (item.quantity ?? 0));
  const shipping = (params.shipping_options ?? []).map(
    (option) => option.shipping_rate_data?.fixed_amount?.amount ?? 0,
  );
  return [...lines, ...shipping].reduce((sum, part) => sum + part, 0);
};

describe("what is asked of Stripe", () => {
  test("what is charged is the lines, the shipping and the tax on top, to the smallest unit", () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 50 }),
        amount,
        amount,
        (lines, shippingMinor, taxOnTopMinor) => {
          const params = sessionParamsOf(
            sessionAsk({ lines, shipping: { name: "Standard", amountMinor: shippingMinor }, taxOnTopMinor }),
          );
          const linesMinor = lines.reduce((sum, { quantity, unitMinor }) => sum + quantity * unitMinor, 0);
          expect(chargedMinor(params)).toBe(linesMinor + shippingMinor + taxOnTopMinor);
        },
      ),
    );
  });

  test("every part is in the order's currency, in Stripe's lower case", () => {
    for (const currency of CURRENCIES) {
      const lines = [{ name: "Lamp", quantity: 1, unitMinor: 900, imageUrl: null }];
      const whole = { currency, lines, shipping: { name: "Standard", amountMinor: 500 }, taxOnTopMinor: 100 };
      const { line_items: items = [], shipping_options: options = [] } = sessionParamsOf(sessionAsk(whole));
      const named = [
        ...items.map((item) => item.price_data?.currency),
        ...options.map((option) => option.shipping_rate_data?.fixed_amount?.currency),
      ];
      expect(new Set(named)).toEqual(new Set([currency.toLowerCase()]));
    }
  });

  test("free shipping and prices that hold the tax bring no line of their own", () => {
    const params = sessionParamsOf(sessionAsk({ shipping: { name: "Standard", amountMinor: 0 }, taxOnTopMinor: 0 }));
    expect(params).not.toHaveProperty("shipping_options");
    expect(params.line_items).toHaveLength(2);
  });

  test("tax on top is a line with a name in the shopper's language", () => {
    const { line_items: items = [] } = sessionParamsOf(sessionAsk({ locale: "de-DE" }));
    expect(items.at(-1)).toEqual({
      quantity: 1,
      price_data: { currency: "usd", unit_amount: 930, product_data: { name: "Umsatzsteuer" } },
    });
  });

  test("only pictures that Stripe can fetch are named", () => {
    const images = sessionParamsOf(sessionAsk()).line_items?.map((item) => item.price_data?.product_data?.images);
    expect(images).toEqual([["https://store.test/media/a.webp"], undefined, undefined]);
  });

  test("the checkout is named on the session and on the charge, so that either leads back to it", () => {
    const ask = sessionAsk();
    expect(sessionParamsOf(ask)).toMatchObject({
      client_reference_id: ask.checkoutId,
      metadata: { checkoutId: ask.checkoutId },
      payment_intent_data: { metadata: { checkoutId: ask.checkoutId } },
    });
  });

  test("payment methods are those of the market; where it names none, the account decides what is offered", () => {
    for (const locale of LOCALES)
      expect(sessionParamsOf(sessionAsk({ locale }))).not.toHaveProperty("payment_method_types");
    expect(sessionParamsOf(sessionAsk({ paymentMethods: ["card", "paypal"] }))).toMatchObject({
      payment_method_types: ["card", "paypal"],
    });
  });
});

describe("what Stripe's session says", () => {
  const session = {
    id: "cs_test_1",
    client_reference_id: "checkout-1",
    metadata: { checkoutId: "checkout-1" },
    amount_total: 1_099,
    currency: "gbp",
    payment_intent: null,
    payment_status: "unpaid",
    status: "open",
    url: "https://checkout.stripe.com/c/pay/cs_test_1",
  };
  const read = (over: object) => paymentSessionOf({ ...session, ...over } as never);
  const intent = (status: string) => ({ id: "pi_1", status });

  test.each([
    ["an open session can be paid", {}, { state: "open", payment: "unpaid", url: session.url, paymentId: null }],
    [
      "a paid one is paid",
      { status: "complete", payment_status: "paid", payment_intent: "pi_1", url: null },
      { state: "complete", payment: "paid", paymentId: "pi_1" },
    ],
    [
      "nothing to pay counts as paid",
      { status: "complete", payment_status: "no_payment_required" },
      { payment: "paid" },
    ],
    [
      "a delayed payment is on its way",
      { status: "complete", payment_intent: intent("processing") },
      { payment: "unpaid", paymentId: "pi_1" },
    ],
    [
      "a delayed payment that failed is known",
      { status: "complete", payment_intent: intent("requires_payment_method") },
      { payment: "failed" },
    ],
    [
      "a declined card leaves an open session unpaid",
      { payment_intent: intent("requires_payment_method") },
      { state: "open", payment: "unpaid" },
    ],
    ["an expired one has no address", { status: "expired" }, { state: "expired", url: null }],
  ])("%s", (_, over, expected) => {
    expect(read(over)).toMatchObject(expected);
  });

  test("amounts and currency are the store's own kind", () => {
    expect(read({})).toMatchObject({ checkoutId: "checkout-1", amountMinor: 1_099, currency: "GBP" });
  });

  test("a session that somebody else made on the same account is not the store's", () => {
    expect(read({ metadata: {} })).toBeNull();
    expect(read({ amount_total: null })).toBeNull();
  });
});
