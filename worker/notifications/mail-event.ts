/** The event that a mail told of, by the mail's id; so that the mail can be made again. */
import type { OrderMailKind, StoreEvent } from "../events/event.ts";

type OfOrder = Extract<StoreEvent, { kind: OrderMailKind }>;
type OfCheckout = Extract<StoreEvent, { kind: "checkout.payment_failed" | "checkout.refused" }>;

const OF_ORDER = /^(order\.(?:placed|fulfilled|refunded|downloads_issued|ready_for_pickup)):([^:]+)(?::(.+))?$/;
const OF_CHECKOUT = /^(checkout\.(?:payment_failed|refused)):(.+)$/;

/** Null for a mail whose words are kept nowhere, such as a link into an account. */
export function eventOfMail(
  mailId: string,
  atMs: number,
): { order: OfOrder; checkout?: never } | { checkout: OfCheckout; order?: never } | null {
  const [, orderKind, orderId, subjectId] = OF_ORDER.exec(mailId) ?? [];
  if (orderKind && orderId) {
    const payload = { orderId, ...(subjectId !== undefined && { subjectId }) };
    return { order: { id: mailId, atMs, kind: orderKind as OfOrder["kind"], payload } };
  }
  const [, kind, checkoutId] = OF_CHECKOUT.exec(mailId) ?? [];
  return kind && checkoutId
    ? { checkout: { id: mailId, atMs, kind: kind as OfCheckout["kind"], payload: { checkoutId } } }
    : null;
}
