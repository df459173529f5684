/** What the rest of the store reads of the catalogue: cards of lists, and what carts sell. Only what is on sale is found. */
import { sql } from "drizzle-orm";
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { listOffers } from "../inventory/offer-store.ts";
import type { StockOffer } from "../inventory/stock-offer.ts";
import { listLevels } from "../inventory/stock-store.ts";
import type { Market } from "../markets/markets.ts";
import { type ListedPrice, priceAt } from "../pricing/price.ts";
import { priceListOf } from "../pricing/price-list.ts";
import { beforeOf } from "../pricing/prior-price.ts";
import type { Database, World } from "../world.ts";
import type { DownloadTerms } from "./digital/digital.ts";
import { onSale } from "./on-sale-store.ts";
import { optionValues } from "./option-words.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import { pictureOfVariant } from "./pictures/variant-picture.ts";
import type { Media, ProductCard, ProductSort, Sellable, VariantOptions, VariantStockFacts } from "./product.ts";
import {
  type ListedRow,
  type ListedVariant,
  type ListWithin,
  listRows,
  listRowsOf,
  listVariantsOf,
  ORDERS,
} from "./product-list-store.ts";

type CardsAsk = ListWithin & { sort: ProductSort; limit: number; cursor?: string | undefined };
/** A page whose products are known, while their cards are still read. */
export type CardsBegun = { ids: readonly string[]; nextCursor: string | null; items: Promise<ProductCard[]> };

/** One page of a category with everything below it, of a collection, of a brand, or of the whole catalogue. */
export async function listProductCards(
  world: World,
  market: Market,
  ask: CardsAsk,
): Promise<Outcome<{ items: ProductCard[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const begun = await beginProductCards(world, market, ask);
  return begun.ok ? done({ items: await begun.value.items, nextCursor: begun.value.nextCursor }) : begun;
}

/** Which products a page has, as soon as that is known. */
export async function beginProductCards(
  world: World,
  market: Market,
  ask: CardsAsk,
): Promise<Outcome<CardsBegun, { code: "cursor.invalid" }>> {
  const { categoryId, collectionId, brandId } = ask;
  const list = `${market.id} ${ask.sort} ${categoryId ?? ""} ${collectionId ?? ""} ${brandId ?? ""}`;
  const after = ask.cursor ? partsOfCursor(ask.cursor, list, [ORDERS[ask.sort].kind, "string"]) : null;
  if (ask.cursor && !after) return refused({ code: "cursor.invalid" });
  const [key = "", id = ""] = after ?? [];
  // One more than asked for tells whether there is a next page.
  const rows = await listRows(world.catalog, market, {
    ...{ categoryId, collectionId, brandId },
    sort: ask.sort,
    limit: ask.limit + 1,
    after: after && [key, String(id)],
    nowMs: world.nowMs(),
  });
  const shown = rows.slice(0, ask.limit);
  const last = rows.length > ask.limit ? shown.at(-1) : undefined;
  const ids = shown.map(({ id }) => id);
  const items = listVariants(world, market, ids).then((variants) => cardsOf(world, market, shown, variants));
  return done({ ids, nextCursor: last ? cursorOf(list, [last.key, last.id]) : null, items });
}

/** Cards of the products named, in the order of `ids`; without those not sold in this market. */
export async function readProductCards(world: World, market: Market, ids: readonly string[]): Promise<ProductCard[]> {
  if (ids.length === 0) return [];
  const [rows, variants] = await Promise.all([
    listRowsOf(world.catalog, market, ids, world.nowMs()),
    listVariants(world, market, ids),
  ]);
  const cards = await cardsOf(world, market, rows, variants);
  const byId = new Map(cards.map((card) => [card.id, card]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const listVariants = async (world: World, market: Market, ids: readonly string[]): Promise<ListedVariant[]> =>
  ids.length === 0 ? [] : listVariantsOf(world.catalog, priceListOf(market), ids, world.nowMs());

/** `variants` may be of more products than `rows`. */
async function cardsOf(
  world: World,
  market: Market,
  rows: readonly ListedRow[],
  variants: readonly ListedVariant[],
): Promise<ProductCard[]> {
  if (rows.length === 0) return [];
  const skus = variants.map(({ sku }) => sku);
  const offers = await listOffers(world.catalog, skus, market.id);
  const byProduct = Map.groupBy(variants, (variant) => variant.productId);
  return rows.map((row) => {
    const own = byProduct.get(row.id) ?? [];
    const [cheapest] = own;
    const before = cheapest ? beforeOf(cheapest, market) : null;
    return {
      id: row.id,
      externalId: row.externalId,
      slug: row.slug,
      title: row.title,
      brand: row.brand,
      price: { amountMinor: cheapest?.amountMinor ?? row.fromMinor, currency: market.currency },
      compareAtMinor: before?.minor ?? null,
      lowest30Days: before?.lowest30Days ?? false,
      image: imagePathOf(row.media, row),
      ...unitsOf(own.flatMap(({ sku }) => offers.get(sku) ?? [])),
      variantCount: cheapest?.variantCount ?? 0,
    };
  });
}

function unitsOf(offers: readonly StockOffer[]): Pick<ProductCard, "available" | "promised"> {
  const sum = (of: "units" | "here") => offers.reduce((total, offer) => total + offer[of], 0);
  const [units, here] = [sum("units"), sum("here")];
  const promised = here > 0 ? null : (offers.find((offer) => offer.units > 0)?.promise?.kind ?? null);
  return { available: Number.isFinite(units) ? units : null, promised };
}

/** Units of each variant that are there, as last projected; what it came with where nothing has moved yet. */
export async function readAvailable(
  world: World,
  variants: readonly { sku: string; openingQuantity: number }[],
): Promise<Map<string, number>> {
  const levels = await listLevels(
    world.catalog,
    variants.map((variant) => variant.sku),
  );
  const projected = new Map(levels.map((level) => [level.sku, level.available]));
  return new Map(variants.map(({ sku, openingQuantity }) => [sku, projected.get(sku) ?? openingQuantity]));
}

type SellableRow = Omit<Sellable, "options" | "image" | "download" | "unitMinor" | "terms"> & {
  price: string;
  options: string;
  media: string;
  productType: string;
  download: string | null;
};

/** What is sold under these SKUs in a market; one that is missing is not sold there. */
export async function readSellables(
  world: World,
  market: Market,
  skus: readonly string[],
): Promise<Map<string, Sellable>> {
  if (skus.length === 0) return new Map();
  const rows = await world.catalog.all<SellableRow>(sql`
    SELECT v.sku, v.product_id AS productId, v.options, v.weight_grams AS weightGrams, p.product_type AS productType,
      p.tax_class AS taxClass,
      p.media, COALESCE(t.slug, d.slug) AS slug, COALESCE(t.title, d.title) AS title,
      json_object('amountMinor', pr.amount_minor, 'compareAtMinor', pr.compare_at_minor, 'priorMinor', pr.prior_minor,
        'tiers', json(COALESCE(pr.tiers, '[]')), 'sale', CASE WHEN pr.sale_minor IS NOT NULL THEN json_object(
          'amountMinor', pr.sale_minor, 'fromMs', pr.sale_from_ms, 'untilMs', pr.sale_until_ms) END) AS price, CASE WHEN g.sku IS NOT NULL THEN json_object('files', json(g.files),
        'downloadsMax', g.downloads_max, 'days', g.days) END AS download
    FROM variants v JOIN products p ON p.id = v.product_id AND v.offered = 1 AND ${onSale(market.id, world.nowMs())}
      JOIN prices pr ON pr.sku = v.sku AND pr.list_id = ${priceListOf(market)}
      LEFT JOIN product_translations t ON t.product_id = p.id AND t.language = ${market.language}
      LEFT JOIN product_translations d ON d.product_id = p.id AND d.language = p.language_default
      LEFT JOIN digital_goods g ON g.sku = v.sku
    WHERE v.sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(
    rows.map(({ options, media, productType, download: sold, price, ...row }) => {
      const terms = priceAt(JSON.parse(price) as ListedPrice, world.nowMs());
      const download = sold ? (JSON.parse(sold) as DownloadTerms) : null;
      const chosen = JSON.parse(options) as VariantOptions;
      const words = optionValues(chosen, market.locale);
      const picture = pictureOfVariant(JSON.parse(media) as Media[], words, market.language);
      const image = imagePathOf(picture, { id: row.productId, productType });
      return [
        row.sku,
        {
          ...row,
          options: chosen,
          image,
          unitMinor: terms.amountMinor,
          terms,
          download,
        },
      ];
    }),
  );
}

/** What each SKU's stock is opened with; SKUs the catalogue does not know are left out. */
export async function readVariantStockFacts(db: Database, skus: readonly string[]): Promise<VariantStockFacts[]> {
  return db.all<VariantStockFacts>(sql`
    SELECT sku, product_id AS productId, opening_quantity AS openingQuantity, low_stock_at AS lowStockAt
    FROM variants WHERE sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
}
