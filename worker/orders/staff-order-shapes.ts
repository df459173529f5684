/** What staff's actions on an order have in common: an id of the action, and units of lines. */
import { z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { ID } from "./order-shapes.ts";

export const ACTION_LINES_MAX = 100;
const QUANTITY_MAX = 1_000;

export const actionId = z.string().regex(ID).openapi({
  description: "Made by the client, one an action. Sent again, it acts once; without it, each request acts.",
});
export const actionLine = z.strictObject({
  sku: z.string().min(1).max(SKU_LENGTH_MAX),
  quantity: z.int().min(1).max(QUANTITY_MAX),
});
export const units = z.array(actionLine).min(1).max(ACTION_LINES_MAX);
