/** What is told to the rest of the store after a change is stored. Consumers may see one twice, late or out of order. */
import type { VitalCount } from "../vitals/vitals-tally.ts";

/** Payloads name things by id; a consumer reads the source of truth, so an old event never brings back an old value. */
export type StoreEvent = { id: string; atMs: number } & (
  | { kind: "products.changed"; payload: { productIds: readonly string[] } }
  | { kind: "category.changed"; payload: { categoryId: string; afterId: string } }
  | { kind: "attribute.changed"; payload: { key: string; afterId: string } }
  | { kind: "brand.changed"; payload: { brandId: string; rank: number; id: string } }
  | { kind: "price_list.changed"; payload: { listId: string } }
  | { kind: "products.due"; payload: { productIds: readonly string[] } }
  | { kind: "collection.due"; payload: { collectionId: string } }
  | { kind: "pictures.wanted"; payload: { productId: string } }
  | { kind: "stock.changed"; payload: { sku: string } }
  | { kind: "stock.pressed"; payload: { sku: string } }
  | { kind: "stock.policy_changed"; payload: { sku: string } }
  | { kind: "stock.back"; payload: { waitId: string } }
  | { kind: "stock.low"; payload: { digest: number; userId: string } }
  | {
      kind: OrderMailKind;
      payload: { orderId: string; subjectId?: string };
    }
  | { kind: "checkout.payment_failed" | "checkout.refused"; payload: { checkoutId: string } }
  | { kind: "import.due"; payload: { runId: string } }
  | { kind: "export.due"; payload: { exportId: string } }
  | { kind: "search.due"; payload: Record<never, never> }
  | { kind: "vitals.told"; payload: { counts: readonly VitalCount[] } }
  | { kind: AccountEventKind; payload: { userId: string; sealedLink: string } }
);
/** `sealedLink` holds a way into the account, so it is encrypted: queue, outbox and dead letters are read by people. */
export type AccountEventKind = "account.verification_asked" | "account.reset_asked" | "account.exists";
/** Of an order, and told to its buyer by mail. */
export type OrderMailKind =
  | "order.placed"
  | "order.fulfilled"
  | "order.refunded"
  | "order.downloads_issued"
  | "order.ready_for_pickup";
export type EventKind = StoreEvent["kind"];
type PayloadIn<Event, Kind> = Event extends { kind: infer Kinds; payload: infer Payload }
  ? Kind extends Kinds
    ? Payload
    : never
  : never;
export type PayloadOf<Kind extends EventKind> = PayloadIn<StoreEvent, Kind>;

/** Products named by one `products.changed`: a batch of such messages is what one invocation can project. */
export const PRODUCTS_PER_EVENT_MAX = 20;
/** Products named by one `products.due`: they are flipped by one batch. */
export const DUE_PER_EVENT_MAX = 100;
