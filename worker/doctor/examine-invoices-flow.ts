/** Orders' totals against their tax and their invoices, and the numbers of invoices against their series. */
import { seriesOf } from "../invoices/invoice.ts";
import { listInvoicesOfOrders, listNumberedInvoices, type NumberedInvoice } from "../invoices/invoice-facts-store.ts";
import type { Invoice } from "../invoices/invoice-store.ts";
import { listTaxedOrders, readBookedOrders, type TaxedOrder } from "../orders/order-facts-store.ts";
import { sumMinor } from "../pricing/money.ts";
import type { World } from "../world.ts";
import type { BookTurn } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { readStretch } from "./stretch-flow.ts";

/** Each turn is two queries. */
const ROWS_TURN = 200;

export async function examineTaxes(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ROWS_TURN, listTaxedOrders);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const ids = rows.map(({ id }) => id);
  const byOrder = Map.groupBy(await listInvoicesOfOrders(db, ids), ({ orderId }) => orderId);
  const found = rows.flatMap((order) => [...compareTax(order), ...compareInvoices(order, byOrder.get(order.id) ?? [])]);
  return { checked: rows.length, found, next };
}

/** An order from before tax was kept by its rates has only its sums. */
function compareTax(order: TaxedOrder): Disagreement[] {
  const { id, checkoutId, subtotalMinor, discountMinor, shippingMinor, taxMinor, taxIncluded, totalMinor, tax } = order;
  const summedMinor = subtotalMinor - discountMinor + shippingMinor + (taxIncluded ? 0 : taxMinor);
  const byRateMinor = tax ? taxOfGroups(tax.groups) : taxMinor;
  if (summedMinor === totalMinor && byRateMinor === taxMinor) return [];
  const facts = { totalMinor, summedMinor, taxMinor, byRateMinor };
  return [disagreement("order.tax_differs", { orderId: id, checkoutId }, facts)];
}

const taxOfGroups = (groups: Invoice["facts"]["groups"]): number => sumMinor(groups.map(({ taxMinor }) => taxMinor));

function compareInvoices({ id, checkoutId, totalMinor, taxMinor, tax }: TaxedOrder, kept: readonly Invoice[]) {
  const at = { orderId: id, checkoutId };
  if (kept.length === 0) return tax ? [disagreement("order.invoice_missing", at, { totalMinor })] : [];
  const doubled = kept.length > 1 ? [disagreement("order.invoice_doubled", at, { invoices: kept.length })] : [];
  const differing = kept.flatMap(({ series, number, facts }) => {
    const taxedMinor = taxOfGroups(facts.groups);
    if (facts.amountMinor === totalMinor && taxedMinor === taxMinor) return [];
    const amounts = { totalMinor, invoicedMinor: facts.amountMinor, taxMinor, invoicedTaxMinor: taxedMinor };
    return [disagreement("order.invoice_differs", { ...at, invoice: `${series}:${number}` }, amounts)];
  });
  return [...doubled, ...differing];
}

/** One database holds no number of a series twice; two could, where their series are not their own. */
export async function examineInvoices(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ROWS_TURN, listNumberedInvoices);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const database = world.ordersAll.indexOf(db);
  const orders = await readBookedOrders(
    db,
    rows.map(({ orderId }) => orderId),
  );
  const found = rows.flatMap((row) => compareNumber(row, database, orders.has(row.orderId)));
  return { checked: rows.length, found, next };
}

function compareNumber(row: NumberedInvoice, database: number, hasOrder: boolean): Disagreement[] {
  const { id, series, number, document, orderId, day, before } = row;
  const at = { invoice: id, orderId, document };
  const own = seriesOf(day.slice(0, 4), database);
  return [
    ...(number === before + 1 ? [] : [disagreement("invoice.number_skipped", at, { number, before })]),
    ...(series === own ? [] : [disagreement("invoice.series_differs", at, { series, own, day })]),
    ...(hasOrder ? [] : [disagreement("invoice.order_missing", at, { day })]),
  ];
}
