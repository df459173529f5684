/** What a queue message must look like to be an event. Whatever else comes is kept as a dead letter. */
import { z } from "@hono/zod-openapi";
import { BUCKET_COUNT } from "../vitals/vitals.ts";
import { COUNTS_MAX } from "../vitals/vitals-tally.ts";
import { DUE_PER_EVENT_MAX, type StoreEvent } from "./event.ts";

/** More than is sent: what other releases of the store have sent is taken too. */
const PRODUCTS_TAKEN_MAX = 50;
const id = z.string().min(1).max(200);
const word = z.string().min(1).max(20);
const envelope = { id, atMs: z.int() };
const order = z.object({ orderId: id, subjectId: id.optional() });
const checkout = z.object({ checkoutId: id });
const account = z.object({ userId: id, sealedLink: z.string().min(1) });

const event = z.discriminatedUnion("kind", [
  z.object({
    ...envelope,
    kind: z.literal("products.changed"),
    payload: z.object({ productIds: z.array(id).min(1).max(PRODUCTS_TAKEN_MAX) }),
  }),
  z.object({ ...envelope, kind: z.enum(["stock.changed", "stock.pressed"]), payload: z.object({ sku: id }) }),
  z.object({ ...envelope, kind: z.literal("stock.policy_changed"), payload: z.object({ sku: id }) }),
  z.object({
    ...envelope,
    kind: z.literal("category.changed"),
    payload: z.object({ categoryId: id, afterId: z.string().max(200) }),
  }),
  z.object({
    ...envelope,
    kind: z.literal("attribute.changed"),
    payload: z.object({ key: id, afterId: z.string().max(200) }),
  }),
  z.object({
    ...envelope,
    kind: z.literal("brand.changed"),
    payload: z.object({ brandId: id, rank: z.int(), id: z.string().max(200) }),
  }),
  z.object({ ...envelope, kind: z.literal("price_list.changed"), payload: z.object({ listId: id }) }),
  z.object({
    ...envelope,
    kind: z.literal("products.due"),
    payload: z.object({ productIds: z.array(id).min(1).max(DUE_PER_EVENT_MAX) }),
  }),
  z.object({ ...envelope, kind: z.literal("collection.due"), payload: z.object({ collectionId: id }) }),
  z.object({ ...envelope, kind: z.literal("pictures.wanted"), payload: z.object({ productId: id }) }),
  z.object({ ...envelope, kind: z.literal("import.due"), payload: z.object({ runId: id }) }),
  z.object({ ...envelope, kind: z.literal("export.due"), payload: z.object({ exportId: id }) }),
  z.object({ ...envelope, kind: z.literal("search.due"), payload: z.object({}) }),
  z.object({
    ...envelope,
    kind: z.literal("vitals.told"),
    payload: z.object({
      counts: z
        .array(
          z.tuple([
            word,
            word,
            word,
            word,
            word,
            word,
            z
              .int()
              .min(0)
              .max(BUCKET_COUNT - 1),
            z.int().min(1),
          ]),
        )
        .min(1)
        .max(COUNTS_MAX),
    }),
  }),
  z.object({ ...envelope, kind: z.literal("stock.back"), payload: z.object({ waitId: id }) }),
  z.object({
    ...envelope,
    kind: z.literal("stock.low"),
    payload: z.object({ digest: z.int().min(1), userId: id }),
  }),
  z.object({
    ...envelope,
    kind: z.enum([
      "order.placed",
      "order.fulfilled",
      "order.refunded",
      "order.downloads_issued",
      "order.ready_for_pickup",
    ]),
    payload: order,
  }),
  z.object({ ...envelope, kind: z.enum(["checkout.payment_failed", "checkout.refused"]), payload: checkout }),
  z.object({
    ...envelope,
    kind: z.enum(["account.verification_asked", "account.reset_asked", "account.exists"]),
    payload: account,
  }),
]);

/** The event a message holds; null when it holds none. */
export function eventOf(body: unknown): StoreEvent | null {
  const parsed = event.safeParse(body);
  return parsed.success ? (parsed.data as StoreEvent) : null;
}
