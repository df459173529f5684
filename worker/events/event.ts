/** What is told to the rest of the store after a change is stored. Consumers may see one twice, late or out of order. */

/** Payloads name things by id; a consumer reads the source of truth, so an old event never brings back an old value. */
export type StoreEvent = { id: string; atMs: number } & (
  | { kind: "products.changed"; payload: { productIds: readonly string[] } }
  | { kind: "stock.changed"; payload: { sku: string } }
  | { kind: "order.placed" | "order.fulfilled" | "order.refunded"; payload: { orderId: string; subjectId?: string } }
  | { kind: "checkout.payment_failed" | "checkout.refused"; payload: { checkoutId: string } }
  | {
      kind: "account.verification_asked" | "account.reset_asked";
      payload: { userId: string; email: string; name: string; url: string; locale: string };
    }
);
export type EventKind = StoreEvent["kind"];
export type PayloadOf<Kind extends EventKind> = Extract<StoreEvent, { kind: Kind }>["payload"];

/** Products named by one `products.changed`: a message stays far below the queue's 128 KB. */
export const PRODUCTS_PER_EVENT_MAX = 50;
