/** What pricing a cart needs to know of its SKUs. A cart still shows when no stock can be read; never without prices. */
import { whyOf } from "../base/why.ts";
import type { Sellable } from "../catalog/product.ts";
import { readSellables } from "../catalog/product-store.ts";
import { listOffers } from "../inventory/offer-store.ts";
import type { StockOffer } from "../inventory/stock-offer.ts";
import { readOffers } from "../inventory/supply-flow.ts";
import { readSupply } from "../inventory/supply-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";

/** What was read of the SKUs in `asked`. One that `offers` lacks could not be asked for. */
export type CartFacts = {
  market: Market;
  /** Which SKUs were asked for: one of these without a sellable is not sold in the market. */
  asked: ReadonlySet<string>;
  sellables: ReadonlyMap<string, Sellable>;
  offers: ReadonlyMap<string, StockOffer>;
};

/** Throws when prices cannot be read. Stock that cannot be read is logged and left out. */
export async function readCartFacts(world: World, market: Market, skus: readonly string[]): Promise<CartFacts> {
  const asked = new Set(skus);
  if (asked.size === 0) return { market, asked, sellables: new Map(), offers: new Map() };
  const list = [...asked];
  const [sellables, offers] = await Promise.all([
    readSellables(world, market, list),
    readStockOffers(world, list, market),
  ]);
  return { market, asked, sellables, offers };
}

/** Fresh from each SKU's object; as last projected of those that do not answer; nothing where that cannot be read either. */
async function readStockOffers(
  world: World,
  skus: readonly string[],
  { id }: Market,
): Promise<ReadonlyMap<string, StockOffer>> {
  const fresh = readSupply(world.catalog, skus).then((supply) => readOffers(world, skus, supply, id));
  const offers = await orNone(world, fresh);
  const missing = skus.filter((sku) => !offers.has(sku));
  if (missing.length === 0) return offers;
  return new Map([...(await orNone(world, listOffers(world.catalog, missing, id))), ...offers]);
}

const orNone = <Read>(world: World, reading: Promise<Map<string, Read>>): Promise<Map<string, Read>> =>
  reading.catch((error: unknown) => {
    world.log.error("cart.availability_unread", { why: whyOf(error) });
    return new Map();
  });
