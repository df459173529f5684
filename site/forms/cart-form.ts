/** The cart's forms: add, change, remove. Each is answered by the cart's page, so that a reload repeats nothing. */
import type { AstroGlobal } from "astro";
import type { CartProblem } from "../../worker/cart/cart.ts";
import { addToCart, beginCart, type LineAsk, setCartLine } from "../../worker/cart/cart-flow.ts";
import { readSeen } from "../../worker/cart/seen-price.ts";
import { type RateLimited, takeTryOfNetwork } from "../../worker/http/rate-limit.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";
import { operationIdOf, readFields } from "./fields.ts";

/** What was done, as the address of the cart's page says it after a form. */
export const CART_NOTES = ["added", "updated", "removed"] as const;
export type CartNote = (typeof CART_NOTES)[number];
/** `cart.form_invalid`: no SKU, or a quantity that is no whole number, or none to add, or a price seen that is none. */
export type CartFault = CartProblem["code"] | RateLimited["code"] | "cart.form_invalid";
/** `max` is the limit that a quantity would pass. */
type CartRefusal = { code: CartFault; max?: number };
const SKU_MAX = 64;
/** Far above what a cart takes: the cart itself says where the limit is. */
const QUANTITY = /^\d{1,6}$/;

/** Leads back to the cart on success; answers what was wrong with the form otherwise. */
export async function postCart(astro: AstroGlobal): Promise<Response | CartRefusal> {
  const fields = await readFields(astro.request);
  const [sku, units] = [fields.text("sku"), fields.text("quantity").trim() || "1"];
  const quantity = Number(units);
  const isAdd = (fields.text("intent") || "add") === "add";
  const seen = readSeen(fields.text("seen"));
  if (sku === "" || sku.length > SKU_MAX || !QUANTITY.test(units) || quantity < (isAdd ? 1 : 0))
    return { code: "cart.form_invalid" };
  if (seen === null) return { code: "cart.form_invalid" };
  const operationId = operationIdOf(fields, astro.locals.world.newId);
  const fault = await (isAdd ? add : set)(astro, { operationId, sku, quantity, seen });
  if (fault) return fault;
  const note: CartNote = isAdd ? "added" : quantity === 0 ? "removed" : "updated";
  const was = fields.text("was");
  const back = note === "removed" && isUnits(was) ? { sku, was, seen: fields.text("seen") } : {};
  return astro.redirect(`${astro.locals.paths.cart}?${new URLSearchParams({ note, ...back })}`, 303);
}

const isUnits = (text: string): boolean => QUANTITY.test(text) && Number(text) > 0;

/** What was just taken out, as the address of the cart's page has it: enough to put it back. */
export function takenOutOf({ searchParams }: URL): { sku: string; quantity: number; seen: string } | null {
  const [sku, was] = [searchParams.get("sku") ?? "", searchParams.get("was") ?? ""];
  const seen = searchParams.get("seen") ?? "";
  const isWhole = searchParams.get("note") === "removed" && sku !== "" && sku.length <= SKU_MAX && isUnits(was);
  return isWhole ? { sku, quantity: Number(was), seen: readSeen(seen) ? seen : "" } : null;
}

/** A browser without a cart, or whose cart has expired, gets one with its first line. */
async function add(astro: AstroGlobal, line: LineAsk): Promise<CartRefusal | null> {
  const { world, market } = astro.locals;
  const known = cartIdOf(astro);
  const first = known ? await addToCart(world, known, line) : null;
  if (known && first && (first.ok || first.problem.code !== "cart.unknown")) {
    rememberCart(astro, known);
    return first.ok ? null : first.problem;
  }
  const passed = await takeTryOfNetwork(world, "cart.create", astro.request.headers);
  if (!passed.ok) return { code: passed.problem.code };
  const begun = await beginCart(world, market.id);
  // Nothing is sold there any more.
  if (!begun.ok) return { code: "cart.sku_unknown" };
  const { id } = begun.value;
  const added = await addToCart(world, id, line);
  if (added.ok) rememberCart(astro, id);
  return added.ok ? null : added.problem;
}

async function set(astro: AstroGlobal, line: LineAsk): Promise<CartRefusal | null> {
  const { world } = astro.locals;
  const cartId = cartIdOf(astro);
  if (!cartId) return { code: "cart.unknown" };
  const changed = await setCartLine(world, cartId, line);
  return changed.ok ? null : changed.problem;
}
