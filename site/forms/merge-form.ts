/** Changes of the cart that a browser kept while it had no connection: each is made under its own id, and may be refused alone. */
import type { AstroGlobal } from "astro";
import { z } from "zod";
import { done, type Outcome, refused } from "../../worker/base/outcome.ts";
import { addToCart, beginCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import { readSeen } from "../../worker/cart/seen-price.ts";
import { SKU_LENGTH_MAX } from "../../worker/catalog/product.ts";
import { takeTryOfNetwork } from "../../worker/http/rate-limit.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";
import type { CartFault } from "./cart-form.ts";

/** As many as a browser keeps (site/islands/offline/kept-things.ts), which is fewer than a cart remembers. */
export const CHANGES_MAX = 50;
const TITLE_MAX = 300;
const SEEN_MAX = 300;
const QUANTITY_MAX = 999_999;
const shape = z.strictObject({
  operationId: z.string().regex(/^[\w:.-]{1,64}$/),
  intent: z.enum(["add", "set"]),
  sku: z.string().min(1).max(SKU_LENGTH_MAX),
  quantity: z.int().min(0).max(QUANTITY_MAX),
  title: z.string().max(TITLE_MAX),
  seen: z.string().max(SEEN_MAX).exactOptional(),
});
type Change = z.infer<typeof shape>;
const changesShape = z.array(z.unknown()).min(1).max(CHANGES_MAX);
/** All of them, as long as each may be. */
const TEXT_MAX = CHANGES_MAX * 1_500;

/** `title` is the SKU where the browser knew no other. */
export type Refusal = { title: string; code: CartFault; max?: number };
export type Merged = { made: number; refused: readonly Refusal[] };
export type MergeProblem =
  | { code: "cart.form_invalid" | "market.unknown" }
  | { code: "request.rate_limited"; retryAfterSeconds: number };

/**
 * In their order; one that cannot be read is refused by itself. The same again changes nothing and answers the same. In a market that
 * was closed meanwhile a cart that was begun there is changed, and none is begun.
 */
export async function mergeChanges(astro: AstroGlobal): Promise<Outcome<Merged, MergeProblem>> {
  const { world, market } = astro.locals;
  const changes = changesShape.safeParse(jsonOf(await readText(astro.request)));
  if (!changes.success) return refused({ code: "cart.form_invalid" });
  const passed = await takeTryOfNetwork(world, "cart.merge", astro.request.headers);
  if (!passed.ok) return passed;
  let cartId = await knownCart(astro);
  if (cartId === null && market.state !== "open") return refused({ code: "market.unknown" });
  let made = 0;
  const refusals: Refusal[] = [];
  for (const sent of changes.data) {
    const read = shape.safeParse(sent);
    if (!read.success) {
      refusals.push({ title: titleOf(sent), code: "cart.form_invalid" });
      continue;
    }
    const change = read.data;
    if (cartId === null && change.intent === "add") {
      const begun = await beginCart(world, market.id);
      if (begun.ok) cartId = begun.value.id;
    }
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

async function readText(request: Request): Promise<string> {
  const text = (await request.formData().catch(() => new FormData())).get("changes");
  return typeof text === "string" && text.length <= TEXT_MAX ? text : "";
}

/** As much of its name as there is. */
function titleOf(sent: unknown): string {
  const { title, sku } = Object(sent) as { title?: unknown; sku?: unknown };
  const name = [title, sku].find((each) => typeof each === "string" && each !== "");
  return typeof name === "string" ? name.slice(0, TITLE_MAX) : "?";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
