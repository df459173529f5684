/**
 * Staff's list of products, drafts too. Without a query it is what was changed last, by an index; a query of three letters or
 * more goes through `product_titles`, the newest first; and a shorter one looks at a bounded stretch of the list a page, which
 * may so be short, or empty, and have a next one. None reads the whole catalogue.
 */
import { type SQL, sql } from "drizzle-orm";
import { type CursorPart, cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { Media, ProductStatus } from "./product.ts";

/** Title and slug are in the product's own language; `updatedAt` is ISO 8601. */
export type StaffProductRow = {
  id: string;
  status: ProductStatus;
  title: string;
  slug: string;
  brand: string;
  image: string;
  variantCount: number;
  version: number;
  updatedAt: string;
};

type ListAsk = {
  q?: string | undefined;
  status?: ProductStatus | undefined;
  limit: number;
  cursor?: string | undefined;
};
export type StaffProductList = { items: StaffProductRow[]; nextCursor: string | null };
type RawRow = Omit<StaffProductRow, "image" | "updatedAt"> & {
  media: string | null;
  productType: string;
  updatedAtMs: number;
};

/** The tokenizer cuts texts into threes. */
const INDEXED_LENGTH_MIN = 3;
/** Rows that one page of a shorter query looks at. */
const LOOKED_AT_MAX = 2_000;
/** Rows of one page of matches that are looked at for their products. */
const MATCHES_MAX = 500;

/** `q` is an id, SKU, barcode or id elsewhere, or parts of a title or brand. */
export async function listProductsForStaff(
  world: World,
  { q, status, limit, cursor }: ListAsk,
): Promise<Outcome<StaffProductList, { code: "cursor.invalid" }>> {
  const list = `staff ${status ?? ""} ${q ?? ""}`;
  const terms = termsOf(q ?? "");
  const after = cursor ? partsOfCursor(cursor, list, terms ? ["number"] : ["number", "string"]) : null;
  if (cursor && !after) return refused({ code: "cursor.invalid" });
  const ask = { q, status, limit };
  const { rows, next } = terms
    ? await listMatching(world, { ...ask, terms, after: after && Number(after[0]) })
    : await listChanged(world, { ...ask, after: after && [Number(after[0]), String(after[1])] });
  const exact = q && !cursor ? await listExact(world, q, status) : [];
  const known = new Set(exact.map(({ id }) => id));
  return done({
    items: [...exact, ...rows.filter(({ id }) => !known.has(id))].map(rowOf),
    nextCursor: next && cursorOf(list, next),
  });
}

/** The parts of a query that the index knows; null where it has none. */
function termsOf(q: string): string[] | null {
  const terms = q.split(/\s+/).filter((term) => [...term].length >= INDEXED_LENGTH_MIN);
  return terms.length > 0 ? terms : null;
}

const columns = sql`p.id, p.status, p.brand, p.version, p.product_type AS productType, p.updated_at_ms AS updatedAtMs,
  json_extract(p.media, '$[0]') AS media, d.title, d.slug,
  (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variantCount`;
const OWN_TEXT = sql`product_translations d ON d.product_id = p.id AND d.language = p.language_default`;
const isOf = (status: ProductStatus | undefined): SQL => (status ? sql`p.status = ${status}` : sql`true`);

type Page = { rows: RawRow[]; next: CursorPart[] | null };
type Asked = Pick<ListAsk, "q" | "status" | "limit">;

/** Last changed first; of a query, those of the stretch that it is a part of. */
async function listChanged(
  world: World,
  { q, status, limit, after }: Asked & { after: readonly [number, string] | null },
): Promise<Page> {
  const stretch = sql`SELECT p.id, p.updated_at_ms FROM products p
    WHERE ${isOf(status)} AND ${after ? sql`(p.updated_at_ms, p.id) < (${after[0]}, ${after[1]})` : sql`true`}
    ORDER BY p.updated_at_ms DESC, p.id DESC LIMIT ${q ? LOOKED_AT_MAX : limit + 1}`;
  const rows = await world.catalog.all<RawRow>(sql`
    SELECT ${columns} FROM (${stretch}) s CROSS JOIN products p ON p.id = s.id CROSS JOIN ${OWN_TEXT}
    WHERE ${q ? hasPart(q) : sql`true`} ORDER BY s.updated_at_ms DESC, s.id DESC LIMIT ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (rows.length > limit && last) return { rows: shown, next: [last.updatedAtMs, last.id] };
  const end = q ? await endOf(world, stretch) : null;
  return { rows: shown, next: end };
}

const hasPart = (q: string): SQL => sql`(instr(lower(p.brand), lower(${q})) > 0 OR EXISTS (
  SELECT 1 FROM product_translations t WHERE t.product_id = p.id AND instr(lower(t.title), lower(${q})) > 0))`;

/** Where a stretch that was full ended; null where there is nothing after it. */
async function endOf(world: World, stretch: SQL): Promise<[number, string] | null> {
  const [end] = await world.catalog.all<{ id: string; atMs: number }>(sql`
    SELECT id, updated_at_ms AS atMs FROM (${stretch}) LIMIT 1 OFFSET ${LOOKED_AT_MAX - 1}`);
  return end ? [end.atMs, end.id] : null;
}

type MatchedRow = RawRow & { number: number; isShown: number };

/** By the place of their texts, the newest first; a product stands at its newest text that matches. */
async function listMatching(
  world: World,
  { terms, status, limit, after }: Asked & { terms: readonly string[]; after: number | null },
): Promise<Page> {
  const words = terms.map((term) => `words : "${term.replaceAll('"', '""')}"`);
  const match = [...words, ...(status ? [`status : "${status}"`] : [])].join(" AND ");
  const found = await world.catalog.all<MatchedRow>(sql`
    SELECT m.rowid AS number, ${columns}, NOT EXISTS (
      SELECT 1 FROM product_translations o CROSS JOIN product_titles n ON n.rowid = o.rowid
      WHERE o.product_id = t.product_id AND o.rowid > t.rowid AND n.product_titles MATCH ${match}) AS isShown
    FROM (SELECT rowid FROM product_titles WHERE product_titles MATCH ${match}
        AND ${after === null ? sql`true` : sql`rowid < ${after}`} ORDER BY rowid DESC LIMIT ${MATCHES_MAX}) m
      CROSS JOIN product_translations t ON t.rowid = m.rowid
      CROSS JOIN products p ON p.id = t.product_id CROSS JOIN ${OWN_TEXT}
    ORDER BY m.rowid DESC`);
  const products = found.filter(({ isShown }) => isShown === 1);
  const shown = products.slice(0, limit);
  const last = products.length > limit ? shown.at(-1) : found.length === MATCHES_MAX ? found.at(-1) : undefined;
  return { rows: shown, next: last ? [last.number] : null };
}

/** Of these there are few: an id or code names one product, and one elsewhere one of each source. */
const listExact = (world: World, q: string, status: ProductStatus | undefined): Promise<RawRow[]> =>
  world.catalog.all<RawRow>(sql`
    SELECT ${columns} FROM (SELECT ${q} AS id UNION SELECT product_id FROM variants WHERE sku = ${q}
      UNION SELECT v.product_id FROM barcodes b JOIN variants v ON v.sku = b.sku WHERE b.barcode = ${q}) i
    CROSS JOIN products p ON p.id = i.id CROSS JOIN ${OWN_TEXT} WHERE ${isOf(status)}`);

const rowOf = ({ media, productType, updatedAtMs, ...row }: RawRow): StaffProductRow => ({
  id: row.id,
  status: row.status,
  title: row.title,
  slug: row.slug,
  brand: row.brand,
  image: imagePathOf(media ? (JSON.parse(media) as Media) : null, { id: row.id, productType }),
  variantCount: row.variantCount,
  version: row.version,
  updatedAt: new Date(updatedAtMs).toISOString(),
});
