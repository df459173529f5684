/** Mails about an order: placed, shipped, ready to collect, refunded. Reads the order as it stands, so an old event tells nothing old. */
import { downloadsIssued } from "../../emails/downloads-issued.ts";
import type { MailDownload, MailLine, MailOrder } from "../../emails/order-blocks.ts";
import { orderPlaced } from "../../emails/order-placed.ts";
import { orderReady } from "../../emails/order-ready.ts";
import { type MailParcel, orderShipped } from "../../emails/order-shipped.ts";
import { refundMade } from "../../emails/refund-made.ts";
import { listDownloads } from "../downloads/list-downloads-flow.ts";
import type { OrderMailKind, StoreEvent } from "../events/event.ts";
import { invoiceNumberOf } from "../invoices/invoice.ts";
import { listInvoices } from "../invoices/invoice-store.ts";
import { invoicePathOf, orderPathOf } from "../orders/order-link.ts";
import { readOrder, readOrderKey } from "../orders/order-store.ts";
import type { FulfilmentView, OrderView } from "../orders/order-view.ts";
import type { Database, World } from "../world.ts";
import { type MailDraft, type MailEnd, sendOnce } from "./send-mail-flow.ts";
import { readMailOrigin } from "./store-address-store.ts";

export type OrderEvent = Extract<StoreEvent, { kind: OrderMailKind }>;

/** Told once an order, whatever was done how often. */
const ONCE: ReadonlySet<OrderEvent["kind"]> = new Set(["order.placed", "order.ready_for_pickup"]);

/** An order is confirmed once, and called ready once; each parcel and each refund is told once. */
export function mailOrderEvent(world: World, event: OrderEvent): Promise<MailEnd> {
  const { orderId, subjectId } = event.payload;
  const part = ONCE.has(event.kind) ? "" : `:${subjectId ?? event.id}`;
  return sendOnce(world, { id: `${event.kind}:${orderId}${part}`, kind: event.kind }, () => draftOf(world, event));
}

async function draftOf(world: World, { kind, payload }: OrderEvent): Promise<MailDraft> {
  const db = world.ordersOfNumber(payload.orderId);
  const order = db && (await readOrder(db, payload.orderId));
  if (!db || !order) return null;
  const key = await readOrderKey(db, order.id);
  const origin = await readMailOrigin(world, order.market);
  const document = (await listInvoices(db, order.id)).find((each) => each.document === (payload.subjectId ?? order.id));
  const told: MailOrder = {
    ...order,
    url: origin !== "" && key ? `${origin}${orderPathOf(key)}` : null,
    invoiceUrl: origin !== "" && key && document ? `${origin}${invoicePathOf(key, invoiceNumberOf(document))}` : null,
    downloads: origin === "" ? [] : await openDownloads(world, db, order, origin),
  };
  const to = { to: order.email, market: order.market };
  if (kind === "order.placed") return { ...to, letter: (words) => orderPlaced(told, words) };
  if (kind === "order.fulfilled") {
    const shipped = order.fulfilments.find((each) => each.id === payload.subjectId);
    return shipped ? { ...to, letter: (words) => orderShipped(told, parcelOf(order, shipped), words) } : null;
  }
  if (kind === "order.ready_for_pickup") {
    const { pickup } = order.shipping;
    const waiting = order.lines.filter(({ digital }) => !digital);
    return pickup ? { ...to, letter: (words) => orderReady(told, { pickup, waiting }, words) } : null;
  }
  if (kind === "order.downloads_issued") return { ...to, letter: (words) => downloadsIssued(told, words) };
  const refund = order.refunds.find((each) => each.id === payload.subjectId);
  return refund ? { ...to, letter: (words) => refundMade(told, refund.amountMinor, words) } : null;
}

/** Mails lead to the page of a file: programs that look through mails follow links, and must not use downloads up. */
async function openDownloads(world: World, db: Database, order: OrderView, origin: string): Promise<MailDownload[]> {
  if (!order.lines.some(({ digital }) => digital)) return [];
  return (await listDownloads(world, db, order)).flatMap(({ name, untilMs, pagePath }) =>
    pagePath === null ? [] : [{ name, untilMs, url: `${origin}${pagePath}` }],
  );
}

function parcelOf(order: OrderView, shipped: FulfilmentView): MailParcel {
  const lines = shipped.lines.flatMap(({ sku, quantity }): MailLine[] => {
    const line = order.lines.find((each) => each.sku === sku);
    return line ? [{ ...line, promise: null, quantity, totalMinor: line.unitMinor * quantity }] : [];
  });
  const { carrier, trackingNumber } = shipped;
  return { carrier, trackingNumber, lines, partial: order.lines.some((line) => line.leftQuantity > 0) };
}
