/** What is said of units that are sold before they are here. A date that has passed is not said again. */
import type { StockPromise } from "../worker/inventory/stock-policy.ts";
import type { Format } from "./format.ts";
import type { Translate } from "./messages.ts";

type Locals = { t: Translate; format: Format; world: { nowMs(): number } };

/** On the page of a product that is not here. */
export const offerWords = ({ t, format, world }: Locals, { kind, atMs }: StockPromise): string =>
  atMs < world.nowMs() ? t(`product.stock.${kind}.open`) : t(`product.stock.${kind}`, { date: format.date(atMs) });

/** Beside a line that was, or is about to be, bought. */
export const lineWords = ({ t, format, world }: Locals, { kind, atMs }: StockPromise): string =>
  atMs < world.nowMs() ? t(`order.promise.${kind}.open`) : t(`order.promise.${kind}`, { date: format.date(atMs) });
