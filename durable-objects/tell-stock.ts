/** What a SKU's object tells the rest of the store. */
import type { StoreEvent } from "../worker/events/event.ts";
import { skuOfName } from "../worker/inventory/stock-bucket.ts";
import type { LedgerBook } from "./ledger-book.ts";

/** Its units moved: once for however many entries there were since the last time. A bucket's units are its SKU's. */
export async function tellStockChanged(events: Queue, book: LedgerBook, nowMs: number): Promise<void> {
  const { number } = book.books;
  if (book.told === null || book.told >= number) return;
  const payload = { sku: skuOfName(book.key) };
  const event: StoreEvent = { id: crypto.randomUUID(), atMs: nowMs, kind: "stock.changed", payload };
  await events.send(event);
  book.markTold(number);
}

/** More holds are asked of it than one object should take. */
export async function tellStockPressed(events: Queue, sku: string, nowMs: number): Promise<void> {
  const event: StoreEvent = { id: crypto.randomUUID(), atMs: nowMs, kind: "stock.pressed", payload: { sku } };
  await events.send(event);
}
