/** Remembers the market that was chosen, at its own host, and leads to the page in it; what is in the cart goes along. */
import type { APIRoute } from "astro";
import { MARKET_ID } from "../../worker/markets/market-id-shape.ts";
import { leadTo, nextStep } from "../cart-hop.ts";
import { type IdCookie, writeIdCookie } from "../id-cookie.ts";
import { MARKET_COOKIE, MARKET_COOKIE_SECONDS, safePath } from "../paths.ts";

const COOKIE: IdCookie = { name: MARKET_COOKIE, form: MARKET_ID, seconds: MARKET_COOKIE_SECONDS };

export const POST: APIRoute = async (context) => {
  const form = await context.request.formData().catch(() => null);
  const wish = safePath(context.locals.markets, form?.get("to")?.toString());
  if (!wish) return context.redirect("/", 303);
  writeIdCookie(context, COOKIE, wish.market.id);
  return context.redirect(leadTo(context, wish), 303);
};

/** Somebody on the way to another host, or who came back to the address of the choice: that leads to their market. */
export const GET: APIRoute = async (context) => {
  const wish = safePath(context.locals.markets, context.url.searchParams.get("to"));
  if (!wish) return context.redirect("/", 302);
  writeIdCookie(context, COOKIE, wish.market.id);
  return context.redirect(await nextStep(context, wish), 303);
};
