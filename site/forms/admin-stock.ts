/** The form that corrects a SKU's stock. It carries the correction's id, so sending it twice corrects once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { correctStock } from "../../worker/inventory/correct-stock-flow.ts";
import { CHANGE_MAX, REASON_LENGTH_MAX } from "../../worker/ledger/ask-limits.ts";
import { ADMIN } from "../admin-paths.ts";
import type { MessageKey } from "../messages.ts";
import { type Faults, idOf, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `id` is what the form is sent with, and the correction's own. */
export type StockEntry = { id: string; sent: Sent; faults: Faults };

/** The form as it is shown first, with a new id. */
export const emptyStockEntry = (newId: () => string): StockEntry => ({ id: newId(), sent: () => "", faults: {} });

/** A SKU the store does not know leads to the list, which says so. */
export async function postStock(astro: AstroGlobal, sku: string, by: Viewer): Promise<Response | StockEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...emptyStockEntry(world.newId), faults: { delta: { key: "admin.fault.form" } } };
  const entry = { id: idOf(sent, world.newId), sent };
  const [delta, reason] = [wholeOf(sent("delta"), { signed: true }), sent("reason").trim()];
  const faults: Record<string, { key: MessageKey }> = {};
  if (!delta || Math.abs(delta) > CHANGE_MAX) faults.delta = { key: "admin.fault.delta" };
  if (reason === "" || reason.length > REASON_LENGTH_MAX) faults.reason = { key: "admin.fault.stockReason" };
  if (!delta || Object.keys(faults).length > 0) return { ...entry, faults };
  const corrected = await correctStock(world, { sku, operationId: entry.id, delta, reason, by });
  if (corrected.ok) return astro.redirect(ADMIN.sku(sku, { done: "adjusted" }), 303);
  const { code } = corrected.problem;
  if (code === "stock.sku_unknown") return astro.redirect(ADMIN.stock({ missing: sku }), 303);
  if (code === "stock.below_held") return { ...entry, faults: { delta: { key: "admin.fault.belowHeld" } } };
  return { ...entry, id: world.newId(), faults: { delta: { key: "admin.fault.repeat" } } };
}
