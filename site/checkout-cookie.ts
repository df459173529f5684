/** The last checkout a browser began, so that beginning another ends it. Its id is a secret, so no script reads the cookie. */
import type { AstroGlobal } from "astro";

/** Version 4, as the API takes them. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const COOKIE = "checkout";
/** Longer than a checkout can be paid for. */
const COOKIE_SECONDS = 3_600;

export function checkoutIdOf(astro: AstroGlobal): string | null {
  const id = astro.cookies.get(COOKIE)?.value ?? "";
  return UUID.test(id) ? id : null;
}

export function rememberCheckout(astro: AstroGlobal, checkoutId: string): void {
  astro.cookies.set(COOKIE, checkoutId, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: astro.url.protocol === "https:",
    maxAge: COOKIE_SECONDS,
  });
}
