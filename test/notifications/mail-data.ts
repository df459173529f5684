/** An order as mails tell it, for any market. */
import type { MailOrder } from "../../emails/order-blocks.ts";
import type { Market } from "../../worker/markets/markets.ts";

export const orderOf = (market: Market): MailOrder => ({
  id: "7K3M-9QXD-PV2A",
  market: market.id,
  placedAtMs: Date.UTC(2026, 10, 20, 12),
  url: `https://store.test/${market.id}/orders/7K3M-9QXD-PV2A?key=secret`,
  lines: [
    { title: "Aurora 14 Laptop", options: { Colour: "Graphite", Memory: "32 GB" }, quantity: 2, totalMinor: 259_800 },
    { title: "USB-C Cable, 2 m", options: {}, quantity: 1, totalMinor: 1_900 },
  ],
  totals: {
    currency: market.currency,
    subtotalMinor: 261_700,
    discountMinor: 1_000,
    shippingMinor: 900,
    taxMinor: 41_700,
    taxIncluded: market.taxDisplay === "inclusive",
    totalMinor: market.taxDisplay === "inclusive" ? 261_600 : 303_300,
  },
  shipping: { id: "standard", name: "Standard", amountMinor: 900, daysMin: 2, daysMax: 4 },
  shippingAddress: {
    name: "Alex Example",
    line1: "12 Analytical Row",
    line2: "",
    city: "Springfield",
    region: "IL",
    postalCode: "62701",
    country: market.countries[0],
  },
});

/** The same, all of it downloaded. */
export const digitalOf = (order: MailOrder): MailOrder => ({
  ...order,
  totals: { ...order.totals, shippingMinor: 0 },
  shipping: { id: "none", name: "", amountMinor: 0, daysMin: 0, daysMax: 0 },
  downloads: ["manual.pdf", "取扱説明書.pdf"].map((name, at) => ({
    name,
    untilMs: order.placedAtMs,
    url: `https://store.test/${order.market}/downloads/token-${at}`,
  })),
});
