/** The last checkout a browser began, so that beginning another ends it. Its id is a secret. */
import type { AstroGlobal } from "astro";
import { type IdCookie, readIdCookie, writeIdCookie } from "./id-cookie.ts";

/** Version 4, as the API takes them. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Kept for longer than a checkout can be paid for. */
const COOKIE: IdCookie = { name: "checkout", form: UUID, seconds: 3_600 };

/** Null when none was begun within the hour. */
export const checkoutIdOf = (astro: AstroGlobal): string | null => readIdCookie(astro, COOKIE);

/** In the place of the one remembered before. */
export const rememberCheckout = (astro: AstroGlobal, checkoutId: string): void =>
  writeIdCookie(astro, COOKIE, checkoutId);
