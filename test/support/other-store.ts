/** The whole catalogue out of a store as a file, an empty store in its place, and the file into that. */
import { env } from "cloudflare:workers";
import { exportCatalogue } from "../../worker/transfer/export-flow.ts";
import { RESTING } from "../../worker/transfer/import-run.ts";
import { advanceRun } from "../../worker/transfer/run-import-flow.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import { inWorld } from "./store-client.ts";

const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
export const exported = (format: "meridian" | "shopify") =>
  inWorld(async (world) =>
    new Response(exportCatalogue(world, { format, currency: "USD", afterId: "", limit: 10_000 }), {
      headers: { "content-type": "text/plain" },
    }).text(),
  );
export async function imported(text: string) {
  const id = crypto.randomUUID();
  const settings = { openingQuantity: 0, skipBad: false, dryRun: false };
  await inWorld((world) =>
    uploadFile(world, { id, file: "catalogue", bytes: new Blob([text]), settings, reading: { currency: "USD" }, by }),
  );
  for (let step = 0; step < 60; step += 1) {
    const run = await inWorld((world) => advanceRun(world, id));
    if (!run.ok) throw new Error(run.problem.code);
    if (RESTING.includes(run.value.state)) return run.value;
  }
  throw new Error("the run never rests");
}
/** Empties the catalogue: what follows is another store. */
export async function anotherStore(): Promise<void> {
  for (const table of [
    "related_products",
    "product_prices",
    "prices",
    "barcodes",
    "bundle_components",
    "stock_levels",
    "variants",
    "retired_slugs",
    "product_categories",
    "product_translations",
    "product_version_parts",
    "product_versions",
    "import_changes",
    "import_chunks",
    "import_stock",
    "import_categories",
    "import_parts",
    "import_names",
    "import_runs",
    "collection_products",
    "collection_translations",
    "collections",
    "attribute_definitions",
    "products",
    "brand_translations",
    "brand_names",
    "brands",
    "retired_group_slugs",
    "category_translations",
    "categories",
    "group_versions",
  ])
    await env.CATALOG.prepare(`DELETE FROM ${table}`).run();
}
