/** What an export says of products besides their own rows: every barcode of each variant, downloads, and the slugs they had. */
import { eq, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { barcodes, retiredSlugs, variants } from "./catalog-tables.ts";
import type { DownloadTerms } from "./digital/digital.ts";
import { digitalGoods } from "./digital/digital-tables.ts";

export type ExportTraces = {
  barcodes: Map<string, string[]>;
  /** By SKU, what is sold as files. */
  downloads: Map<string, DownloadTerms>;
  retiredSlugs: { language: Language; slug: string; retiredAtMs: number }[];
};

/** By product; one without any has no entry. */
export async function readExportTraces(db: Database, ids: readonly string[]): Promise<Map<string, ExportTraces>> {
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [codes, slugs, goods] = await db.batch([
    db
      .select({
        productId: variants.productId,
        code: sql<string>`${barcodes.barcode}`.as("code"),
        of: sql<string>`${variants.sku}`.as("of"),
      })
      .from(barcodes)
      .innerJoin(variants, eq(variants.sku, barcodes.sku))
      .where(sql`${variants.productId} IN ${wanted}`),
    db.select().from(retiredSlugs).where(sql`${retiredSlugs.productId} IN ${wanted}`),
    db
      .select({
        productId: variants.productId,
        of: sql<string>`${digitalGoods.sku}`.as("of"),
        files: digitalGoods.files,
        downloadsMax: digitalGoods.downloadsMax,
        days: digitalGoods.days,
      })
      .from(digitalGoods)
      .innerJoin(variants, eq(variants.sku, digitalGoods.sku))
      .where(sql`${variants.productId} IN ${wanted}`),
  ]);
  const traces = new Map<string, ExportTraces>();
  const traceOf = (id: string) => {
    const trace: ExportTraces = traces.get(id) ?? { barcodes: new Map(), downloads: new Map(), retiredSlugs: [] };
    traces.set(id, trace);
    return trace;
  };
  for (const { productId, code, of } of codes) {
    const ofProduct = traceOf(productId).barcodes;
    ofProduct.set(of, [...(ofProduct.get(of) ?? []), code]);
  }
  for (const { productId, ...slug } of slugs) traceOf(productId).retiredSlugs.push(slug);
  for (const { productId, of, ...terms } of goods) traceOf(productId).downloads.set(of, terms);
  return traces;
}
