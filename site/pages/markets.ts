/** Remembers the market that was chosen, here and at its own host, and leads to the page in it; the cart goes along. */
import type { APIRoute } from "astro";
import { leadTo, nextStep, rememberMarket } from "../cart-hop.ts";
import { safePath } from "../paths.ts";

export const POST: APIRoute = async (context) => {
  const form = await context.request.formData().catch(() => null);
  const wish = safePath(context.locals.markets, form?.get("to")?.toString());
  if (!wish) return context.redirect("/", 303);
  rememberMarket(context, wish.market.id);
  return context.redirect(leadTo(context, wish), 303);
};

/** Somebody on the way to another host, or who came back to the address of the choice: that leads to their market. */
export const GET: APIRoute = async (context) => {
  const wish = safePath(context.locals.markets, context.url.searchParams.get("to"));
  return wish ? context.redirect(await nextStep(context, wish), 303) : context.redirect("/", 302);
};
