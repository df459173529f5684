/** The payment a checkout asks for: the same prices the shopper saw, which sum to its total. */
import { assert } from "../base/assert.ts";
import { optionValues } from "../catalog/option-words.ts";
import type { Locale, Market } from "../markets/markets.ts";
import type { SessionAsk } from "../payments/payment-provider.ts";
import { isPaidIn, isPayableMinor, sumMinor } from "../pricing/money.ts";
import type { CheckoutLine } from "./checkout.ts";
import { checkoutPathOf, returnedPathOf } from "./checkout-link.ts";
import type { Checkout } from "./checkout-store.ts";

/** `origin` is scheme and host of the store, to which the shopper comes back. */
export function sessionAskOf(checkout: Checkout, market: Market, origin: string): SessionAsk {
  const { id, email, expiresAtMs, snapshot } = checkout;
  const { lines, shipping, totals } = snapshot;
  assert(market.id === snapshot.market, "a checkout is paid in its own market");
  const taxOnTopMinor = totals.taxIncluded ? 0 : totals.taxMinor;
  const askedMinor =
    sumMinor(lines.map((line) => line.unitMinor * line.quantity)) + totals.shippingMinor + taxOnTopMinor;
  const asked = [...lines.map((line) => line.unitMinor), totals.shippingMinor, taxOnTopMinor];
  assert(
    isPaidIn(totals.currency) && asked.every((amountMinor) => isPayableMinor(amountMinor, totals.currency)),
    "each amount can be charged in its currency",
  );
  assert(askedMinor === totals.totalMinor, "what is asked for at the provider sums to the checkout's total");
  return {
    checkoutId: id,
    email,
    locale: market.locale,
    currency: totals.currency,
    paymentMethods: market.paymentMethods,
    lines: lines.map((line) => paidLineOf(line, market.locale, origin)),
    shipping: { name: shipping.name, amountMinor: totals.shippingMinor },
    taxOnTopMinor,
    successUrl: origin + returnedPathOf(market.id, id),
    cancelUrl: origin + checkoutPathOf(market.id, id),
    expiresAtMs,
  };
}

function paidLineOf({ title, options, quantity, unitMinor, image }: CheckoutLine, locale: Locale, origin: string) {
  const name = [title, ...optionValues(options, locale)].join(" · ");
  return { name, quantity, unitMinor, imageUrl: image.startsWith("/") ? origin + image : null };
}
