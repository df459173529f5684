/** A currency as programs send and read it: one name in the description of the API, wherever it stands. */
import { z } from "@hono/zod-openapi";
import { CURRENCIES } from "./currencies.ts";

export const currencyShape = z.enum(CURRENCIES).openapi("Currency", { description: "ISO 4217" });
