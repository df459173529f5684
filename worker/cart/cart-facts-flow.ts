/** What pricing a cart needs to know of its SKUs. A cart still shows when no stock can be read; never without prices. */
import { whyOf } from "../base/why.ts";
import type { Sellable } from "../catalog/product.ts";
import { readSellables } from "../catalog/product-store.ts";
import { listLevels } from "../inventory/stock-store.ts";
import { readAvailability } from "../inventory/supply-flow.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";

/** What was read of the SKUs in `asked`. One that `available` lacks could not be asked for. */
export type CartFacts = {
  market: Market;
  /** Which SKUs were asked for: one of these without a sellable is not sold in the market. */
  asked: ReadonlySet<string>;
  sellables: ReadonlyMap<string, Sellable>;
  available: ReadonlyMap<string, number>;
};

/** Throws when prices cannot be read. Stock that cannot be read is logged and left out. */
export async function readCartFacts(world: World, market: Market, skus: readonly string[]): Promise<CartFacts> {
  const asked = new Set(skus);
  if (asked.size === 0) return { market, asked, sellables: new Map(), available: new Map() };
  const list = [...asked];
  const [sellables, available] = await Promise.all([
    readSellables(world, market, list),
    readAvailable(world, list, market),
  ]);
  return { market, asked, sellables, available };
}

/** Fresh from each SKU's object; the last projected level of those that do not answer; nothing of those without one. */
async function readAvailable(world: World, skus: readonly string[], market: Market): Promise<Map<string, number>> {
  const available = await orNone(world, readAvailability(world, skus, market.id));
  const missing = skus.filter((sku) => !available.has(sku));
  if (missing.length === 0) return available;
  const projected = await orNone(
    world,
    listLevels(world.catalog, missing).then((levels) => new Map(levels.map((level) => [level.sku, level.available]))),
  );
  return new Map([...available, ...projected]);
}

const orNone = (world: World, reading: Promise<Map<string, number>>): Promise<Map<string, number>> =>
  reading.catch((error: unknown) => {
    world.log.error("cart.availability_unread", { why: whyOf(error) });
    return new Map();
  });
