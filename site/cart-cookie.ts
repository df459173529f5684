/** Which cart a browser has. The cart's id is the right to use it. */
import { CART_COOKIE } from "../worker/cart/cart-cookie.ts";
import { type Asked, type IdCookie, readIdCookie, writeIdCookie } from "./id-cookie.ts";

const COOKIE: IdCookie = { name: CART_COOKIE, form: /^[0-9a-f]{64}$/, seconds: 30 * 86_400 };

/** Null when the browser has none. The cart itself may have expired meanwhile. */
export const cartIdOf = (astro: Asked): string | null => readIdCookie(astro, COOKIE);

/** Each visit to the cart pushes the cookie's end away, as each change does the cart's own. */
export const rememberCart = (astro: Asked, cartId: string): void => writeIdCookie(astro, COOKIE, cartId);
