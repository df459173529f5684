/** Exports the catalogue as a stream: a stretch of products is read when the reader asks for more, so none of it is held. */
import { listDefinitions } from "../catalog/attributes/attribute-store.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import { readExportTraces } from "../catalog/export-traces-store.ts";
import { listWholeBrands, listWholeCollections } from "../catalog/groups/group-export-store.ts";
import { listProductIds, readProductRecords } from "../catalog/product-record-store.ts";
import type { Currency } from "../pricing/money.ts";
import type { World } from "../world.ts";
import { ownHeader } from "./formats/own-format.ts";
import { categoryLines, productLine } from "./formats/own-lines.ts";
import { attributeLine, brandLine, collectionLine } from "./formats/own-parts.ts";
import { shopifyHeader, shopifyRows } from "./formats/shopify-export.ts";

export const EXPORT_FORMATS = ["meridian", "shopify"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_FILES = {
  meridian: { ending: "ndjson", type: "application/x-ndjson" },
  shopify: { ending: "csv", type: "text/csv; charset=utf-8" },
} as const;

/** Products read at once. */
export const PRODUCTS_A_TURN = 100;
/** Of one request that asks for a part. */
export const EXPORT_PART_MAX = 5_000;

/** What is written, and after which product. `currency` is that of formats with one price a variant. */
export type ExportTurn = { format: ExportFormat; currency: Currency; afterId: string };
/** So many products of it; what stands above them comes with the first part. */
export type ExportAsk = ExportTurn & { limit: number };

/** Some products as text, at most `limit`, and the last of them; null where no product was left. */
export async function exportTurn(
  world: World,
  { format, currency, afterId }: ExportTurn,
  limit: number,
): Promise<{ text: string; lastId: string | null; count: number }> {
  const ids = await listProductIds(world.catalog, afterId, limit);
  const head = afterId === "" ? await headOf(world, format) : "";
  const text = ids.length > 0 ? await productsText(world, { format, currency }, ids) : "";
  return { text: head + text, lastId: ids.at(-1) ?? null, count: ids.length };
}

export function exportCatalogue(world: World, { limit, ...ask }: ExportAsk): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let [afterId, left] = [ask.afterId, limit];
  return new ReadableStream({
    async pull(controller) {
      const turn = await exportTurn(world, { ...ask, afterId }, Math.min(left, PRODUCTS_A_TURN));
      if (turn.text !== "") controller.enqueue(encoder.encode(turn.text));
      left -= turn.count;
      if (turn.lastId === null || left === 0) return controller.close();
      afterId = turn.lastId;
    },
  });
}

/** Where the next part begins; null where this one is the last. */
export async function nextPart(
  world: World,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<string | null> {
  const ids = await listProductIds(world.catalog, afterId, limit + 1);
  return ids.length > limit ? (ids[limit - 1] ?? null) : null;
}

async function headOf(world: World, format: ExportFormat): Promise<string> {
  if (format === "shopify") return shopifyHeader();
  const { rows, translations } = await readCategoryRows(world.catalog);
  const lines = [ownHeader(), ...categoryLines(rows, translations)];
  lines.push(...(await listDefinitions(world.catalog)).map(attributeLine));
  for await (const brands of listWholeBrands(world.catalog)) lines.push(...brands.map(brandLine));
  lines.push(...(await listWholeCollections(world.catalog)).map(collectionLine));
  return lines.map((line) => `${line}\n`).join("");
}

const NO_TRACES = { retiredSlugs: [], barcodes: new Map(), downloads: new Map(), components: new Map() };

async function productsText(
  world: World,
  { format, currency }: Pick<ExportTurn, "format" | "currency">,
  ids: readonly string[],
): Promise<string> {
  const [records, traces] = await Promise.all([
    readProductRecords(world.catalog, ids),
    format === "meridian" ? readExportTraces(world.catalog, ids) : new Map(),
  ]);
  const byId = new Map(records.map((record) => [record.product.id, record]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  if (format === "shopify")
    return ordered.map((record) => shopifyRows(record, { origin: world.config.origin, currency })).join("");
  return ordered.map((record) => `${productLine(record, traces.get(record.product.id) ?? NO_TRACES)}\n`).join("");
}
