/** Counts what orders and refunds add to the Union's threshold: with them, and for doctor anew. */
import type { BatchItem } from "drizzle-orm/batch";
import { assert } from "../../base/assert.ts";
import type { Totals } from "../../checkout/checkout.ts";
import type { Credited } from "../../invoices/invoice.ts";
import type { Invoice } from "../../invoices/invoice-store.ts";
import { listInvoices, type NewInvoice } from "../../invoices/invoice-store.ts";
import { readOrder } from "../../orders/order-store.ts";
import type { Database, World } from "../../world.ts";
import type { OrderTax } from "../tax-answer.ts";
import { unionEntriesOf, unionEntryOf } from "./union-entries.ts";
import { eurMinorOf, type UnionSale } from "./union-sale.ts";
import { listUnionEntries, recountWrites, sumUnionDay, type UnionEntry, unionSaleWrites } from "./union-sale-store.ts";
import { euroRateOn } from "./union-threshold-flow.ts";

type Sold = { id: string; tax: OrderTax | null } & (Pick<Totals, "totalMinor"> | { totals: Totals });

/** For the batch of a payment, or of a refund with what it gives back. None for an order that does not count. */
export function unionWritesOf(
  db: Database,
  order: Sold,
  document: Pick<NewInvoice, "document" | "kind" | "day">,
  credited: Credited | null = null,
): BatchItem<"sqlite">[] {
  const { id, tax } = order;
  const { totalMinor } = "totals" in order ? order.totals : order;
  return tax?.union ? unionSaleWrites(db, unionEntryOf({ id, totalMinor, sale: tax.union }, document, credited)) : [];
}

type Counted = { id: string; tax: OrderTax | null; totals: Pick<Totals, "totalMinor" | "taxMinor" | "currency"> };

/** What is to be counted of an order with these documents, the invoice first; nothing of one that does not count. */
export async function dueUnionEntries(world: World, { id, tax, totals }: Counted, documents: readonly Invoice[]) {
  const [invoice] = documents;
  const counts = tax?.union || tax?.treatment === "oss" || tax?.treatment === "home_rate";
  if (!counts || invoice?.kind !== "invoice") return [];
  const sale: UnionSale = {
    home: tax.union?.home ?? invoice.facts.seller.country,
    eurMinor: tax.union?.eurMinor ?? (await worthOf(world, totals, invoice.day)),
  };
  return unionEntriesOf({ id, totalMinor: totals.totalMinor, sale }, documents);
}

/** Of a sale whose rate was not known: by the bank's of its day, which may have come since. */
async function worthOf(world: World, { totalMinor, taxMinor, currency }: Counted["totals"], day: string) {
  if (currency === "EUR") return totalMinor - taxMinor;
  const rate = await euroRateOn(world, currency, day);
  return rate && eurMinorOf(totalMinor - taxMinor, currency, rate.rate);
}

/** Counts an order and its refunds anew, and sums the days they are of. Repeats safely. */
export async function countUnionSale(world: World, orderId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const order = db && (await readOrder(db, orderId));
  if (!db || !order) return;
  const due: UnionEntry[] = await dueUnionEntries(world, order, await listInvoices(db, orderId));
  const [first, ...rest] = recountWrites(db, due, await listUnionEntries(db, [orderId]));
  assert(first !== undefined, "a count is replaced by statements");
  await db.batch([first, ...rest]);
}

/** A day's sums anew from what was counted. */
export async function sumDayAnew(world: World, database: number, home: string, day: string): Promise<void> {
  const db = world.ordersAll[database];
  if (db) await sumUnionDay(db, home, day);
}
