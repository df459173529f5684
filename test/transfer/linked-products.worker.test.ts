/** Products of a file that name each other, in a store where some of them are called otherwise. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { readComponents } from "../../worker/catalog/bundles/bundle-store.ts";
import { readProductRecord } from "../../worker/catalog/product-record-store.ts";
import { pruneJournal } from "../../worker/transfer/import-journal-store.ts";
import { importText, undoImport } from "../support/import-text.ts";
import { askAsStaff, importedProduct, inWorld } from "../support/store-client.ts";

const prices = { USD: { amountMinor: 1_000 } };
/** A line of another store's export. */
const lineOf = (id: string, sku: string, over: object = {}, variant: object = {}) => {
  const variants = [{ sku, prices, ...variant }];
  return JSON.stringify({ product: importedProduct({ id, externalId: id, title: `Thing ${id}`, variants, ...over }) });
};
const fileOf = (...lines: readonly string[]) => ['{"meridian":"catalogue","version":1}', ...lines, ""].join("\n");
const relatedOf = async (id: string) =>
  (await inWorld((world) => readProductRecord(world.catalog, id)))?.relatedIds ?? null;
const partsOf = async (sku: string) =>
  (await inWorld((world) => readComponents(world.catalog, [sku]))).get(sku)?.map((part) => [part.sku, part.quantity]);

const countNames = () => env.CATALOG.prepare("SELECT count(*) AS n FROM import_names").first<number>("n");

const BARCODE = "4006381333931";
/** Found by its SKU, and one found by its barcode under a SKU of its own. */
const SET = lineOf("a", "SET", { relatedIds: ["b", "gone"] }, { components: [{ sku: "PART-THERE", quantity: 2 }] });
const PART = lineOf("b", "PART-THERE", {}, { barcodes: [BARCODE] });

test("they are linked as what they are called here; what is not here is told with its row, and an undo takes it back", async () => {
  const here = [
    importedProduct({ id: "here-a", externalId: "here-a", variants: [{ sku: "SET", prices }] }),
    importedProduct({
      id: "here-b",
      externalId: "here-b",
      variants: [{ sku: "PART-HERE", prices, barcodes: [BARCODE] }],
    }),
  ];
  expect((await askAsStaff("POST", "/api/admin/imports", { products: here })).status).toBe(200);
  const lone = lineOf("c", "LONE", {}, { components: [{ sku: "NOWHERE", quantity: 1 }] });

  const run = await importText(fileOf(SET, PART, lone));
  expect([run.state, run.counts.updated, run.counts.created]).toEqual(["done", 2, 1]);
  expect([await relatedOf("here-a"), await partsOf("SET")]).toEqual([["here-b"], [["PART-HERE", 2]]]);
  expect(run.notes).toEqual([
    { row: 2, column: "relatedIds", why: "are not in this store: gone" },
    { row: 4, column: "components", why: "LONE is no bundle: there is no SKU NOWHERE" },
  ]);

  // The part's line is as it was: it is known by what it is called here all the same.
  const pair = lineOf("d", "PAIR", { relatedIds: ["b"] }, { components: [{ sku: "PART-THERE", quantity: 1 }] });
  const again = await importText(fileOf(PART, pair));
  expect([again.counts.unchanged, again.counts.created, again.notes]).toEqual([1, 1, []]);
  expect([await relatedOf("d"), await partsOf("PAIR")]).toEqual([["here-b"], [["PART-HERE", 1]]]);

  expect((await undoImport(run)).state).toBe("undone");
  expect(await relatedOf("here-a")).toEqual([]);
  expect(await countNames()).toBeGreaterThan(0);
  await inWorld((world) => pruneJournal(world, Date.now() + 1_000, 100));
  expect(await countNames()).toBe(0);
});
