/** Which cart a browser has. The cart's id is the right to use it, so no script reads the cookie. */
import type { AstroGlobal } from "astro";
import { CART_COOKIE } from "../worker/cart/cart-cookie.ts";

const CART_COOKIE_SECONDS = 30 * 86_400;
const CART_ID = /^[0-9a-f]{64}$/;

export function cartIdOf(astro: AstroGlobal): string | null {
  const id = astro.cookies.get(CART_COOKIE)?.value ?? "";
  return CART_ID.test(id) ? id : null;
}

/** Each visit to the cart pushes the cookie's end away, as each change does the cart's own. */
export function rememberCart(astro: AstroGlobal, cartId: string): void {
  astro.cookies.set(CART_COOKIE, cartId, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: astro.url.protocol === "https:",
    maxAge: CART_COOKIE_SECONDS,
  });
}
