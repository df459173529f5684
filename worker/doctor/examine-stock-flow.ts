/**
 * Ledgers against orders and checkouts, entry by entry: what was sold has its order, and what is still held has a checkout
 * that waits for it. Each page is judged by itself, so a turn may end after any of them.
 */
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { StockEntry } from "../inventory/stock.ts";
import { bucketNameOf, skuOfName } from "../inventory/stock-bucket.ts";
import { listLevels } from "../inventory/stock-store.ts";
import { MAIN, PROMISE } from "../ledger/ledger.ts";
import type { World } from "../world.ts";
import { type BookTurn, HOLD_GRACE_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { type HoldOwners, ownerOf, readHoldOwners } from "./hold-owners-flow.ts";
import { findLastEntry, isPutBack, LEDGER_PAGE, readHoldState } from "./hold-state-flow.ts";

const SKUS_TURN = 50;
/** Entries followed in a turn, over all its ledgers. */
const ENTRIES_TURN = 3_000;
const CURSOR = /^(\d{1,16}|-) (.*)$/s;

/**
 * `after` is `number ledger`: that ledger from that entry on; or `- sku`: those of the SKUs after it. Asks no object whose
 * SKU never sold.
 */
export async function examineStock(
  world: World,
  after: string,
  limits = { entries: ENTRIES_TURN, page: LEDGER_PAGE },
): Promise<BookTurn> {
  const [, from = "-", at = ""] = CURSOR.exec(after) ?? [];
  const rest = await listSkus(world, skuOfName(at), SKUS_TURN);
  const ledgers = await ledgersOf(world, from === "-" ? rest : [skuOfName(at), ...rest]);
  const found: Disagreement[] = [];
  let checked = 0;
  for (const name of from === "-" ? ledgers : ledgers.slice(Math.max(0, ledgers.indexOf(at)))) {
    for (let number: number | null = name === at && from !== "-" ? Number(from) : 0; number !== null; ) {
      if (checked >= limits.entries) return { checked, found, next: `${number} ${name}` };
      const page = wholeHolds(await world.stockOf(name).entries(number, limits.page), limits.page);
      found.push(...(await examinePage(world, name, page.entries)));
      checked += page.entries.length;
      number = page.isLast ? null : (page.entries.at(-1)?.number ?? null);
    }
  }
  const last = rest.length === SKUS_TURN ? rest.at(-1) : undefined;
  return { checked, found, next: last === undefined ? null : `- ${last}` };
}

/** A SKU that is or was split has a ledger for each of its buckets too. */
async function ledgersOf(world: World, skus: readonly string[]): Promise<string[]> {
  const used = new Set((await listLevels(world.catalog, skus)).map(({ sku }) => sku));
  const names = skus
    .filter((sku) => used.has(sku))
    .map(async (sku) => {
      const { bucketsEver } = await world.stockOf(sku).levels();
      return [sku, ...Array.from({ length: bucketsEver }, (_, bucket) => bucketNameOf(sku, bucket))];
    });
  return (await Promise.all(names)).flat();
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

/** A hold's entries of one kind, as one. `promised` of its units were not here yet. */
type Hold = {
  holdId: string;
  number: number;
  quantity: number;
  promised: number;
  location: string;
  expiresAtMs: number;
};

async function examinePage(world: World, name: string, entries: readonly StockEntry[]): Promise<Disagreement[]> {
  const { sold, open } = holdsOf(entries);
  const owners = await readHoldOwners(world, name, [...sold.keys(), ...open.keys()]);
  const found: Disagreement[] = [];
  for (const hold of sold.values()) found.push(...(await judgeSale(world, name, hold, owners)));
  for (const hold of open.values()) found.push(...(await judgeHold(world, name, hold, owners)));
  return found;
}

/** What these entries sold, and what they held and did not settle. */
function holdsOf(entries: readonly StockEntry[]): { sold: Map<string, Hold>; open: Map<string, Hold> } {
  const [sold, open] = [new Map<string, Hold>(), new Map<string, Hold>()];
  for (const entry of entries) {
    const holdId = holdIdOfEntry(entry);
    if (holdId === null) continue;
    const expiresAtMs = Number(entry.facts.expiresAtMs ?? 0);
    const [quantity, isPromise] = [Number(entry.facts.quantity), entry.facts.location === PROMISE];
    const location = isPromise ? MAIN : String(entry.facts.location);
    const promised = isPromise ? quantity : 0;
    const hold = { holdId, number: entry.number, quantity, promised, location, expiresAtMs };
    if (entry.kind === "held") add(open, hold);
    else if (entry.kind === "extended") Object.assign(open.get(holdId) ?? {}, { expiresAtMs });
    else if (entry.kind === "committed" || entry.kind === "released") {
      open.delete(holdId);
      if (entry.kind === "committed") add(sold, hold);
    }
  }
  return { sold, open };
}

function add(holds: Map<string, Hold>, hold: Hold): void {
  const there = holds.get(hold.holdId);
  if (!there) return void holds.set(hold.holdId, hold);
  there.quantity += hold.quantity;
  there.promised += hold.promised;
  if (there.location === MAIN) there.location = hold.location;
}

async function judgeSale(
  world: World,
  name: string,
  { holdId, number, quantity, promised, location }: Hold,
  { orders, needs }: HoldOwners,
): Promise<Disagreement[]> {
  const checkoutId = ownerOf(holdId, name);
  const order = checkoutId === null ? undefined : orders.get(checkoutId);
  const at = { sku: skuOfName(name), ledger: name, holdId, ...(checkoutId !== null && { checkoutId }) };
  if (!order) {
    if (await isPutBack(world, name, holdId, number)) return [];
    return [disagreement("stock.sold_without_order", at, { quantity, promised, location, entry: number })];
  }
  const ordered = needs.get(checkoutId ?? "") ?? 0;
  if (ordered === quantity) return [];
  return [disagreement("stock.sold_otherwise", { ...at, orderId: order.id }, { quantity, ordered, entry: number })];
}

/** The checkout was read before its hold is asked for: one that is over has given everything back by then. */
async function judgeHold(
  world: World,
  name: string,
  { holdId, number, quantity, expiresAtMs }: Hold,
  { checkouts, orders }: HoldOwners,
): Promise<Disagreement[]> {
  if ((await readHoldState(world, name, holdId)) !== "open") return [];
  const checkoutId = ownerOf(holdId, name);
  const checkout = checkoutId === null ? undefined : checkouts.get(checkoutId);
  const at = { sku: skuOfName(name), ledger: name, holdId, ...(checkout && { checkoutId: checkout.id }) };
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
  if (expiresAtMs >= dueMs || (await readEnd(world, name, holdId, number)) >= dueMs) return [];
  return [disagreement("hold.overdue", at, { ...facts, state, expiresAtMs })];
}

/** The hold's end may have been moved since. */
async function readEnd(world: World, name: string, holdId: string, after: number): Promise<number> {
  const moved = await findLastEntry(
    world,
    name,
    after,
    ({ kind, facts }) => kind === "extended" && facts.holdId === holdId,
  );
  return Number(moved?.facts.expiresAtMs ?? 0);
}
