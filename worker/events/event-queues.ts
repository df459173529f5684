/** Which queue carries an event: work of one kind has a queue of its own, so that no mail waits behind an import. */
import type { EventKind, StoreEvent } from "./event.ts";

/**
 * By the names of their bindings. `EVENTS`: orders and mails. `STOCK_EVENTS`: levels. `PRODUCT_EVENTS`: what is made of
 * products. `IMPORT_EVENTS`: long steps over files or the whole catalogue. `PICTURE_EVENTS`: waits for other sites.
 * `INSIGHT_EVENTS`: what is counted and can be done without.
 */
export const QUEUES = [
  "EVENTS",
  "STOCK_EVENTS",
  "PRODUCT_EVENTS",
  "IMPORT_EVENTS",
  "PICTURE_EVENTS",
  "INSIGHT_EVENTS",
] as const;
export type QueueName = (typeof QUEUES)[number];

const OTHERS: Partial<Record<EventKind, QueueName>> = {
  "stock.changed": "STOCK_EVENTS",
  "stock.pressed": "STOCK_EVENTS",
  "stock.policy_changed": "STOCK_EVENTS",
  "products.changed": "PRODUCT_EVENTS",
  "category.changed": "IMPORT_EVENTS",
  "attribute.changed": "IMPORT_EVENTS",
  "brand.changed": "IMPORT_EVENTS",
  "price_list.changed": "IMPORT_EVENTS",
  "products.due": "IMPORT_EVENTS",
  "collection.due": "IMPORT_EVENTS",
  "import.due": "IMPORT_EVENTS",
  "export.due": "IMPORT_EVENTS",
  "search.due": "IMPORT_EVENTS",
  "pictures.wanted": "PICTURE_EVENTS",
  "vitals.told": "INSIGHT_EVENTS",
};
export const queueOf = (kind: EventKind): QueueName => OTHERS[kind] ?? "EVENTS";

/** In their order, by queue; a queue that gets none is left out. */
export const byQueue = (events: readonly StoreEvent[]): Map<QueueName, StoreEvent[]> =>
  Map.groupBy(events, (event) => queueOf(event.kind));

/** wrangler.toml: a message is tried once and then so often again, less one, before it is a dead letter. */
export const MESSAGE_TRIES = 6;
