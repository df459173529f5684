/** What an export says of products besides their own rows: every barcode of each variant, downloads, and the slugs they had. */
import { eq, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import type { Component } from "./bundles/bundle.ts";
import { bundleComponents } from "./bundles/bundle-tables.ts";
import { barcodes, retiredSlugs, variants } from "./catalog-tables.ts";
import type { DownloadTerms } from "./digital/digital.ts";
import { digitalGoods } from "./digital/digital-tables.ts";

export type ExportTraces = {
  barcodes: Map<string, string[]>;
  /** By SKU, what is sold as files. */
  downloads: Map<string, DownloadTerms>;
  /** By SKU, what a bundle is made of. */
  components: Map<string, Component[]>;
  retiredSlugs: { language: Language; slug: string; retiredAtMs: number }[];
};

/** By product; one without any has no entry. */
export async function readExportTraces(db: Database, ids: readonly string[]): Promise<Map<string, ExportTraces>> {
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [codes, slugs, goods, parts] = await db.batch([
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
    db
      .select({
        productId: variants.productId,
        of: sql<string>`${bundleComponents.sku}`.as("of"),
        sku: sql<string>`${bundleComponents.componentSku}`.as("part"),
        quantity: bundleComponents.quantity,
      })
      .from(bundleComponents)
      .innerJoin(variants, eq(variants.sku, bundleComponents.sku))
      .where(sql`${variants.productId} IN ${wanted}`)
      .orderBy(bundleComponents.componentSku),
  ]);
  const traces = new Map<string, ExportTraces>();
  const traceOf = (id: string) => {
    const trace: ExportTraces = traces.get(id) ?? {
      barcodes: new Map(),
      downloads: new Map(),
      components: new Map(),
      retiredSlugs: [],
    };
    traces.set(id, trace);
    return trace;
  };
  for (const { productId, code, of } of codes) {
    const ofProduct = traceOf(productId).barcodes;
    ofProduct.set(of, [...(ofProduct.get(of) ?? []), code]);
  }
  for (const { productId, ...slug } of slugs) traceOf(productId).retiredSlugs.push(slug);
  for (const { productId, of, ...terms } of goods) traceOf(productId).downloads.set(of, terms);
  for (const { productId, of, sku, quantity } of parts) {
    const ofProduct = traceOf(productId).components;
    ofProduct.set(of, [...(ofProduct.get(of) ?? []), { sku, quantity }]);
  }
  return traces;
}
