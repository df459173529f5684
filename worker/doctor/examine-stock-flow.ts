/**
 * Ledgers against orders and checkouts, entry by entry: what was sold has its order, and what is still held has a checkout
 * that waits for it. Each page is judged by itself, so a turn may end after any of them.
 */
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { StockEntry } from "../inventory/stock.ts";
import { listLevels } from "../inventory/stock-store.ts";
import type { World } from "../world.ts";
import { type BookTurn, HOLD_GRACE_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { type HoldOwners, ownerOf, readHoldOwners } from "./hold-owners-flow.ts";
import { findLastEntry, isPutBack, LEDGER_PAGE, readHoldState } from "./hold-state-flow.ts";

const SKUS_TURN = 50;
/** Entries followed in a turn, over all its SKUs. */
const ENTRIES_TURN = 3_000;
const CURSOR = /^(\d{1,16}) (.*)$/s;

/** `after` is `number sku`: that SKU from that entry on. Asks no object whose SKU never sold. */
export async function examineStock(
  world: World,
  after: string,
  limits = { entries: ENTRIES_TURN, page: LEDGER_PAGE },
): Promise<BookTurn> {
  const [, from = "0", at = ""] = CURSOR.exec(after) ?? [];
  const rest = await listSkus(world, at, SKUS_TURN);
  const used = new Set((await listLevels(world.catalog, [at, ...rest])).map(({ sku }) => sku));
  const skus = [...(Number(from) > 0 ? [at] : []), ...rest];
  const found: Disagreement[] = [];
  let checked = 0;
  for (const [index, sku] of skus.entries()) {
    for (let number: number | null = sku === at ? Number(from) : 0; number !== null && used.has(sku); ) {
      if (checked >= limits.entries)
        return { checked, found, next: number === 0 ? `0 ${skus[index - 1]}` : `${number} ${sku}` };
      const page = wholeHolds(await world.stockOf(sku).entries(number, limits.page), limits.page);
      found.push(...(await examinePage(world, sku, page.entries)));
      checked += page.entries.length;
      number = page.isLast ? null : (page.entries.at(-1)?.number ?? null);
    }
  }
  const last = rest.length === SKUS_TURN ? rest.at(-1) : undefined;
  return { checked, found, next: last === undefined ? null : `0 ${last}` };
}

/** A hold may be several entries, one after the other: those that the page's end may have cut are left to the next page. */
function wholeHolds(
  entries: readonly StockEntry[],
  limit: number,
): { entries: readonly StockEntry[]; isLast: boolean } {
  if (entries.length < limit) return { entries, isLast: true };
  const last = holdIdOfEntry(entries.at(-1));
  const end = entries.findLastIndex((entry) => last === null || holdIdOfEntry(entry) !== last) + 1;
  return { entries: end === 0 ? entries : entries.slice(0, end), isLast: false };
}

const holdIdOfEntry = (entry: StockEntry | undefined): string | null =>
  entry?.facts.holdId === undefined ? null : String(entry.facts.holdId);

/** A hold's entries of one kind, as one. */
type Hold = { holdId: string; number: number; quantity: number; expiresAtMs: number };

async function examinePage(world: World, sku: string, entries: readonly StockEntry[]): Promise<Disagreement[]> {
  const { sold, open } = holdsOf(entries);
  const owners = await readHoldOwners(world, sku, [...sold.keys(), ...open.keys()]);
  const found: Disagreement[] = [];
  for (const hold of sold.values()) found.push(...(await judgeSale(world, sku, hold, owners)));
  for (const hold of open.values()) found.push(...(await judgeHold(world, sku, hold, owners)));
  return found;
}

/** What these entries sold, and what they held and did not settle. */
function holdsOf(entries: readonly StockEntry[]): { sold: Map<string, Hold>; open: Map<string, Hold> } {
  const [sold, open] = [new Map<string, Hold>(), new Map<string, Hold>()];
  for (const entry of entries) {
    const holdId = holdIdOfEntry(entry);
    if (holdId === null) continue;
    const expiresAtMs = Number(entry.facts.expiresAtMs ?? 0);
    const hold = { holdId, number: entry.number, quantity: Number(entry.facts.quantity), expiresAtMs };
    if (entry.kind === "held") add(open, hold);
    else if (entry.kind === "extended") Object.assign(open.get(holdId) ?? {}, { expiresAtMs });
    else {
      open.delete(holdId);
      if (entry.kind === "committed") add(sold, hold);
    }
  }
  return { sold, open };
}

function add(holds: Map<string, Hold>, hold: Hold): void {
  const there = holds.get(hold.holdId);
  if (there) there.quantity += hold.quantity;
  else holds.set(hold.holdId, hold);
}

async function judgeSale(
  world: World,
  sku: string,
  { holdId, number, quantity }: Hold,
  { orders, lines }: HoldOwners,
): Promise<Disagreement[]> {
  const checkoutId = ownerOf(holdId, sku);
  const order = checkoutId === null ? undefined : orders.get(checkoutId);
  const at = { sku, holdId, ...(checkoutId !== null && { checkoutId }) };
  if (!order) {
    if (await isPutBack(world, sku, holdId, number)) return [];
    return [disagreement("stock.sold_without_order", at, { quantity, entry: number })];
  }
  const ordered = lines.get(order.id) ?? 0;
  if (ordered === quantity) return [];
  return [disagreement("stock.sold_otherwise", { ...at, orderId: order.id }, { quantity, ordered, entry: number })];
}

/** The checkout was read before its hold is asked for: one that is over has given everything back by then. */
async function judgeHold(
  world: World,
  sku: string,
  { holdId, number, quantity, expiresAtMs }: Hold,
  { checkouts, orders }: HoldOwners,
): Promise<Disagreement[]> {
  if ((await readHoldState(world, sku, holdId)) !== "open") return [];
  const checkoutId = ownerOf(holdId, sku);
  const checkout = checkoutId === null ? undefined : checkouts.get(checkoutId);
  const at = { sku, holdId, ...(checkout && { checkoutId: checkout.id }) };
  const facts = { quantity, entry: number };
  if (!checkout) return [disagreement("hold.of_no_checkout", at, facts)];
  const { state } = checkout;
  if (state === "abandoned" || state === "expired" || state === "refused")
    return [disagreement("hold.of_ended_checkout", at, { ...facts, state })];
  if (state === "paid") {
    // One that is not committed yet is told with its order.
    const isFinished = orders.get(checkout.id)?.stockCommittedAtMs != null;
    return isFinished ? [disagreement("hold.of_ended_checkout", at, { ...facts, state })] : [];
  }
  const dueMs = world.nowMs() - HOLD_GRACE_MS;
  if (expiresAtMs >= dueMs || (await readEnd(world, sku, holdId, number)) >= dueMs) return [];
  return [disagreement("hold.overdue", at, { ...facts, state, expiresAtMs })];
}

/** The hold's end may have been moved since. */
async function readEnd(world: World, sku: string, holdId: string, after: number): Promise<number> {
  const moved = await findLastEntry(
    world,
    sku,
    after,
    ({ kind, facts }) => kind === "extended" && facts.holdId === holdId,
  );
  return Number(moved?.facts.expiresAtMs ?? 0);
}
