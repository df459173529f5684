/** Carts, priced: each change goes to the cart's object, and answers the whole cart at today's prices. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { Market, MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { type Cart, type CartProblem, QUANTITY_MAX, type Units } from "./cart.ts";
import { type CartFacts, readCartFacts } from "./cart-facts-flow.ts";
import type { CartKeeper } from "./cart-keeper.ts";
import type { GoodsAt } from "./cart-payment.ts";
import type { Terms } from "./honoured-price.ts";
import { endLeaving, followGoods, MERGES_FOLLOWED_MAX } from "./leave-cart-flow.ts";
import { type PricedCart, priceCart } from "./priced-cart.ts";
import { differs, type SeenPrice } from "./seen-price.ts";

export type CartAnswer = Promise<Outcome<PricedCart, CartProblem>>;
/** `operationId` is made by the client; the same one again changes nothing. `seen` is the price that the shopper had before them. */
export type LineAsk = { operationId: string; sku: string; quantity: number; seen?: SeenPrice | undefined };
type Found = { keeper: CartKeeper; cart: Cart; market: Market };

const UNKNOWN = refused({ code: "cart.unknown" } as const);

/** A new cart for a shopper: none is begun in a market that is not open. */
export async function beginCart(
  world: World,
  marketId: MarketId,
): Promise<Outcome<PricedCart, { code: "market.unknown" }>> {
  const market = await readBegunMarket(world, marketId);
  return market.state === "open" ? done(await openCart(world, marketId)) : refused({ code: "market.unknown" });
}

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

/** What of a checkout tells where its goods are: in which cart they were priced, and how much had left that by then. */
type BoughtGoods<Line extends Units = Units> = {
  id: string;
  cartId: string;
  snapshot: { purchases?: number; lines: readonly Line[] };
};
type UnpaidGoods = BoughtGoods<Units & { unitMinor: number }> & { snapshot: { market: MarketId } };

/**
 * After an order is placed: takes out what was bought, keeps what was added since. Out of the cart that the goods are in by now;
 * fine for one that has expired. Repeats safely.
 */
export async function takeOutBought(world: World, { id, cartId, snapshot }: BoughtGoods): Promise<void> {
  const bought = snapshot.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  let at: GoodsAt = { cartId, purchases: snapshot.purchases ?? 0 };
  for (let hops = 0; hops < MERGES_FOLLOWED_MAX; hops += 1) {
    const taken = await world.cartOf(at.cartId)?.takeOut(id, bought, at.purchases);
    if (!taken || taken.ok || taken.problem.code === "gone") return;
    if (taken.problem.code === "leaves") await endLeaving(world, at.cartId);
    if (taken.problem.code === "merged") at = taken.problem.to;
  }
  world.log.error("cart.bought_goods_not_found", { checkoutId: id, cartId });
}

/**
 * What was taken out for a payment that came to nothing goes back in, into the cart that the rest went to: no line is doubled, and a
 * cart that is gone stays gone. Repeats safely.
 */
export async function putBackUnpaid(world: World, { id, cartId, snapshot }: UnpaidGoods): Promise<void> {
  const addedAtMs = world.nowMs();
  const lines = snapshot.lines.map(({ sku, quantity, unitMinor }) => ({ sku, quantity, unitMinor, addedAtMs }));
  const found = await followGoods(world, { cartId, purchases: snapshot.purchases ?? 0 });
  await world.cartOf(found?.cart.id ?? cartId)?.absorb(`${id}:back`, lines, snapshot.market);
}

async function changeLine(world: World, cartId: string, change: LineAsk, kind: "add" | "set"): CartAnswer {
  const found = await findCart(world, cartId);
  if (!found) return UNKNOWN;
  const { operationId, sku, quantity, seen } = change;
  const facts = await readCartFacts(world, found.market, [...skusOf(found.cart), sku]);
  const sellable = facts.sellables.get(sku);
  // A line is taken out whether it is still sold or not.
  if (!sellable && quantity > 0) return refused({ code: "cart.sku_unknown" });
  // What was begun in a market that has closed may be paid, and fewer of it; nothing more is sold there.
  const isMore = kind === "add" || quantity > (found.cart.lines.find((line) => line.sku === sku)?.quantity ?? 0);
  if (isMore && found.market.state !== "open") return refused({ code: "cart.sku_unknown" });
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
