/** What a drop's pages show of the catalogue: each SKU as it is sold in the market. */
import { readProductById } from "../worker/catalog/find-product-store.ts";
import { readVariantNames, type VariantName } from "../worker/catalog/staff-figures-store.ts";
import { readCheckout } from "../worker/checkout/checkout-store.ts";
import type { Drop } from "../worker/drops/drop.ts";
import type { Place } from "../worker/drops/queue-keepers.ts";
import type { Market } from "../worker/markets/markets.ts";
import { type PriceNow, priceAt } from "../worker/pricing/price.ts";
import { priceListOf } from "../worker/pricing/price-list.ts";
import type { World } from "../worker/world.ts";
import { orElse } from "./shell-data.ts";

/** Amounts are in the market's currency. */
export type DropItem = Pick<VariantName, "sku" | "productId" | "title" | "options" | "image"> &
  Pick<PriceNow, "amountMinor" | "tiers"> & { slug: string };

/** In the drop's order; what is not sold in this market is left out, and so is all of it when it cannot be read. */
export const readDropItems = (world: World, market: Market, drop: Drop): Promise<DropItem[]> =>
  orElse(world, "drop items", readItems(world, market, drop), []);

async function readItems(world: World, market: Market, { skus }: Drop): Promise<DropItem[]> {
  const names = await readVariantNames(world, skus, market.language);
  const ids = [...new Set([...names.values()].map(({ productId }) => productId))];
  const documents = await Promise.all(ids.map((id) => readProductById(world, market, id)));
  const byId = new Map(documents.flatMap((document) => (document ? [[document.id, document]] : [])));
  return skus.flatMap((sku) => {
    const name = names.get(sku);
    const document = name && byId.get(name.productId);
    const price = document?.variants.find((variant) => variant.sku === sku)?.prices[priceListOf(market)];
    if (!name || !document || !price) return [];
    const { productId, title, options, image } = name;
    const { amountMinor, tiers } = priceAt(price, world.nowMs());
    return [{ sku, productId, title, options, image, slug: document.slug, amountMinor, tiers }];
  });
}

/** What a used pass is still good for: `begun` may begin another checkout in the place of one that ends unpaid. */
export type PassUse = "begun" | "paid" | "spent";

/** A checkout that cannot be read is taken for one that is not paid: the checkout itself refuses a pass that is spent. */
export async function readPassUse(world: World, place: Extract<Place, { state: "used" }>): Promise<PassUse> {
  const { checkoutId, untilMs } = place;
  const reading = checkoutId === null ? null : readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  const checkout = reading && (await orElse(world, "drop checkout", reading, null));
  if (checkout?.state === "paid") return "paid";
  return checkout?.state === "processing" || world.nowMs() >= untilMs ? "spent" : "begun";
}
