/** A market's path as it comes in, whether there is such a market or not: whoever uses it looks. */
import { z } from "@hono/zod-openapi";

export const MARKET_ID_MAX = 20;
/** Lower-case letters and digits, single hyphens between. */
export const MARKET_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const marketIdShape = z
  .string()
  .max(MARKET_ID_MAX)
  .regex(MARKET_ID, "lower-case letters and digits, single hyphens between")
  .openapi({ description: "A market's path", example: "en-us" });
