/** What staff send of a drop, whether a program does or the dashboard's form. */
import { z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import {
  DROP_ID,
  DROP_ID_LENGTH_MAX,
  DROP_MS_MAX,
  DROP_SKUS_MAX,
  DROP_STATUSES,
  DROP_TITLE_LENGTH_MAX,
  PASS_MS,
  RATE_PER_MINUTE,
} from "./drop.ts";

/** `new` is where the dashboard makes one. */
export const dropIdShape = z
  .string()
  .min(1)
  .max(DROP_ID_LENGTH_MAX)
  .regex(DROP_ID)
  .refine((id) => id !== "new", "is taken");
const TIME_MS_MAX = 8_640_000_000_000_000;

const parts = {
  title: z.string().trim().min(1).max(DROP_TITLE_LENGTH_MAX),
  skus: z
    .array(z.string().min(1).max(SKU_LENGTH_MAX))
    .min(1)
    .max(DROP_SKUS_MAX)
    .refine((skus) => new Set(skus).size === skus.length, "names a SKU twice"),
  status: z.enum(DROP_STATUSES),
  opensAtMs: z.int().min(0).max(TIME_MS_MAX),
  closesAtMs: z.int().min(0).max(TIME_MS_MAX),
  passMs: z.int().min(PASS_MS.min).max(PASS_MS.max).default(PASS_MS.preset),
  ratePerMinute: z.int().min(1).max(RATE_PER_MINUTE.max).default(RATE_PER_MINUTE.preset),
};
/** `version` is the one the change was made on; 0 makes a new drop. */
export const dropAskShape = z
  .strictObject({ ...parts, version: z.int().min(0) })
  .refine(({ opensAtMs, closesAtMs }) => closesAtMs > opensAtMs, {
    path: ["closesAtMs"],
    error: "is not after the opening",
  })
  .refine(({ opensAtMs, closesAtMs }) => closesAtMs - opensAtMs <= DROP_MS_MAX, {
    path: ["closesAtMs"],
    error: "is more than a week after the opening",
  });
export const staffDropShape = z
  .object({ ...parts, passMs: z.int(), ratePerMinute: z.int(), id: z.string(), version: z.int(), updatedAtMs: z.int() })
  .openapi("StaffDrop");
