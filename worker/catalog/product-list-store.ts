/**
 * The queries behind lists of products: published ones with a price in the market's currency, in one of five orders,
 * each going on after the last item shown. Joins are written `CROSS JOIN` where the order of the tables is the plan.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CursorPart } from "../base/cursor.ts";
import type { Language, Market } from "../markets/markets.ts";
import { type PriceListId, priceListOf } from "../pricing/price-list.ts";
import type { Database } from "../world.ts";
import { amountAt } from "./former-price-store.ts";
import { onSale } from "./on-sale-store.ts";
import type { Media, ProductSort } from "./product.ts";

/** A product of a list, without what its variants say. `key` is what the list is ordered by. */
export type ListedRow = {
  id: string;
  externalId: string | null;
  brand: string;
  productType: string;
  media: Media | null;
  slug: string;
  title: string;
  fromMinor: number;
  key: CursorPart;
};
/** A variant of a product that has `variantCount` of them; what the cheapest costs, and cost before, as it is at the moment. */
export type ListedVariant = {
  productId: string;
  sku: string;
  variantCount: number;
  amountMinor: number;
  beforeMinor: number | null;
  priorMinor: number | null;
};
/** Of one product; of more, those that are there, and the first of them. */
const VARIANTS_OF_CARD_MAX = 50;

type Order = { kind: "string" | "number"; key: SQL; descending: boolean; priceFirst?: true; categoryKey?: SQL };
const TITLE = sql`COALESCE(t.title, d.title) COLLATE NOCASE`;
/** `kind` is the key's, for cursors. `categoryKey` stands for `key` in a category or collection, where its index has the order. */
export const ORDERS: Record<ProductSort, Order> = {
  featured: { kind: "number", key: sql`p.rank`, categoryKey: sql`pc.rank`, descending: true },
  newest: { kind: "number", key: sql`p.created_at_ms`, descending: true },
  "price-asc": { kind: "number", key: sql`pp.from_minor`, descending: false, priceFirst: true },
  "price-desc": { kind: "number", key: sql`pp.from_minor`, descending: true, priceFirst: true },
  name: { kind: "string", key: TITLE, descending: false },
};

/** One of these at most; none is the whole catalogue. */
export type ListWithin = {
  categoryId?: string | undefined;
  collectionId?: string | undefined;
  brandId?: string | undefined;
};
export type ListAsk = ListWithin & {
  sort: ProductSort;
  /** Key and id of the last item shown. */
  after: readonly [CursorPart, string] | null;
  limit: number;
  nowMs: number;
};

/** What no index has in the order that is asked for is sorted for each answer: as many products as that takes a moment for. */
export const SORTED_MAX = 20_000;

/**
 * What has the same key goes by id, in the same direction. Of a list that is sorted for the answer, the best placed
 * `SORTED_MAX` products are in it.
 */
export async function listRows(db: Database, market: Market, ask: ListAsk): Promise<ListedRow[]> {
  const order = ORDERS[ask.sort];
  const isGroup = ask.categoryId !== undefined || ask.collectionId !== undefined;
  const isSorted = isSortedForAnswer(ask);
  const key = isGroup && order.categoryKey ? order.categoryKey : order.key;
  const id = isGroup || isSorted ? sql`pc.product_id` : order.priceFirst ? sql`pp.product_id` : sql`p.id`;
  const direction = order.descending ? sql`DESC` : sql`ASC`;
  const beyond = order.descending ? sql`<` : sql`>`;
  const after = ask.after ? sql`AND (${key}, ${id}) ${beyond} (${ask.after[0]}, ${ask.after[1]})` : sql``;
  const rows = await db.all<RawRow>(sql`
    SELECT ${columns(key)} FROM ${isSorted ? bestOf(ask) : tablesOf(ask, order)} ${texts(market.language)}
    WHERE ${onSale(market.id, ask.nowMs)} AND pp.list_id = ${priceListOf(market)} ${isSorted ? sql`` : isWithin(ask)} ${after}
    ORDER BY ${key} ${direction}, ${id} ${direction} LIMIT ${ask.limit}`);
  return rows.map(rowOf);
}

/** The same for products named by id, in no order. */
export async function listRowsOf(
  db: Database,
  market: Market,
  ids: readonly string[],
  nowMs: number,
): Promise<ListedRow[]> {
  const rows = await db.all<RawRow>(sql`
    SELECT ${columns(sql`p.rank`)} FROM products p JOIN product_prices pp ON pp.product_id = p.id ${texts(market.language)}
    WHERE p.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      AND ${onSale(market.id, nowMs)} AND pp.list_id = ${priceListOf(market)}`);
  return rows.map(rowOf);
}

/** The variants of products that have a price in a list, in their order, at most `VARIANTS_OF_CARD_MAX` of each. */
export async function listVariantsOf(
  db: Database,
  listId: PriceListId,
  ids: readonly string[],
  nowMs: number,
): Promise<ListedVariant[]> {
  const cheapest = sql`OVER (PARTITION BY v.product_id ORDER BY ${amountAt(nowMs)}, v.position, v.sku)`;
  return db.all<ListedVariant>(sql`
    SELECT productId, sku, variantCount, amountMinor, iif(beforeMinor > amountMinor, beforeMinor, NULL) AS beforeMinor,
      priorMinor FROM (
      SELECT v.product_id AS productId, v.sku, v.position, count(*) OVER (PARTITION BY v.product_id) AS variantCount,
        first_value(${amountAt(nowMs)}) ${cheapest} AS amountMinor,
        first_value(COALESCE(pr.compare_at_minor, pr.amount_minor)) ${cheapest} AS beforeMinor,
        first_value(pr.prior_minor) ${cheapest} AS priorMinor,
        row_number() OVER (PARTITION BY v.product_id
          ORDER BY COALESCE(s.available, v.opening_quantity) > 0 DESC, v.position, v.sku) AS place
      FROM variants v JOIN prices pr ON pr.sku = v.sku AND pr.list_id = ${listId}
        LEFT JOIN stock_levels s ON s.sku = v.sku
      WHERE v.offered = 1 AND v.product_id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))
    WHERE place <= ${VARIANTS_OF_CARD_MAX} ORDER BY productId, position, sku`);
}

function isWithin({ categoryId, collectionId, brandId }: ListWithin): SQL {
  if (categoryId !== undefined) return sql`AND pc.category_id = ${categoryId}`;
  if (collectionId !== undefined) return sql`AND pc.collection_id = ${collectionId}`;
  return brandId === undefined ? sql`` : sql`AND p.brand_id = ${brandId}`;
}

/** Each list has an index of its first order; the whole catalogue has one of every order but the name's. */
const isSortedForAnswer = ({ sort, categoryId, collectionId, brandId }: ListAsk): boolean =>
  sort === "name" || (sort !== "featured" && (categoryId ?? collectionId ?? brandId) !== undefined);

/** The best placed products of a list, by its index. */
function bestOf({ categoryId, collectionId, brandId }: ListWithin): SQL {
  const from = (table: string, id: string, where: SQL) => sql`(SELECT ${sql.raw(id)} AS product_id, rank
    FROM ${sql.raw(table)} WHERE ${where} ORDER BY rank DESC, ${sql.raw(id)} DESC LIMIT ${SORTED_MAX}) pc
    CROSS JOIN products p ON p.id = pc.product_id CROSS JOIN product_prices pp ON pp.product_id = p.id`;
  if (categoryId !== undefined) return from("product_categories", "product_id", sql`category_id = ${categoryId}`);
  if (collectionId !== undefined)
    return from("collection_products", "product_id", sql`collection_id = ${collectionId}`);
  return from("products", "id", brandId === undefined ? sql`status = 'published'` : sql`brand_id = ${brandId}`);
}

/** The table whose index has the order comes first. */
function tablesOf(ask: ListAsk, order: Order): SQL {
  if (ask.categoryId !== undefined || ask.collectionId !== undefined)
    return sql`${sql.raw(ask.categoryId === undefined ? "collection_products" : "product_categories")} pc CROSS JOIN products p ON p.id = pc.product_id
      CROSS JOIN product_prices pp ON pp.product_id = p.id`;
  return order.priceFirst && ask.brandId === undefined
    ? sql`product_prices pp CROSS JOIN products p ON p.id = pp.product_id`
    : sql`products p CROSS JOIN product_prices pp ON pp.product_id = p.id`;
}

/** The text in the market's language (`t`), and in the product's own (`d`) for where that is missing. */
const texts = (language: Language): SQL => sql`
  LEFT JOIN product_translations t ON t.product_id = p.id AND t.language = ${language}
  LEFT JOIN product_translations d ON d.product_id = p.id AND d.language = p.language_default`;

type RawRow = Omit<ListedRow, "media"> & { media: string | null };
const columns = (key: SQL): SQL => sql`p.id, p.external_id AS externalId, p.brand, p.product_type AS productType,
  json_extract(p.media, '$[0]') AS media, COALESCE(t.slug, d.slug) AS slug, COALESCE(t.title, d.title) AS title,
  pp.from_minor AS fromMinor, ${key} AS "key"`;
const rowOf = ({ media, ...row }: RawRow): ListedRow => ({
  ...row,
  media: media ? (JSON.parse(media) as Media) : null,
});
