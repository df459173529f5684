/** What a shopper is shown, what an order says, and what the provider is asked for are one sum: over random carts of every market. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { askedMinor, rememberedPrice } from "../../worker/cart/honoured-price.ts";
import { newCheckout } from "../../worker/checkout/new-checkout.ts";
import { sessionAskOf } from "../../worker/checkout/session-ask.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { REGIONS } from "../../worker/markets/regions.ts";
import { sessionParamsOf } from "../../worker/payments/stripe-session.ts";
import { payableStepOf, sumMinor } from "../../worker/pricing/money.ts";
import { type ListedPrice, priceAt, unitMinorOf } from "../../worker/pricing/price.ts";
import { CONSUMER, type TaxBuyer } from "../../worker/tax/place-of-supply.ts";
import { TAX_CLASSES } from "../../worker/tax/tax-class.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { MARKETS, marketOf } from "../support/markets.ts";
import { quoteFor } from "../support/quote-for.ts";

const NOW_MS = Date.UTC(2026, 9, 1);
/** In dinars, where cards know no tenth of a fils: with the tax of its country on top. */
const DINARS: readonly Market[] = ["en-us", "en-ca"].flatMap((id) => {
  const market = marketOf(id);
  return market ? [{ ...market, currency: "KWD" as const }] : [];
});
const place = fc.constantFrom(...MARKETS, ...DINARS).chain((market) =>
  fc.constantFrom(...market.countries).chain((country) =>
    fc.record({
      market: fc.constant(market),
      country: fc.constant(country),
      region: fc.constantFrom(...(REGIONS[country]?.map(({ code }) => code) ?? [""])),
    }),
  ),
);
/** A price with any sale, tiers and honoured price, and how many units. */
const wanted = fc.record({
  amountMinor: fc.integer({ min: 10, max: 500_000 }),
  saleShare: fc.option(fc.integer({ min: 1, max: 99 })),
  begins: fc.constantFrom(NOW_MS - 1, NOW_MS, NOW_MS + 1),
  tierShare: fc.option(fc.integer({ min: 1, max: 99 })),
  from: fc.integer({ min: 2, max: 20 }),
  quantity: fc.integer({ min: 1, max: 99 }),
  shownMinor: fc.integer({ min: 1, max: 500_000 }),
  shownAgoMs: fc.integer({ min: 0, max: 2 * 86_400_000 }),
  taxClass: fc.constantFrom(...TAX_CLASSES),
});
const buyer = fc.constantFrom<TaxBuyer>(
  CONSUMER,
  { vatCountry: "FR", exemptions: [] },
  {
    vatCountry: null,
    exemptions: MARKETS.flatMap(({ countries }) => countries).map((country) => ({
      ...{ country, region: "", certificate: "1", validFrom: "2026-01-01", validUntil: null },
    })),
  },
);

test("totals are lines, shipping and tax, and what is charged", () => {
  fc.assert(
    fc.property(
      place,
      fc.array(wanted, { minLength: 1, maxLength: 20 }),
      fc.nat(9_999),
      buyer,
      (where, asks, shippingMinor, who) => {
        // Amounts of a currency are whole steps of it, whoever set them.
        const step = payableStepOf(where.market.currency);
        const partOf = (minor: number, share: number) => Math.max(1, Math.floor((minor * share) / 100 / step)) * step;
        const lines = asks.map((asked, at) => {
          const ask = {
            ...asked,
            amountMinor: asked.amountMinor * step,
            shownMinor: asked.shownMinor * step,
          };
          const { amountMinor, saleShare, begins, tierShare, from, quantity, shownMinor, shownAgoMs, taxClass } = ask;
          const price: ListedPrice = {
            amountMinor,
            compareAtMinor: null,
            sale:
              saleShare === null
                ? null
                : { amountMinor: partOf(amountMinor, saleShare), fromMs: begins, untilMs: null },
            tiers: tierShare === null ? [] : [{ from, amountMinor: partOf(amountMinor, tierShare) }],
          };
          const terms = priceAt(price, NOW_MS);
          const shown = rememberedPrice(
            undefined,
            { amountMinor: shownMinor, tiers: [] },
            quantity,
            NOW_MS - shownAgoMs,
          );
          const unitMinor = askedMinor({ ...shown, quantity }, terms, NOW_MS);
          expect(unitMinor).toBeLessThanOrEqual(unitMinorOf(terms, quantity));
          const facts = { productId: "p", title: "Lamp", slug: "lamp", options: {}, image: "/lamp.svg" };
          return { sku: `SKU-${at}`, ...facts, unitMinor, quantity, taxClass };
        });
        const { market, country, region } = where;
        const shipping = {
          id: "standard",
          name: "Standard",
          amountMinor: shippingMinor * step,
          daysMin: 1,
          daysMax: 2,
        };
        const quoted = quoteFor({
          market,
          lines,
          shippingMinor: shippingMinor * step,
          to: { country, region },
          buyer: who,
          nowMs: NOW_MS,
        });
        assertTotalsAddUp(quoted.totals, quoted.lines);
        const address = {
          name: "Robin Example",
          line1: "1 Way",
          line2: "",
          city: "Town",
          region,
          postalCode: "1",
          country,
        };
        const ask = {
          id: "a",
          cartId: "b",
          email: "robin@example.com",
          shippingMethodId: "standard",
          customerId: null,
        };
        const snapshot = { market: market.id, needs: [], ...quoted, shippingAddress: address, shipping };
        const checkout = newCheckout({ ...ask, shippingAddress: address }, snapshot, NOW_MS);
        const params = sessionParamsOf(sessionAskOf(checkout, market, "https://store.test"));
        const charged = [
          ...(params.line_items ?? []).map((item) => (item.quantity ?? 0) * (item.price_data?.unit_amount ?? 0)),
          ...(params.shipping_options ?? []).map((option) => option.shipping_rate_data?.fixed_amount?.amount ?? 0),
        ];
        expect(sumMinor(charged)).toBe(quoted.totals.totalMinor);
        expect(quoted.totals.totalMinor % step).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
