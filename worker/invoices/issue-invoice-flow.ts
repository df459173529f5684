/** What a document says, from the order and from the settings of the moment. */
import type { Totals } from "../checkout/checkout.ts";
import type { OrderTax } from "../tax/tax-answer.ts";
import { dayIn } from "../tax/tax-date.ts";
import { readTaxFacts } from "../tax/tax-store.ts";
import type { Database, World } from "../world.ts";
import { type Credited, creditedGroups, type InvoiceKind, printedTaxIds, seriesOf } from "./invoice.ts";
import type { NewInvoice } from "./invoice-store.ts";

export type InvoicedOrder = { id: string; tax: OrderTax | null } & (Pick<Totals, "totalMinor"> | { totals: Totals });

/** `credited` of a credit note, and of one that is taken back. Throws where the settings cannot be read: it is then told again. */
export async function newInvoice(
  world: World,
  db: Database,
  ask: { order: InvoicedOrder; kind: InvoiceKind; document: string; credited?: Credited },
): Promise<NewInvoice> {
  const { order, kind, document, credited } = ask;
  const { settings } = await readTaxFacts(world);
  const issuedAtMs = world.nowMs();
  const day = dayIn(settings.seller.timeZone, issuedAtMs);
  const { totalMinor } = "totals" in order ? order.totals : order;
  const groups = order.tax?.groups ?? [];
  return {
    series: seriesOf(day.slice(0, 4), world.ordersAll.indexOf(db)),
    ...{ document, kind, day, issuedAtMs },
    orderId: order.id,
    facts: {
      seller: settings.seller,
      taxIds: printedTaxIds(settings, order.tax),
      prefix: settings.invoicePrefix,
      amountMinor: credited?.amountMinor ?? totalMinor,
      groups: credited ? creditedGroups({ totalMinor }, groups, credited) : groups,
    },
  };
}
