/** A cart as the shopper sees it: today's prices and availability, and what has changed since each line was added. */
import type { Sellable, SoldVariant } from "../catalog/product.ts";
import { promiseFor, type StockOffer } from "../inventory/stock-offer.ts";
import type { StockPromise } from "../inventory/stock-policy.ts";
import type { Market, MarketId } from "../markets/markets.ts";
import type { Currency, Money } from "../pricing/money.ts";
import { unitMinorOf } from "../pricing/price.ts";
import { beforeOf } from "../pricing/prior-price.ts";
import { type Cart, type CartLine, QUANTITY_MAX } from "./cart.ts";
import { askedMinor, askedTerms, seenMinor, type Terms } from "./honoured-price.ts";

/** `priceFromMinor`: the price of a unit that was shown before, and is not asked any more. `availableOnly`: fewer units are left than asked for. `gone`: sold no more. */
export type LineChange = { priceFromMinor?: number; availableOnly?: number; gone?: true };

/** A line that is gone has its SKU for a title, and amounts of 0. */
export type PricedLine = SoldVariant & {
  quantity: number;
  /** `unitMinor × quantity`; 0 for a line that is gone. */
  totalMinor: number;
  /** Of one unit. */
  price: Money;
  /** Units that may be bought, promised ones included; null where they are not counted. */
  available: number | null;
  /** Units that the market keeps back. */
  keptBack: number;
  /** Units of one order. */
  orderMax: number;
  /** What is said of those that are not here; null where all are. */
  promise: StockPromise | null;
  /** What a unit is reduced from, or null; whether that is the lowest of the 30 days before. */
  compareAtMinor: number | null;
  lowest30Days: boolean;
  /** It costs more by now: until when the shopper's price is honoured, and what comes after. */
  honoured: { untilMs: number; thenMinor: number } | null;
  /** What a unit costs at other quantities too: a form sends it back as what was seen. */
  terms: Terms;
  /** Downloaded, not shipped. */
  digital?: true;
  changed: LineChange | null;
};

/** Whether nothing of it is shipped: lines that are gone do not count. */
export function isAllDigital(lines: readonly PricedLine[]): boolean {
  const sold = lines.filter((line) => !line.changed?.gone);
  return sold.length > 0 && sold.every(({ digital }) => digital);
}

/** Lines are in the order they were first added. */
export type PricedCart = {
  id: string;
  market: MarketId;
  lines: readonly PricedLine[];
  /** Lines that are gone count in neither. Before discounts, shipping, and tax that comes on top. */
  totals: { currency: Currency; subtotalMinor: number; itemCount: number };
  updatedAtMs: number;
};

/**
 * Prices a cart in a market. A SKU missing from `sellables` is gone; one missing from `offers` could not be asked
 * for, and is taken to be there: the checkout's hold decides.
 */
export function priceCart(
  cart: Cart,
  market: Market,
  sellables: ReadonlyMap<string, Sellable>,
  offers: ReadonlyMap<string, StockOffer>,
  nowMs: number,
): PricedCart {
  const lines = cart.lines.map((line) => {
    const sellable = sellables.get(line.sku);
    if (!sellable) return goneLine(line, market.currency);
    // A price remembered in another market is in another currency.
    const seen = cart.market === market.id ? line : { ...line, unitMinor: null };
    return pricedLine(seen, sellable, offers.get(line.sku) ?? offerUnread(line), market, nowMs);
  });
  const sold = lines.filter((line) => !line.changed?.gone);
  const subtotalMinor = sold.reduce((sum, line) => sum + line.totalMinor, 0);
  const itemCount = sold.reduce((sum, line) => sum + line.quantity, 0);
  const totals = { currency: market.currency, subtotalMinor, itemCount };
  return { id: cart.id, market: market.id, lines, totals, updatedAtMs: cart.updatedAtMs };
}

function pricedLine(
  line: CartLine,
  { productId, title, slug, options, image, terms, download }: Sellable,
  offer: StockOffer,
  market: Market,
  nowMs: number,
): PricedLine {
  const { sku, quantity } = line;
  const { units } = offer;
  const unitMinor = askedMinor(line, terms, nowMs);
  const honoured = honouredOf(line, unitMinorOf(terms, quantity), unitMinor);
  const wasMinor = shownMinor(line, market.currency, honoured && unitMinor);
  const before = beforeOf({ ...terms, amountMinor: unitMinor }, market);
  const changed: LineChange = {
    ...(wasMinor !== null && wasMinor !== unitMinor && { priceFromMinor: wasMinor }),
    ...(units < quantity && { availableOnly: units }),
  };
  return {
    sku,
    productId,
    title,
    slug,
    options,
    image,
    quantity,
    unitMinor,
    totalMinor: unitMinor * quantity,
    price: { amountMinor: unitMinor, currency: market.currency },
    compareAtMinor: before?.minor ?? null,
    lowest30Days: before?.lowest30Days ?? false,
    honoured,
    terms: askedTerms(line, terms, nowMs),
    available: Number.isFinite(units) ? units : null,
    keptBack: offer.keptBack,
    orderMax: Math.min(QUANTITY_MAX, offer.orderMax),
    promise: promiseFor(offer, quantity),
    ...(download && { digital: true }),
    changed: Object.keys(changed).length > 0 ? changed : null,
  };
}

/**
 * What was shown before: by the shopper's page where it said, else by the cart. While an older price is honoured, a page that
 * showed a higher one since changes nothing.
 */
function shownMinor(line: CartLine, currency: Currency, honouredMinor: number | null): number | null {
  const { seen, quantity } = line;
  const bySeen = seen?.currency === currency ? unitMinorOf(seen, quantity) : null;
  const isNews = bySeen !== null && (honouredMinor === null || bySeen < honouredMinor);
  return isNews ? bySeen : seenMinor(line, quantity);
}

const honouredOf = ({ honouredUntilMs = 0 }: CartLine, thenMinor: number, unitMinor: number): PricedLine["honoured"] =>
  thenMinor > unitMinor ? { untilMs: honouredUntilMs, thenMinor } : null;

const offerUnread = ({ quantity }: CartLine): StockOffer => ({
  units: quantity,
  here: quantity,
  promise: null,
  orderMax: QUANTITY_MAX,
  keptBack: 0,
});

/** All that is left of it is its SKU: the shopper is told, and can take it out. */
const goneLine = ({ sku, quantity }: CartLine, currency: Currency): PricedLine => ({
  sku,
  productId: "",
  title: sku,
  slug: "",
  options: {},
  image: "",
  quantity,
  unitMinor: 0,
  totalMinor: 0,
  price: { amountMinor: 0, currency },
  compareAtMinor: null,
  lowest30Days: false,
  honoured: null,
  terms: { amountMinor: 0, tiers: [] },
  available: 0,
  keptBack: 0,
  orderMax: QUANTITY_MAX,
  promise: null,
  changed: { gone: true },
});
