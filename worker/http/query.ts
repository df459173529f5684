/** Parts of addresses that many lists share. */
import { z } from "@hono/zod-openapi";
import { CURSOR_LENGTH_MAX } from "../base/cursor.ts";
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from "../catalog/product.ts";

/** Any text: one that names no market is answered `market.unknown`, not `request.invalid`. */
export const marketQuery = z
  .string()
  .min(1)
  .max(20)
  .openapi({ description: "The path of an open market", example: "en-us" });

/** How many items a page of a list has: 1 to `max`, in digits alone. */
export const limitUpTo = (max: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, "is not a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(max))
    .default(preset)
    .openapi({ type: "integer", minimum: 1, maximum: max, default: preset });

export const limitQuery = limitUpTo(PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT);

/** Any text up to the limit: the list itself says `cursor.invalid`. */
export const cursorQuery = z
  .string()
  .min(1)
  .max(CURSOR_LENGTH_MAX)
  .exactOptional()
  .openapi({ description: "`nextCursor` of the page before" });
