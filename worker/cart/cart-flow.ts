/** Carts, priced: each change goes to the cart's object, and answers the whole cart at today's prices. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { Market, MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { type Cart, type CartProblem, QUANTITY_MAX } from "./cart.ts";
import { type CartFacts, readCartFacts } from "./cart-facts-flow.ts";
import type { CartKeeper } from "./cart-keeper.ts";
import type { Terms } from "./honoured-price.ts";
import { type PricedCart, priceCart } from "./priced-cart.ts";
import { differs, type SeenPrice } from "./seen-price.ts";

export type CartAnswer = Promise<Outcome<PricedCart, CartProblem>>;
/** `operationId` is made by the client; the same one again changes nothing. `seen` is the price that the shopper had before them. */
export type LineAsk = { operationId: string; sku: string; quantity: number; seen?: SeenPrice | undefined };
type Found = { keeper: CartKeeper; cart: Cart; market: Market };

const UNKNOWN = refused({ code: "cart.unknown" } as const);

/** A new cart, empty; each call makes another one. */
export async function openCart(world: World, marketId: MarketId): Promise<PricedCart> {
  const { cartId, cart } = world.newCart();
  return priceCart(
    await cart.open(cartId, marketId),
    await readBegunMarket(world, marketId),
    new Map(),
    new Map(),
    world.nowMs(),
  );
}

/** Priced in its own market, or as it would be in `marketId`. */
export async function readCart(world: World, cartId: string, marketId?: MarketId): CartAnswer {
  const found = await findCart(world, cartId);
  if (!found) return UNKNOWN;
  return done(await priced(world, found.cart, marketId ? await readBegunMarket(world, marketId) : found.market));
}

/** Adds to what the cart has of the SKU. Units are not held: the checkout does that. */
export const addToCart = (world: World, cartId: string, change: LineAsk): CartAnswer =>
  changeLine(world, cartId, change, "add");

/** Sets how many of the SKU the cart has; 0 takes the line out. */
export const setCartLine = (world: World, cartId: string, change: LineAsk): CartAnswer =>
  changeLine(world, cartId, change, "set");

/** Moves the cart to another market: language, currency and prices. Lines not sold there stay, and say they are gone. */
export async function changeCartMarket(
  world: World,
  cartId: string,
  operationId: string,
  marketId: MarketId,
): CartAnswer {
  const found = await findCart(world, cartId);
  if (!found) return UNKNOWN;
  const market = await readBegunMarket(world, marketId);
  const facts = await readCartFacts(world, market, skusOf(found.cart));
  const prices = Object.fromEntries([...facts.sellables].map(([sku, { terms }]) => [sku, termsOf(terms)]));
  const changed = await found.keeper.changeMarket(operationId, marketId, prices);
  return changed.ok ? done(await pricedOwn(world, changed.value, facts)) : changed;
}

/** After an order is placed: takes out what was bought, keeps what was added since. Fine for a cart that has expired. */
export async function takeOutBought(
  world: World,
  cartId: string,
  operationId: string,
  lines: readonly { sku: string; quantity: number }[],
): Promise<Outcome<Cart, CartProblem>> {
  const bought = lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return (await world.cartOf(cartId)?.takeOut(operationId, bought)) ?? UNKNOWN;
}

/**
 * What was taken out for a payment that came to nothing goes back in: no line is doubled, and a cart that is gone stays
 * gone. Repeats safely by the operation id.
 */
export async function putBackUnpaid(
  world: World,
  cartId: string,
  operationId: string,
  unpaid: { market: MarketId; lines: readonly { sku: string; quantity: number; unitMinor: number }[] },
): Promise<void> {
  const addedAtMs = world.nowMs();
  const lines = unpaid.lines.map(({ sku, quantity, unitMinor }) => ({ sku, quantity, unitMinor, addedAtMs }));
  await world.cartOf(cartId)?.absorb(operationId, lines, unpaid.market);
}

async function changeLine(world: World, cartId: string, change: LineAsk, kind: "add" | "set"): CartAnswer {
  const found = await findCart(world, cartId);
  if (!found) return UNKNOWN;
  const { operationId, sku, quantity, seen } = change;
  const facts = await readCartFacts(world, found.market, [...skusOf(found.cart), sku]);
  const sellable = facts.sellables.get(sku);
  // A line is taken out whether it is still sold or not.
  if (!sellable && quantity > 0) return refused({ code: "cart.sku_unknown" });
  const max = facts.offers.get(sku)?.orderMax ?? QUANTITY_MAX;
  const terms = sellable ? termsOf(sellable.terms) : NOTHING;
  const { id: market, currency } = found.market;
  const changed = await found.keeper[kind](operationId, {
    ...{ sku, quantity, unitMinor: terms.amountMinor, tiers: terms.tiers, market, max },
    ...(seen && differs(seen, currency, terms) && { seen }),
  });
  return changed.ok ? done(await pricedOwn(world, changed.value, facts)) : changed;
}

async function findCart(world: World, cartId: string): Promise<Found | null> {
  const keeper = world.cartOf(cartId);
  const cart = keeper ? await keeper.read() : null;
  return keeper && cart ? { keeper, cart, market: await readBegunMarket(world, cart.market) } : null;
}

/** Facts read before a change hold after it, unless another change brought a SKU or a market that they do not cover. */
async function priced(world: World, cart: Cart, market: Market, known?: CartFacts): Promise<PricedCart> {
  const covered = known?.market.id === market.id && cart.lines.every((line) => known.asked.has(line.sku));
  const facts = covered && known ? known : await readCartFacts(world, market, skusOf(cart));
  return priceCart(cart, market, facts.sellables, facts.offers, world.nowMs());
}

const pricedOwn = async (world: World, cart: Cart, known: CartFacts): Promise<PricedCart> =>
  priced(world, cart, await readBegunMarket(world, cart.market), known);

const termsOf = ({ amountMinor, tiers }: Terms): Terms => ({ amountMinor, tiers });
const NOTHING: Terms = { amountMinor: 0, tiers: [] };
const skusOf = (cart: Cart) => cart.lines.map(({ sku }) => sku);
