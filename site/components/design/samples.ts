/** What the page of components is filled with where the shop's own words are too short to try its layout. */
import type { CheckoutSnapshot, Totals } from "../../../worker/checkout/checkout.ts";
import type { Market } from "../../../worker/markets/markets.ts";
import type { OrderTax } from "../../../worker/tax/tax-answer.ts";
import type { Details } from "../../forms/checkout-form.ts";

/** Long words, a word that does not end, and both directions of text. */
export const LONG_WORDS =
  "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung with everything it comes with, سماعات رأس لاسلكية, ノイズキャンセリング";

/** Sums that add up, in a market's own currency. */
export const totalsOf = ({ currency, taxDisplay }: Market): Totals => ({
  currency,
  subtotalMinor: 45_800,
  discountMinor: 1_800,
  shippingMinor: 600,
  taxMinor: 3_400,
  taxIncluded: taxDisplay === "inclusive",
  totalMinor: taxDisplay === "inclusive" ? 44_600 : 48_000,
});

/** A purchase of that sum. */
export const snapshotOf = (market: Market): CheckoutSnapshot => ({
  market: market.id,
  lines: [],
  needs: [],
  shippingAddress: DETAILS.address,
  shipping: { id: "standard", name: "", amountMinor: 600, daysMin: 2, daysMax: 4 },
  totals: totalsOf(market),
});

/** Its tax, of one kind where any is charged. */
export const taxOf = ({ totalMinor, taxMinor }: Totals, treatment: OrderTax["treatment"]): OrderTax => ({
  ...{ treatment, source: "table", country: "DE", region: "", day: "2026-01-01", shipping: [] },
  groups: taxMinor === 0 ? [] : [{ kind: "vat", per100k: 19_000, netMinor: totalMinor - taxMinor, taxMinor }],
});

/** As typed by somebody who has made every fault. */
export const DETAILS: Details = {
  email: "alex",
  address: { name: LONG_WORDS, line1: "", line2: "", city: "", region: "", postalCode: "?", country: "DE" },
  shippingMethodId: "standard",
  saveAddress: false,
  business: { company: "", vatNumber: "" },
};
