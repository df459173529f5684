/** What a checkout asks to be paid, as the shopper reads it on the provider's page. */
import { describe, expect, test } from "vitest";
import type { CheckoutSnapshot } from "../../worker/checkout/checkout.ts";
import { newCheckout } from "../../worker/checkout/new-checkout.ts";
import { sessionAskOf } from "../../worker/checkout/session-ask.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { marketOf } from "../support/markets.ts";

const HOME = {
  name: "山田 花子",
  line1: "丸の内1-1",
  line2: "",
  city: "千代田区",
  region: "JP-13",
  postalCode: "100-0005",
};
const SHIPPING = { id: "standard", name: "Standard", amountMinor: 0, daysMin: 1, daysMax: 2 };

/** One pair of headphones in White and in a finish that the store has no words for. */
const snapshotIn = (market: MarketId): CheckoutSnapshot => ({
  market,
  needs: [],
  lines: [
    {
      sku: "headphones-white",
      productId: "headphones",
      title: "Headphones",
      slug: "headphones",
      options: { Colour: "White", Finish: "Brushed" },
      image: "/media/headphones.svg",
      unitMinor: 59_400,
      quantity: 1,
      totalMinor: 59_400,
      taxMinor: 5_400,
    },
  ],
  shippingAddress: { ...HOME, country: "JP" },
  shipping: SHIPPING,
  totals: {
    currency: "JPY",
    subtotalMinor: 59_400,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 5_400,
    taxIncluded: true,
    totalMinor: 59_400,
  },
});

function askIn(market: MarketId) {
  const snapshot = snapshotIn(market);
  const { shippingAddress } = snapshot;
  const ask = { id: "a", cartId: "b", email: "hanako@example.com", shippingMethodId: "standard", customerId: null };
  const checkout = newCheckout({ ...ask, shippingAddress }, snapshot, 0);
  return sessionAskOf(checkout, marketOf(market) as Market, "https://store.test");
}
const lineNamesIn = (market: MarketId) => askIn(market).lines.map(({ name }) => name);

describe("the lines at the payment provider", () => {
  test("name the options in the order's language, and those the store has no words for as they came", () => {
    expect(lineNamesIn("ja-jp")).toEqual(["Headphones · ホワイト · Brushed"]);
    expect(lineNamesIn("en-us")).toEqual(["Headphones · White · Brushed"]);
  });
});

test("only who did what the provider asked for comes back to wait for the end of the payment", () => {
  const { successUrl, cancelUrl } = askIn("ja-jp");
  expect([successUrl, cancelUrl]).toEqual([
    "https://store.test/ja-jp/checkout/a?returned=1",
    "https://store.test/ja-jp/checkout/a",
  ]);
});
