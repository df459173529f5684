/** Exports the catalogue as a stream: a stretch of products is read when the reader asks for more, so none of it is held. */
import { readCategoryRows } from "../catalog/category-store.ts";
import { readExportTraces } from "../catalog/export-traces-store.ts";
import { listProductIds, readProductRecords } from "../catalog/product-record-store.ts";
import type { World } from "../world.ts";
import { ownHeader } from "./formats/own-format.ts";
import { categoryLines, productLine } from "./formats/own-lines.ts";
import { shopifyHeader, shopifyRows } from "./formats/shopify-export.ts";

export const EXPORT_FORMATS = ["meridian", "shopify"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_FILES = {
  meridian: { ending: "ndjson", type: "application/x-ndjson" },
  shopify: { ending: "csv", type: "text/csv; charset=utf-8" },
} as const;

/** Products read at once. */
const PRODUCTS_A_TURN = 100;
/** Of one request that asks for a part. */
export const EXPORT_PART_MAX = 5_000;

/** After a product, so many of them; all of them where `limit` is null. What stands above the products comes with the first part. */
export type ExportAsk = { format: ExportFormat; afterId: string; limit: number | null };

export function exportCatalogue(world: World, { format, afterId, limit }: ExportAsk): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let [after, left, isBegun] = [afterId, limit ?? Number.POSITIVE_INFINITY, false];
  return new ReadableStream({
    async pull(controller) {
      if (!isBegun && afterId === "") controller.enqueue(encoder.encode(await headOf(world, format)));
      isBegun = true;
      const ids = left > 0 ? await listProductIds(world.catalog, after, Math.min(left, PRODUCTS_A_TURN)) : [];
      const last = ids.at(-1);
      if (last === undefined) return controller.close();
      [after, left] = [last, left - ids.length];
      controller.enqueue(encoder.encode(await productsText(world, format, ids)));
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
  return [ownHeader(), ...categoryLines(rows, translations)].map((line) => `${line}\n`).join("");
}

async function productsText(world: World, format: ExportFormat, ids: readonly string[]): Promise<string> {
  const [records, traces] = await Promise.all([
    readProductRecords(world.catalog, ids),
    format === "meridian" ? readExportTraces(world.catalog, ids) : new Map(),
  ]);
  const byId = new Map(records.map((record) => [record.product.id, record]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  if (format === "shopify") return ordered.map((record) => shopifyRows(record, world.config.origin)).join("");
  return ordered
    .map(
      (record) =>
        `${productLine(record, traces.get(record.product.id) ?? { retiredSlugs: [], barcodes: new Map() })}\n`,
    )
    .join("");
}
