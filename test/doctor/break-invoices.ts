/** Each way to make orders disagree with their tax and invoices, and invoices with their numbers: by hand, in the orders database. */

import { rowsOf } from "../support/order-goods.ts";
import { type Break, ordered, run } from "./break-books.ts";

/** A paid order and the name of its invoice, as doctor tells it. */
async function invoiced(): Promise<{ orderId: string; invoice: string }> {
  const { orderId } = await ordered();
  const [row] = await rowsOf("invoices", "document", orderId);
  return { orderId, invoice: `${row?.series}:${row?.number}` };
}

const ofOrder = (how: string, code: Break["code"], ...texts: string[]): Break => ({
  ...{ how, code, book: "taxes" },
  breakIt: async () => {
    const { orderId } = await invoiced();
    for (const text of texts) await run(text, orderId);
    return { ids: [orderId] };
  },
});
/** `text` is about the order's invoice. */
const ofInvoice = (how: string, code: Break["code"], text: string, nameOf = (invoice: string) => invoice): Break => ({
  ...{ how, code, book: "invoices" },
  breakIt: async () => {
    const { orderId, invoice } = await invoiced();
    await run(text, orderId);
    return { ids: [nameOf(invoice)] };
  },
});

export const BREAKS_OF_INVOICES: readonly Break[] = [
  ofOrder(
    "a total that was changed by hand",
    "order.tax_differs",
    "UPDATE orders SET total_minor = total_minor + 1 WHERE id = ?",
  ),
  ofOrder(
    "a tax that was changed by hand, and the total with it",
    "order.tax_differs",
    "UPDATE orders SET tax_minor = tax_minor + 1, total_minor = total_minor + (1 - tax_included) WHERE id = ?",
  ),
  ofOrder(
    "a rate's tax that was changed by hand",
    "order.tax_differs",
    "UPDATE orders SET tax = json_set(tax, '$.groups[0].taxMinor', 1) WHERE id = ?",
  ),
  ofOrder("an order whose invoice was deleted", "order.invoice_missing", "DELETE FROM invoices WHERE document = ?"),
  ofOrder(
    "an order with an invoice of somebody's own making",
    "order.invoice_doubled",
    `INSERT INTO invoices (series, number, document, order_id, kind, day, issued_at_ms, facts)
     SELECT series, (SELECT MAX(number) + 1 FROM invoices), 'copy-of-' || document, order_id, kind, day, issued_at_ms, facts
     FROM invoices WHERE document = ?`,
  ),
  ofOrder(
    "an invoice whose amount was changed by hand",
    "order.invoice_differs",
    "UPDATE invoices SET facts = json_set(facts, '$.amountMinor', 1) WHERE document = ?",
  ),
  ofOrder(
    "an invoice whose tax was changed by hand",
    "order.invoice_differs",
    "UPDATE invoices SET facts = json_set(facts, '$.groups[0].taxMinor', 1) WHERE document = ?",
  ),
  {
    ...{ how: "an invoice before which another was deleted", code: "invoice.number_skipped", book: "invoices" },
    breakIt: async () => {
      const gone = await invoiced();
      const { invoice } = await invoiced();
      await run("DELETE FROM invoices WHERE document = ?", gone.orderId);
      return { ids: [invoice] };
    },
  },
  ofInvoice(
    "an invoice that was put into the series of another year",
    "invoice.series_differs",
    "UPDATE invoices SET series = '1999' WHERE document = ?",
    (invoice) => invoice.replace(/^[^:]*/, "1999"),
  ),
  ofInvoice(
    "an invoice of an order that is not there",
    "invoice.order_missing",
    "UPDATE invoices SET order_id = 'AAAA-BBBB-CCCC' WHERE document = ?",
  ),
];
