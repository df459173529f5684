/**
 * Signing in brings two carts together: the one in hand and the one the customer had. Nothing is lost or doubled, and
 * running it again, or twice at once, ends the same.
 */
import { closeForLeaving } from "../checkout/claim-cart-flow.ts";
import { claimCustomerCart, readCustomerCart, upsertCustomerCart } from "../customers/customer-cart-store.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { Cart } from "./cart.ts";
import { changeCartMarket } from "./cart-flow.ts";
import { endLeaving } from "./leave-cart-flow.ts";

/**
 * Answers the customer's cart, with what was in the one at hand. Where the two hold more lines than a cart may, both stay
 * as they are and the one at hand is answered; so where its payment page cannot be closed. `cartId` may be null, expired, or another customer's: then it is left alone.
 */
export async function adoptCart(
  world: World,
  ask: { customerId: string; cartId: string | null; market: MarketId },
): Promise<{ cartId: string }> {
  const inHand = await readOwnable(world, ask);
  const cartId = await settleCustomerCart(world, ask.customerId, inHand?.id ?? null, ask.market);
  const apart = inHand !== null && inHand.id !== cartId && inHand.lines.length > 0;
  if (apart && !(await mergeInto(world, cartId, inHand))) return { cartId: inHand.id };
  await world.cartOf(cartId)?.claim(`claim:${ask.customerId}`, ask.customerId);
  await moveToMarket(world, cartId, ask.market);
  return { cartId };
}

/** The cart in hand, if it is there to be taken. */
async function readOwnable(world: World, ask: { customerId: string; cartId: string | null }): Promise<Cart | null> {
  const cart = await readCart(world, ask.cartId);
  return cart && (cart.customerId === null || cart.customerId === ask.customerId) ? cart : null;
}

/** The one cart that is the customer's from now on: theirs if it is still there, else the one in hand, else a new one. */
async function settleCustomerCart(
  world: World,
  customerId: string,
  inHandId: string | null,
  market: MarketId,
): Promise<string> {
  const storedId = await readCustomerCart(world.accounts, customerId);
  if (storedId !== null && (await readCart(world, storedId))) return storedId;
  const mine = { customerId, cartId: inHandId ?? (await openEmpty(world, market)), nowMs: world.nowMs() };
  if (storedId === null) return claimCustomerCart(world.accounts, mine);
  await upsertCustomerCart(world.accounts, mine);
  return (await readCustomerCart(world.accounts, customerId)) ?? mine.cartId;
}

/**
 * All that is in the one goes into the other, and what it was to be paid by is ended first: goods have one payment page. False where they
 * do not fit, or the provider cannot close that page now; then all stays. A crash on the way is mended by the next run, or by who pays.
 */
export async function mergeInto(world: World, cartId: string, { id }: Cart): Promise<boolean> {
  if (!(await closeForLeaving(world, id, cartId))) return false;
  return endLeaving(world, id);
}

async function moveToMarket(world: World, cartId: string, market: MarketId): Promise<void> {
  const cart = await readCart(world, cartId);
  if (cart && cart.market !== market) await changeCartMarket(world, cartId, world.newId(), market);
}

/** Null where there is none, or it has expired. */
export const readCart = async (world: World, cartId: string | null): Promise<Cart | null> =>
  (await (cartId === null ? null : world.cartOf(cartId))?.read()) ?? null;

export async function openEmpty(world: World, market: MarketId): Promise<string> {
  const { cartId, cart } = world.newCart();
  await cart.open(cartId, market);
  return cartId;
}
