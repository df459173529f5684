/** What an order and its refunds add to the count: a row for each of their documents. */
import type { Credited, InvoiceKind } from "../../invoices/invoice.ts";
import { type UnionSale, unionBackOf } from "./union-sale.ts";
import type { UnionEntry } from "./union-sale-store.ts";

type Document = { document: string; kind: InvoiceKind; day: string };
export type UnionOrder = { id: string; totalMinor: number; sale: UnionSale };

/** `credited` of a note. What was given back of a sale whose rate was not known is not known either. */
export function unionEntryOf(
  { id: orderId, totalMinor, sale }: UnionOrder,
  { document, kind, day }: Document,
  credited: Credited | null,
): UnionEntry {
  const { home, eurMinor } = sale;
  const backMinor = eurMinor !== null && credited ? unionBackOf(eurMinor, { totalMinor, ...credited }) : 0;
  const signed = { invoice: eurMinor, credit_note: -backMinor, reversal: backMinor }[kind];
  return { document, orderId, home, day, eurMinor: eurMinor === null ? null : signed };
}

/** Of all its documents, the first issued first. What is given back in another year than that of the sale counts nowhere. */
export function unionEntriesOf(
  order: UnionOrder,
  documents: readonly (Document & { facts: { amountMinor: number } })[],
): UnionEntry[] {
  const year = documents[0]?.day.slice(0, 4);
  let beforeMinor = 0;
  return documents
    .map((document) => {
      const { amountMinor } = document.facts;
      if (document.kind === "reversal") beforeMinor -= amountMinor;
      const entry = unionEntryOf(order, document, { beforeMinor, amountMinor });
      if (document.kind === "credit_note") beforeMinor += amountMinor;
      return entry;
    })
    .filter(({ day }) => day.slice(0, 4) === year);
}
