/** Remembers the market that was chosen and leads to the page in it. */
import type { APIRoute } from "astro";
import { MARKET_COOKIE, MARKET_COOKIE_SECONDS, safePath } from "../paths.ts";

export const POST: APIRoute = async ({ request, cookies, url, redirect, locals }) => {
  const form = await request.formData().catch(() => null);
  const wish = safePath(locals.markets, form?.get("to")?.toString());
  if (!wish) return redirect("/", 303);
  cookies.set(MARKET_COOKIE, wish.market.id, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: url.protocol === "https:",
    maxAge: MARKET_COOKIE_SECONDS,
  });
  return redirect(wish.path, 303);
};

/** Somebody came back to the address of the choice: to their market. */
export const GET: APIRoute = ({ redirect }) => redirect("/", 302);
