/**
 * Finds the product that an address means, in a market. A slug in use wins over one that was given up, whichever product
 * either is of; and an address given up leads straight to the one there is now, however often it changed between.
 */
import { sql } from "drizzle-orm";
import { LANGUAGES, type Language, type Market } from "../markets/markets.ts";
import type { Database, World } from "../world.ts";
import { keepDocument, readKeptDocument } from "./document-store.ts";
import { type ProductDocument, SLUG_LENGTH_MAX } from "./product.ts";
import { categoryPathOf, documentOf, type ProductRecord } from "./product-document.ts";
import { readProductRecord } from "./product-record-store.ts";
import { isOnSale } from "./publication.ts";

/** What is left to say of a product that is sold no longer. */
export type GoneProduct = Pick<ProductDocument, "id" | "title" | "categories" | "brandId" | "relatedIds">;
/** `here`: where the document's slug is not the one asked for, the page has moved there. */
export type ProductFound =
  | { kind: "here"; document: ProductDocument }
  | { kind: "gone"; product: GoneProduct }
  | { kind: "none" };

/** A letter of a slug that is not decoded. */
const LETTER_BYTES_MAX = 4;
const NONE: ProductFound = { kind: "none" };

/** A document near the shopper is enough; else the catalogue is asked, and its answer kept for the next reader. */
export async function findProduct(world: World, market: Market, slug: string): Promise<ProductFound> {
  if (slug.length > SLUG_LENGTH_MAX * LETTER_BYTES_MAX) return NONE;
  const kept = await readKeptDocument(world, market.language, slug);
  if (kept && isOnSale(kept, market.id, world.nowMs())) return { kind: "here", document: kept };
  const id = await findIdBySlug(world.catalog, market.language, slug);
  const record = id === null ? null : await readProductRecord(world.catalog, id);
  if (!record) return NONE;
  const document = documentIn(world, record, market);
  if (document) return { kind: "here", document };
  return isGone(record, market, world.nowMs()) ? { kind: "gone", product: goneOf(record, market.language) } : NONE;
}

/** By its id; null unless it is on sale in the market. */
export async function readProductById(world: World, market: Market, id: string): Promise<ProductDocument | null> {
  const record = await readProductRecord(world.catalog, id);
  return record && documentIn(world, record, market);
}

function documentIn(world: World, record: ProductRecord, market: Market): ProductDocument | null {
  if (!isOnSale(record.product, market.id, world.nowMs())) return null;
  const document = documentOf(record, market.language);
  if (document) world.defer(keepDocument(world, document));
  return document;
}

/** Archived, or its time is over, where shoppers saw it once: not a draft, archived or not, and not one whose time comes yet. */
function isGone({ product, wasShown }: ProductRecord, market: Market, nowMs: number): boolean {
  const { status, publishUntilMs, markets } = product;
  const isOver = status === "published" && publishUntilMs !== null && publishUntilMs <= nowMs;
  return ((status === "archived" && wasShown === true) || isOver) && (markets === null || markets.includes(market.id));
}

function goneOf(record: ProductRecord, language: Language): GoneProduct {
  const { id, brandId } = record.product;
  const title = documentOf(record, language)?.title ?? "";
  return { id, brandId, title, relatedIds: record.relatedIds, categories: categoryPathOf(record, language) };
}

/** Named one by one, because the indexes of slugs begin with the language. */
const EVERY_LANGUAGE = sql.raw(`(${LANGUAGES.map((language) => `'${language}'`).join(", ")})`);

/** In use in the language, in use in any other, given up in the language, given up in any other: the first that is so. */
async function findIdBySlug(db: Database, language: Language, slug: string): Promise<string | null> {
  const [found] = await db.all<{ id: string }>(sql`
    SELECT product_id AS id, iif(language = ${language}, 0, 1) AS way FROM product_translations
    WHERE slug = ${slug} AND language IN ${EVERY_LANGUAGE}
    UNION ALL SELECT product_id, iif(language = ${language}, 2, 3) FROM retired_slugs
    WHERE slug = ${slug} AND language IN ${EVERY_LANGUAGE}
    ORDER BY way LIMIT 1`);
  return found?.id ?? null;
}
