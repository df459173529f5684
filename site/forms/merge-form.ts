/** Changes of the cart that a browser kept while it had no connection: each is made under its own id, and may be refused alone. */
import type { AstroGlobal } from "astro";
import { z } from "zod";
import { done, type Outcome, refused } from "../../worker/base/outcome.ts";
import { addToCart, openCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import { readSeen } from "../../worker/cart/seen-price.ts";
import { SKU_LENGTH_MAX } from "../../worker/catalog/product.ts";
import { takeTryOfNetwork } from "../../worker/http/rate-limit.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";
import type { CartFault } from "./cart-form.ts";
import { readFields } from "./fields.ts";

/** As many as a browser keeps (site/islands/offline/kept-things.ts), which is fewer than a cart remembers. */
export const CHANGES_MAX = 50;
const TITLE_MAX = 300;
const SEEN_MAX = 300;
const QUANTITY_MAX = 999_999;
const shape = z
  .array(
    z.strictObject({
      operationId: z.string().regex(/^[\w:.-]{1,64}$/),
      intent: z.enum(["add", "set"]),
      sku: z.string().min(1).max(SKU_LENGTH_MAX),
      quantity: z.int().min(0).max(QUANTITY_MAX),
      title: z.string().max(TITLE_MAX),
      seen: z.string().max(SEEN_MAX).exactOptional(),
    }),
  )
  .min(1)
  .max(CHANGES_MAX);
type Change = z.infer<typeof shape>[number];

/** `title` is the SKU where the browser knew no other. */
export type Refusal = { title: string; code: CartFault; max?: number };
export type Merged = { made: number; refused: readonly Refusal[] };
export type MergeProblem = { code: "cart.form_invalid" } | { code: "request.rate_limited"; retryAfterSeconds: number };

/** In their order. The same again changes nothing and answers the same. */
export async function mergeChanges(astro: AstroGlobal): Promise<Outcome<Merged, MergeProblem>> {
  const { world } = astro.locals;
  const changes = shape.safeParse(jsonOf((await readFields(astro.request)).text("changes")));
  if (!changes.success) return refused({ code: "cart.form_invalid" });
  const passed = await takeTryOfNetwork(world, "cart.merge", astro.request.headers);
  if (!passed.ok) return passed;
  let cartId = await knownCart(astro);
  let made = 0;
  const refusals: Refusal[] = [];
  for (const change of changes.data) {
    if (cartId === null && change.intent === "add") cartId = (await openCart(world, astro.locals.market.id)).id;
    const fault = cartId === null ? goneAlready(change) : await make(astro, cartId, change);
    if (fault) refusals.push({ ...fault, title: change.title || change.sku });
    else made += 1;
  }
  if (cartId !== null) rememberCart(astro, cartId);
  return done({ made, refused: refusals });
}

/** Of a cart that has ended meanwhile nothing is left to take out; what was to be changed is not there. */
const goneAlready = ({ quantity }: Change): Omit<Refusal, "title"> | null =>
  quantity === 0 ? null : { code: "cart.unknown" };

async function knownCart(astro: AstroGlobal): Promise<string | null> {
  const cartId = cartIdOf(astro);
  return cartId !== null && (await astro.locals.world.cartOf(cartId)?.read()) ? cartId : null;
}

async function make(astro: AstroGlobal, cartId: string, change: Change): Promise<Omit<Refusal, "title"> | null> {
  const { operationId, intent, sku, quantity } = change;
  const seen = readSeen(change.seen ?? "");
  if (seen === null || (intent === "add" && quantity === 0)) return { code: "cart.form_invalid" };
  const apply = intent === "add" ? addToCart : setCartLine;
  const changed = await apply(astro.locals.world, cartId, { operationId, sku, quantity, seen });
  return changed.ok ? null : changed.problem;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
