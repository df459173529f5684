/** The forms that ask to be told of a SKU, and that take it back. Each leads on to where its end is said. */
import type { AstroGlobal } from "astro";
import { SKU_LENGTH_MAX } from "../../worker/catalog/product.ts";
import { emailForm } from "../../worker/customers/account-form.ts";
import { networkOf } from "../../worker/http/limits.ts";
import { takeWaitTry } from "../../worker/http/wait-tries.ts";
import { askWait } from "../../worker/waits/ask-wait-flow.ts";
import { deleteWaitsOf } from "../../worker/waits/wait-store.ts";
import { readFields } from "./fields.ts";

/** What a form led to, as the address says it. */
export const WAIT_ENDS = ["waiting", "available", "stopped"] as const;
/** What was typed, and what was wrong with it. */
export type WaitEntry = { sku: string; email: string; fault: "email" | "unknown" | "rate_limited" };

const KEY = /^[0-9a-f]{64}$/;
const STATUS = { email: 422, unknown: 404, rate_limited: 429 } as const;

/** The key of an address, as a mail to it holds it; null for anything else. */
export const keyOf = (text: string | null): string | null => (text && KEY.test(text) ? text : null);

/** Sets the answer's status where it answers what was wrong. */
export async function postWait(astro: AstroGlobal): Promise<Response | WaitEntry> {
  const { paths, world, market } = astro.locals;
  const fields = await readFields(astro.request);
  if (fields.text("intent") === "stop") {
    const key = keyOf(fields.text("key"));
    if (key) await deleteWaitsOf(world.accounts, key);
    return astro.redirect(paths.backInStock({ done: "stopped" }), 303);
  }
  // A closed market sells nothing: there is nothing to wait for in it.
  if (market.state !== "open") return new Response(null, { status: 404 });
  const entry = { sku: fields.text("sku").slice(0, SKU_LENGTH_MAX), email: fields.text("email").trim() };
  const end = await ask(astro, entry);
  if (typeof end === "object") return end;
  astro.response.status = STATUS[end];
  return { ...entry, fault: end };
}

async function ask(astro: AstroGlobal, entry: { sku: string; email: string }): Promise<Response | WaitEntry["fault"]> {
  const { paths, world, market } = astro.locals;
  const email = emailForm.shape.email.safeParse(entry.email);
  if (!email.success) return "email";
  const asked = { sku: entry.sku, market: market.id, email: email.data };
  const network = networkOf(astro.request.headers.get("cf-connecting-ip"));
  if (!(await takeWaitTry(world, { ...asked, network })).ok) return "rate_limited";
  const end = await askWait(world, asked);
  if (!end.ok) return "unknown";
  return astro.redirect(paths.backInStock({ sku: entry.sku, done: end.value.state }), 303);
}
