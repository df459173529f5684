/** Stock as OpenAPI describes it, and what staff sends to change it: each part has a limit. */
import { z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { CHANGE_MAX, ID_LENGTH_MAX, REASON_LENGTH_MAX } from "../ledger/ask-limits.ts";
import { locationNameShape, wellFormed } from "./location-shapes.ts";
import { isBucketName } from "./stock-bucket.ts";
import { ADJUST_REASONS } from "./stock-reason.ts";

/** On one line: a line break would name a bucket. */
export const skuShape = z
  .string()
  .trim()
  .min(1)
  .max(SKU_LENGTH_MAX)
  .refine((sku) => !isBucketName(sku), "holds a line break")
  .openapi({ example: "ORBIT-14-512" });
export const transferIdShape = wellFormed(z.string().min(1).max(ID_LENGTH_MAX)).openapi({
  description: "The operation id it was sent with",
});

const entry = z.object({
  number: z.int(),
  atMs: z.int(),
  kind: z.string(),
  byId: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
/** `onHand`, `held` and `available` are of all locations. */
export const stockShape = z
  .object({
    sku: z.string(),
    onHand: z.int(),
    held: z.int(),
    available: z.int(),
    locations: z
      .array(z.object({ location: z.string(), onHand: z.int(), held: z.int() }))
      .readonly()
      .openapi({ description: "What lies where; locations it never lay at are left out" }),
    lowStockAt: z.int(),
    entries: z.array(entry).openapi({ description: "The ledger, newest first" }),
    nextBefore: z.int().nullable().openapi({ description: "Ask again with `before` set to it for older entries" }),
  })
  .openapi("Stock");
const transfer = z.object({ id: z.string(), from: z.string(), to: z.string(), quantity: z.int() }).openapi("Transfer");
export const transfersShape = z.object({
  items: z.array(transfer).readonly().openapi({ description: "`quantity` is what is still on its way" }),
});
export const wholeStockShape = stockShape
  .extend({
    inTransit: z.int().openapi({ description: "On its way between locations, in none of them" }),
    promisable: z.int().openapi({ description: "May still be sold before it is here" }),
    owed: z.int().openapi({ description: "Sold before it was here" }),
    lent: z.int().openapi({ description: "Lent to the objects that a hot SKU is split over" }),
    buckets: z.int().openapi({ description: "Objects that the SKU is split over" }),
    bucketsEver: z.int().openapi({ description: "The most it ever was split over: each has a ledger of its own" }),
  })
  .openapi("WholeStock");

/** Ids with control characters are the store's own, such as those of loans. */
const operationId = wellFormed(
  z
    .string()
    .min(1)
    .max(ID_LENGTH_MAX)
    .regex(/^[^\p{Cc}]*$/u, "holds a control character"),
).openapi({
  description: "Made by the client: the same one again does its work once",
});
const quantity = z.int().min(1).max(CHANGE_MAX);
const note = wellFormed(z.string().trim().max(REASON_LENGTH_MAX)).exactOptional();
const location = locationNameShape.exactOptional();

export const receiveBody = z.strictObject({ operationId, location, quantity });
export const countBody = z.strictObject({
  operationId,
  location,
  counted: z.int().min(0).max(CHANGE_MAX).openapi({ description: "What lies there, held units included" }),
});
export const adjustBody = z.strictObject({
  operationId,
  location,
  delta: z
    .int()
    .min(-CHANGE_MAX)
    .max(CHANGE_MAX)
    .refine((delta) => delta !== 0, "a change of nothing"),
  reason: z.enum(ADJUST_REASONS),
  note,
});
export const sendBody = z
  .strictObject({ operationId, from: locationNameShape, to: locationNameShape, quantity })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "another location than it comes from" });
export const arriveBody = z.strictObject({ operationId, quantity });
export const loseBody = z.strictObject({ operationId, note });
