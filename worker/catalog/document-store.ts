/**
 * Product documents in KV, under `product/{language}/{slug}`. KV cannot compare and swap, so each write looks at the
 * product's version again afterwards: whoever wrote an old document finds out, and takes it back.
 */
import { eq, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database, World } from "../world.ts";
import { products } from "./catalog-tables.ts";
import { DOCUMENT_SHAPE, type ProductDocument, SLUG_LENGTH_MAX } from "./product.ts";

/** A document a reader made goes after a day unless it is read again: most of a long tail is never read. */
const READ_KEPT_SECONDS = 86_400;

export const documentKey = (language: Language, slug: string): string => `product/${language}/${slug}`;

/** One of another shape was kept by another release: it is made again. */
const isOfThisShape = (document: ProductDocument): boolean => document.shape === DOCUMENT_SHAPE;

/** Null where none is kept, or the slug is longer than any. */
export async function readKeptDocument(
  world: World,
  language: Language,
  slug: string,
): Promise<ProductDocument | null> {
  if (slug.length > SLUG_LENGTH_MAX) return null;
  const kept = await world.documents.get<ProductDocument>(documentKey(language, slug), "json");
  return kept && isOfThisShape(kept) ? kept : null;
}

/** Keeps what a reader built. Does nothing of note when it fails: the next reader builds it again. */
export async function keepDocument(world: World, document: ProductDocument): Promise<void> {
  const key = documentKey(document.language, document.slug);
  await world.documents.put(key, JSON.stringify(document), { expirationTtl: READ_KEPT_SECONDS });
  const [now] = await world.catalog
    .select({ version: products.version })
    .from(products)
    .where(eq(products.id, document.id));
  if (now?.version !== document.version) await world.documents.delete(key);
}

/** Writes documents for good, as the projection does. */
export async function writeDocuments(world: World, documents: readonly ProductDocument[]): Promise<void> {
  await Promise.all(
    documents.map((document) =>
      world.documents.put(documentKey(document.language, document.slug), JSON.stringify(document)),
    ),
  );
}

export async function deleteDocuments(world: World, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => world.documents.delete(key)));
}

/** The versions of the documents kept under these keys, as many as KV reads at once (100); 0 for one of another shape. */
export async function readKeptVersions(world: World, keys: readonly string[]): Promise<Map<string, number>> {
  const found = await world.documents.get<ProductDocument>([...keys], "json");
  const versionOf = (document: ProductDocument) => (isOfThisShape(document) ? document.version : 0);
  return new Map([...found].flatMap(([key, document]) => (document ? [[key, versionOf(document)] as const] : [])));
}

/** The version each product has now. */
export async function readVersions(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: products.id, version: products.version })
    .from(products)
    .where(sql`${products.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return new Map(rows.map((row) => [row.id, row.version]));
}
