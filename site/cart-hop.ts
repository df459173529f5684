/**
 * A cart goes along to a market at another host, where the cookies of this one do not. The host it goes to gives the browser
 * a number first; the host it is at seals the cart's id with that number, for that host alone and for a minute. So a link
 * puts nobody's cart into a stranger's browser, which has another number or none. Signing in does not go along.
 */
import type { APIContext, AstroGlobal } from "astro";
import { z } from "zod";
import { bringCart } from "../worker/cart/bring-cart-flow.ts";
import { takeTryOfNetwork } from "../worker/http/rate-limit.ts";
import { MARKET_ID } from "../worker/markets/market-id-shape.ts";
import { hostOf, isSameHost, placeOf, placesOf } from "../worker/markets/market-origin.ts";
import type { Market, MarketId } from "../worker/markets/markets.ts";
import { cartIdOf, rememberCart } from "./cart-cookie.ts";
import { type IdCookie, readIdCookie, writeIdCookie } from "./id-cookie.ts";
import { MARKET_CHOICE_PATH, MARKET_COOKIE, MARKET_COOKIE_SECONDS, safePath } from "./paths.ts";
import { openSeal, seal } from "./seal.ts";

const HOP_SECONDS = 60;
const HOP_LENGTH_MAX = 1_000;
const NUMBER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CHOSEN: IdCookie = { name: MARKET_COOKIE, form: MARKET_ID, seconds: MARKET_COOKIE_SECONDS };
const COOKIE: IdCookie = { name: "cart-hop", form: NUMBER, seconds: HOP_SECONDS };

type Context = Pick<AstroGlobal, "cookies" | "url" | "locals">;
type Step = Readonly<Record<string, string>>;
/** `cartId` is null where there was no cart; `isChosen`: its market was chosen there, and is to be remembered. */
const carried = z.strictObject({ cartId: z.string().nullable(), number: z.string(), isChosen: z.boolean() });

type Landing = { path: string; market: Market };

const placeFor = ({ url, locals }: Context, market: Market): string =>
  placeOf(locals.markets, market, { asked: url.origin, store: locals.world.config.storeOrigin });

/** Where the choice of a page leads: to it here, or to its market's host, which asks this one for the choice and the cart. */
export function leadTo(context: Context, { path, market }: Landing): string {
  const place = placeFor(context, market);
  if (isSameHost(place, context.url.origin)) return path;
  return stepAt(place, path, { from: context.url.origin });
}

/** A page at another host, for somebody who looks at it here with a cart; null where there is none, or it cannot go along. */
export function leadWithCart(context: Context): string | null {
  const wish = safePath(context.locals.markets, context.url.pathname + context.url.search);
  return wish && cartIdOf(context) ? leadTo(context, wish) : null;
}

/** The next step of somebody on their way: an address to lead to. Each is at one of the store's own hosts. */
export async function nextStep(context: APIContext, landing: Landing): Promise<string> {
  const { url, cookies } = context;
  const place = placeFor(context, landing.market);
  const query = (name: "from" | "number" | "hop") => url.searchParams.get(name) ?? "";
  if (!isSameHost(place, url.origin)) return handOver(context, landing, place, query("number"));
  const from = isSameHost(query("from"), url.origin) ? null : ownPlace(context, query("from"));
  if (from) {
    const number = crypto.randomUUID();
    writeIdCookie(context, COOKIE, number);
    return stepAt(from, landing.path, { number });
  }
  if (query("hop") !== "") await takeOver(context, landing, query("hop"));
  cookies.delete(COOKIE.name, { path: "/" });
  return landing.path;
}

/** At the host that the cart is at. */
async function handOver(context: Context, { path, market }: Landing, place: string, number: string): Promise<string> {
  if (!NUMBER.test(number)) return place + path;
  const { world } = context.locals;
  const isChosen = context.cookies.get(MARKET_COOKIE)?.value === market.id;
  const text = JSON.stringify({ cartId: cartIdOf(context), number, isChosen } satisfies z.infer<typeof carried>);
  return stepAt(place, path, { hop: await seal(sealFor(context, place), text, world.nowMs() + HOP_SECONDS * 1_000) });
}

/** At the host it goes to. What does not open, or was sealed for another browser, changes nothing here. */
async function takeOver(context: APIContext, { market }: Landing, hop: string): Promise<void> {
  const { world } = context.locals;
  const number = readIdCookie(context, COOKIE);
  if (!number || hop.length > HOP_LENGTH_MAX) return;
  const opened = await openSeal(sealFor(context, context.url.origin), hop, world.nowMs());
  const brought = opened === null ? null : carried.safeParse(JSON.parse(opened));
  if (!brought?.success || brought.data.number !== number) return;
  const { cartId, isChosen } = brought.data;
  if (isChosen) rememberMarket(context, market.id);
  if (cartId === null || !(await takeTryOfNetwork(world, "cart.create", context.request.headers)).ok) return;
  const kept = await bringCart(world, { cartId, ownId: cartIdOf(context), market: market.id });
  if (kept) rememberCart(context, kept);
}

/** By a form of the store's own, or after one at another host of the store's: no link does it. */
export const rememberMarket = (context: Pick<Context, "cookies" | "url">, id: MarketId): void =>
  writeIdCookie(context, CHOSEN, id);

const sealFor = ({ locals }: Context, place: string) => ({
  secret: locals.world.config.authSecret,
  purpose: `cart to ${hostOf(place)}`,
});

/** As the store itself names it; null for a host that is not the store's. */
const ownPlace = ({ locals }: Context, from: string): string | null =>
  placesOf(locals.markets, locals.world.config.storeOrigin).find((place) => isSameHost(place, from)) ?? null;

const stepAt = (place: string, to: string, step: Step): string =>
  `${place}${MARKET_CHOICE_PATH}?${new URLSearchParams({ to, ...step })}`;
