/**
 * A cart is lines of SKUs and quantities, in the order they were first added; prices are remembered, to honour
 * them for a while (honoured-price.ts) and to tell when one has changed since. A change either fits the limits whole or is refused whole.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Tier } from "../pricing/price.ts";
import { type Paying, takenOutBy, withLate } from "./cart-payment.ts";
import { lowerPromise, rememberedPrice, type Terms } from "./honoured-price.ts";
import type { SeenPrice } from "./seen-price.ts";

/** Lines that a cart takes one by one. */
export const LINES_MAX = 50;
/** Two full carts may become one at sign-in; such a cart takes no new line until it is below `LINES_MAX` again. */
export const LINES_MERGED_MAX = 2 * LINES_MAX;
/** Units of one SKU. */
export const QUANTITY_MAX = 99;
/** Counted from the last change. */
export const CART_KEPT_MS = 30 * 86_400_000;

/**
 * `unitMinor` is what one unit cost as the shopper saw it when the line was last touched, `tiers` what several did; null where
 * nobody showed a price in this market. Until `honouredUntilMs` no more is asked. `seen` is what the shopper's own page showed
 * them instead, by its word: told, never asked.
 */
export type CartLine = {
  sku: string;
  quantity: number;
  unitMinor: number | null;
  tiers?: readonly Tier[];
  honouredUntilMs?: number;
  seen?: SeenPrice;
  addedAtMs: number;
};
/** `customerId` is null until a customer claims it. */
export type Cart = Paying & {
  id: string;
  market: MarketId;
  lines: readonly CartLine[];
  customerId: string | null;
  updatedAtMs: number;
};
/** `max` is the limit that the change would pass. */
export type CartProblem =
  | { code: "cart.too_many_lines" | "cart.quantity_too_large"; max: number }
  | { code: "cart.unknown" | "cart.sku_unknown" | "cart.operation_differs" };

/** A line as it is asked for: `quantity` is added to what is there, or takes its place. `max`: of one order, where it is fewer. */
export type LineAsk = {
  sku: string;
  quantity: number;
  unitMinor: number;
  tiers?: readonly Tier[];
  /** The market that the price is of: where the cart has moved on to another by now, it is not the shopper's. */
  market?: MarketId;
  max?: number;
  seen?: SeenPrice;
};
/** What each SKU costs in the new market; one that is missing is not sold there. */
export type MarketPrices = Readonly<Record<string, Terms>>;
export type Units = { sku: string; quantity: number };
export type CartChange =
  | { kind: "add"; line: LineAsk }
  | { kind: "set"; line: LineAsk }
  | { kind: "absorb"; lines: readonly CartLine[]; market: MarketId; late?: readonly string[] }
  | { kind: "takeOut"; by: string; lines: readonly Units[] }
  | { kind: "changeMarket"; market: MarketId; prices: MarketPrices }
  | { kind: "claim"; customerId: string };

export const openCart = (id: string, market: MarketId, nowMs: number): Cart => ({
  id,
  market,
  lines: [],
  customerId: null,
  updatedAtMs: nowMs,
});

/** The moment in milliseconds from which it is gone, unless it is changed before. */
export const expiryOf = (cart: Cart): number => cart.updatedAtMs + CART_KEPT_MS;

/** The cart after a change, or why it cannot be. The cart handed in stays as it was. */
export function changeCart(cart: Cart, change: CartChange, nowMs: number): Outcome<Cart, CartProblem> {
  const changed = apply(cart, change, nowMs);
  return changed.ok ? done({ ...cart, ...changed.value, updatedAtMs: nowMs }) : changed;
}

function apply(cart: Cart, change: CartChange, nowMs: number): Outcome<Partial<Cart>, CartProblem> {
  switch (change.kind) {
    case "add":
      return putLine(
        cart,
        { ...change.line, quantity: quantityOf(cart, change.line.sku) + change.line.quantity },
        nowMs,
      );
    case "set":
      return putLine(cart, change.line, nowMs);
    case "absorb":
      return absorb(cart, change, nowMs);
    case "takeOut":
      return done({ lines: withoutUnits(cart.lines, change.lines), ...takenOutBy(cart, change.by) });
    case "changeMarket":
      return done({ market: change.market, lines: reprice(cart.lines, change.prices, nowMs) });
    case "claim":
      // Another customer's cart answers as if it were not there.
      if (cart.customerId !== null && cart.customerId !== change.customerId) return refused({ code: "cart.unknown" });
      return done({ customerId: change.customerId });
  }
}

const quantityOf = (cart: Cart, sku: string) => cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;

function putLine(
  cart: Cart,
  { sku, quantity, unitMinor, tiers = [], market, max: orderMax = QUANTITY_MAX, seen }: LineAsk,
  nowMs: number,
): Outcome<Partial<Cart>, CartProblem> {
  assert(Number.isSafeInteger(quantity) && quantity >= 0, "a quantity is a whole number, not negative");
  if (quantity === 0) return done({ lines: cart.lines.filter((line) => line.sku !== sku) });
  const max = Math.min(QUANTITY_MAX, orderMax);
  if (quantity > max) return refused({ code: "cart.quantity_too_large", max });
  const had = cart.lines.find((line) => line.sku === sku);
  if (!had && cart.lines.length >= LINES_MAX) return refused({ code: "cart.too_many_lines", max: LINES_MAX });
  const isOwn = market === cart.market;
  const price = isOwn ? rememberedPrice(had, { amountMinor: unitMinor, tiers }, quantity, nowMs) : { unitMinor: null };
  const put = { sku, quantity, ...price, ...(seen && { seen }), addedAtMs: had?.addedAtMs ?? nowMs };
  return done({ lines: had ? cart.lines.map((line) => (line === had ? put : line)) : [...cart.lines, put] });
}

/** The larger quantity of each SKU, at the lower price that was promised: taking the same lines in twice is taking them in once. */
function absorb(
  cart: Cart,
  { lines: others, market, late = [] }: Extract<CartChange, { kind: "absorb" }>,
  nowMs: number,
): Outcome<Partial<Cart>, CartProblem> {
  const bySku = new Map(cart.lines.map((line) => [line.sku, line]));
  for (const other of others) {
    const own = bySku.get(other.sku);
    const quantity = Math.max(own?.quantity ?? 0, other.quantity);
    const came = market === cart.market ? other : unpriced(other);
    const kept = own ? { ...lowerPromise(own, came, quantity, nowMs), addedAtMs: own.addedAtMs } : came;
    bySku.set(other.sku, { ...kept, quantity });
  }
  if (bySku.size > LINES_MERGED_MAX) return refused({ code: "cart.too_many_lines", max: LINES_MERGED_MAX });
  return done({ lines: [...bySku.values()], ...(late.length > 0 && withLate(cart, late)) });
}

/** A price remembered in another market is in another currency: there, none is. What a page showed names its own. */
const unpriced = ({ sku, quantity, seen, addedAtMs }: CartLine): CartLine => ({
  sku,
  quantity,
  unitMinor: null,
  ...(seen && { seen }),
  addedAtMs,
});

export function withoutUnits(lines: readonly CartLine[], bought: readonly Units[]): CartLine[] {
  const taken = new Map(bought.map(({ sku, quantity }) => [sku, quantity]));
  return lines
    .map((line) => ({ ...line, quantity: line.quantity - (taken.get(line.sku) ?? 0) }))
    .filter((line) => line.quantity > 0);
}

/** Nothing that was promised in another currency is kept. */
const reprice = (lines: readonly CartLine[], prices: MarketPrices, nowMs: number): CartLine[] =>
  lines.map(({ sku, quantity, seen, addedAtMs }) => {
    const terms = prices[sku];
    const price = terms ? rememberedPrice(undefined, terms, quantity, nowMs) : { unitMinor: null };
    return { sku, quantity, ...price, ...(seen && { seen }), addedAtMs };
  });
