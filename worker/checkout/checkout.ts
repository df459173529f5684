/** A checkout: a priced snapshot of a cart, held while the shopper pays. Its states and the moves between them are data. */
import type { Component } from "../catalog/bundles/bundle.ts";
import type { DownloadTerms } from "../catalog/digital/digital.ts";
import type { SoldVariant } from "../catalog/product.ts";
import type { WeekHours } from "../inventory/pickup.ts";
import type { StockPromise } from "../inventory/stock-policy.ts";
import type { StockNeed } from "../inventory/supply.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Currency } from "../pricing/money.ts";
import type { CustomsHint } from "../shipping/customs.ts";
import type { DeliveryPromise } from "../shipping/delivery-promise.ts";
import type { TaxPart } from "../tax/reckon-tax.ts";
import type { OrderTax } from "../tax/tax-answer.ts";
import type { TaxClass } from "../tax/tax-class.ts";

/**
 * holding: written, units being held. held: units held, payment created. processing: the shopper used a delayed method,
 * the money is on its way. paid: an order exists. abandoned: refused or given up before it was payable.
 * expired: not paid in time. refused: paid, but the units were gone; the money goes back.
 */
export type CheckoutState = "holding" | "held" | "processing" | "paid" | "abandoned" | "expired" | "refused";

/** The states each may move to; `paid` and `refused` are final. */
export const CHECKOUT_MOVES = {
  // A move to itself marks a step: another request took over, or a new set of holds was begun.
  holding: ["holding", "held", "abandoned", "processing", "paid", "refused", "expired"],
  held: ["held", "processing", "paid", "expired", "refused"],
  processing: ["processing", "paid", "expired", "refused"],
  // A payment that comes late: what it needs is held again first.
  expired: ["processing", "refused"],
  abandoned: ["refused"],
  paid: [],
  refused: [],
} as const satisfies Record<CheckoutState, readonly CheckoutState[]>;

export const mayMove = (leaves: CheckoutState, enters: CheckoutState): boolean =>
  (CHECKOUT_MOVES[leaves] as readonly CheckoutState[]).includes(enters);

/** What is left out is an empty text. */
export type Address = {
  name: string;
  line1: string;
  line2: string;
  /** A part of the city that the country's addresses name: a bairro, a 동. There where it is not empty. */
  district?: string;
  city: string;
  region: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** In E.164, for the carrier. There where it is not empty. */
  phone?: string;
};

export type CheckoutLine = SoldVariant & {
  quantity: number;
  /** `unitMinor × quantity`. */
  totalMinor: number;
  /** Tax in it (inclusive market) or on it (exclusive market). */
  taxMinor: number;
  /** Its parts, tax by tax; left out of lines from before they were kept. */
  taxes?: readonly TaxPart[];
  taxClass?: TaxClass;
  /** Of a bundle: what one is made of, as far as it is counted. */
  components?: readonly Component[];
  /** Of units that were sold before they were here: when they ship. */
  promise?: StockPromise | null;
  /** Sold as files: nothing of it is shipped. `download`, in a checkout, is what the buyer gets. */
  digital?: boolean;
  download?: DownloadTerms;
};

/** All in one currency. `total = subtotal − discount + shipping + (tax when it is added on top)`. */
export type Totals = {
  currency: Currency;
  subtotalMinor: number;
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  taxIncluded: boolean;
  totalMinor: number;
};

/** Of what is all downloaded: there is no parcel. */
export const NO_SHIPPING_ID = "none";

/** The name is in the market's language, the amount in its minor units; days are working days. */
export type ShippingChoice = {
  id: string;
  name: string;
  amountMinor: number;
  daysMin: number;
  daysMax: number;
  /** The store pays what customs ask; where it is left out, the buyer does. */
  duties?: "paid";
  /** When it was to arrive, as the buyer was told; left out where a line ships later. */
  estimate?: DeliveryPromise;
  /** What may be asked for on arrival, as the buyer was told; left out where no border is crossed. */
  customs?: CustomsHint;
  /** Where and from when it is collected, as the buyer was told; of what is sent it is left out. */
  pickup?: PickupPlace;
};

/** `address.name` is the point's own. `readyFrom` is a moment by the clock there: `2026-11-24T15:15`. */
export type PickupPlace = { location: string; address: Address; hours: WeekHours; readyFrom: string };

/** What is bought, where it goes and what it comes to, all of one moment. */
export type CheckoutSnapshot = {
  market: MarketId;
  lines: readonly CheckoutLine[];
  /** What is held for the lines: each SKU once, bundles taken apart, uncounted ones left out. */
  needs: readonly StockNeed[];
  shippingAddress: Address;
  shipping: ShippingChoice;
  totals: Totals;
  /** Whose tax it is, and what each rate came to; left out of checkouts from before it was kept. */
  tax?: OrderTax;
  /** How often the cart had been bought from when it was priced; left out of the first. */
  purchases?: number;
};
