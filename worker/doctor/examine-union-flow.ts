/** Orders to other member states against what is counted of them, and that against its sums by day. */
import { listDocumentsOfOrders } from "../invoices/invoice-facts-store.ts";
import { listTaxedOrders } from "../orders/order-facts-store.ts";
import { dueUnionEntries } from "../tax/union/count-union-flow.ts";
import { listComparedDays, listUnionEntries, type UnionEntry } from "../tax/union/union-sale-store.ts";
import type { World } from "../world.ts";
import type { BookTurn } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { readStretch } from "./stretch-flow.ts";

/** Each turn is three queries. */
const ROWS_TURN = 200;
/** Each is summed from its rows. */
const DAYS_TURN = 30;

export async function examineUnionSales(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ROWS_TURN, listTaxedOrders);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const ids = rows.map(({ id }) => id);
  const [documents, entries] = await Promise.all([listDocumentsOfOrders(db, ids), listUnionEntries(db, ids)]);
  const documentsOf = Map.groupBy(documents, ({ orderId }) => orderId);
  const entriesOf = Map.groupBy(entries, ({ orderId }) => orderId);
  const found: Disagreement[] = [];
  for (const { id, checkoutId, tax, ...totals } of rows) {
    const due = await dueUnionEntries(world, { id, tax, totals }, documentsOf.get(id) ?? []);
    const facts = compareEntries(due, entriesOf.get(id) ?? []);
    if (facts) found.push(disagreement("union_sale.not_counted", { orderId: id, checkoutId }, facts));
  }
  return { checked: rows.length, found, next };
}

/** Null where each is counted for what it is worth. One whose worth nobody knows is not counted. */
function compareEntries(due: readonly UnionEntry[], counted: readonly UnionEntry[]) {
  const rest = new Map(counted.map((entry) => [entry.document, entry]));
  const differing = due.filter((entry) => {
    const kept = rest.get(entry.document);
    rest.delete(entry.document);
    return (
      entry.eurMinor === null || kept?.eurMinor !== entry.eurMinor || kept.home !== entry.home || kept.day !== entry.day
    );
  });
  if (differing.length === 0 && rest.size === 0) return null;
  const sumOf = (entries: readonly UnionEntry[]) => entries.reduce((sum, { eurMinor }) => sum + (eurMinor ?? 0), 0);
  return { dueEurMinor: sumOf(due), countedEurMinor: sumOf(counted) };
}

export async function examineUnionDays(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, DAYS_TURN, listComparedDays);
  const database = String(db ? world.ordersAll.indexOf(db) : 0);
  const found = rows
    .filter((row) => row.soldMinor !== row.summedSoldMinor || row.backMinor !== row.summedBackMinor)
    .map(({ home, day, soldMinor, backMinor, summedSoldMinor, summedBackMinor }) =>
      disagreement(
        "union_day.sum_differs",
        { database, home, day, at: `${home}:${day}` },
        { soldMinor, summedSoldMinor, backMinor, summedBackMinor },
      ),
    );
  return { checked: rows.length, found, next };
}
