/** How imports end: cancelled, or taken back. Counts say what came of it; stock and categories are as they were. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { ShownRun } from "../../tools/import-target.ts";
import { readLevels } from "../../worker/inventory/stock-flow.ts";
import { sweepImports } from "../../worker/transfer/drive-import-flow.ts";
import { writeProblems } from "../../worker/transfer/import-parts-store.ts";
import { changesUndone } from "../../worker/transfer/import-run-store.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { stageChunk } from "../../worker/transfer/run-import-flow.ts";
import { deadAfterBatch } from "../support/dying-world.ts";
import { askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const RUNS = "/api/admin/import-runs";
const idOf = ({ externalId }: ImportedProductInput) => `test-${externalId}`;
const statusOf = (id: string) =>
  env.CATALOG.prepare("SELECT status FROM products WHERE id = ?").bind(id).first<string>("status");
const categoriesLike = (id: string) =>
  env.CATALOG.prepare("SELECT count(*) AS n FROM categories WHERE id = ?").bind(id).first<number>("n");
type Settings = { dryRun?: boolean; skipBad?: boolean; format?: string };
type Chunk = { products: readonly ImportedProductInput[]; categories?: readonly object[] };
async function staged(chunks: readonly Chunk[], settings: Settings = {}): Promise<string> {
  const id = crypto.randomUUID();
  await askAsStaff("POST", RUNS, { id, file: "shop.csv", format: "CSV", fingerprint: "ab".repeat(32), ...settings });
  for (const [number, { products, categories = [] }] of chunks.entries()) {
    const rows = products.map((_, index) => number * 100 + index + 2);
    const sent = await askAsStaff("POST", `${RUNS}/${id}/chunks/${number}`, { products, rows, categories });
    expect(sent.status).toBe(200);
  }
  const count = chunks.flatMap(({ products }) => products).length;
  const counts = { products: count, variants: count, refused: 0 };
  expect((await askAsStaff("POST", `${RUNS}/${id}/seal`, { chunks: chunks.length, counts })).status).toBe(200);
  return id;
}
const step = (id: string) => askAsStaff<ShownRun>("POST", `${RUNS}/${id}/advance`);
async function untilRest(id: string): Promise<ShownRun> {
  for (let steps = 0; steps < 60; steps += 1) {
    const { body } = await step(id);
    if (body.isResting) return body;
  }
  throw new Error("the run never rests");
}
const run = async (chunks: readonly Chunk[], settings: Settings = {}) => untilRest(await staged(chunks, settings));
const units = (product: ImportedProductInput) =>
  inWorld(async (world) => {
    const read = await readLevels(world, product.variants[0]?.sku ?? "");
    return read.ok && read.value.available;
  });
const with12 = (product: ImportedProductInput, over: object = {}): ImportedProductInput => ({
  ...product,
  ...over,
  variants: product.variants.map((variant) => ({ ...variant, quantity: 12 })),
});
/** A run of which the second product is refused when it is applied: somebody else took its new SKU after the check. */
async function refusedLate(known: ImportedProductInput, late: ImportedProductInput, settings: Settings = {}) {
  const owner = importedProduct();
  const taken = `TAKEN-${crypto.randomUUID().slice(0, 8)}`;
  await run([{ products: [owner] }]);
  const bad = {
    ...with12(late),
    variants: [...with12(late).variants, { sku: taken, options: { Size: "XL" }, prices: {} }],
  };
  const id = await staged([{ products: [with12(known)] }, { products: [bad as ImportedProductInput] }], settings);
  for (let steps = 0; steps < 3; steps += 1) await step(id);
  const stolen = [...owner.variants, { sku: taken, options: { Size: "XL" }, prices: {} }];
  await run([{ products: [{ ...owner, variants: stolen } as ImportedProductInput] }]);
  return untilRest(id);
}
/** A step that stores a chunk's products and is killed before it changes their stock. */
async function diesBeforeStock(id: string): Promise<void> {
  const { advanceRun } = await import("../../worker/transfer/run-import-flow.ts");
  const dies = inWorld((world) => {
    const stockOf: typeof world.stockOf = (sku) =>
      new Proxy(world.stockOf(sku), {
        get(stock, name) {
          if (name === "adjust") throw new Error("killed");
          const methods = stock as unknown as Record<string | symbol, (...args: unknown[]) => unknown>;
          return (...args: unknown[]) => methods[name]?.(...args);
        },
      });
    return advanceRun({ ...world, stockOf }, id);
  });
  await expect(dies).rejects.toThrow("killed");
  const applied = await env.CATALOG.prepare("SELECT state FROM import_chunks WHERE run_id = ?")
    .bind(id)
    .first<string>("state");
  expect(applied).toBe("applied");
}

describe("a product that is refused only while it is applied", () => {
  test("takes the whole run back, stock of all its products too", async () => {
    const [known, late] = [importedProduct(), importedProduct()];
    await run([{ products: [known, late] }]);
    const refused = await refusedLate(known, late);
    expect([refused.state, await units(known), await units(late)]).toEqual(["refused", 5, 5]);
    expect(refused.counts).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
  });

  test("is left out where it may be: its stock stays, and the counts say what was done", async () => {
    const [known, late] = [importedProduct(), importedProduct()];
    await run([{ products: [known, late] }]);
    const done = await refusedLate(known, late, { skipBad: true });
    expect([done.state, await units(known), await units(late)]).toEqual(["done", 12, 5]);
    expect(done.counts).toMatchObject({ products: 2, created: 0, updated: 1, unchanged: 0, refused: 1 });
  });
});

test("stock is set by a step that died after it had stored the products", async () => {
  const product = importedProduct();
  await run([{ products: [product] }]);
  const id = await staged([{ products: [with12(product, { brand: "Comet" })] }]);
  await step(id);
  await step(id);
  await diesBeforeStock(id);
  const done = await untilRest(id);
  expect([done.state, done.counts.updated, await units(product)]).toEqual(["done", 1, 12]);
});

test("a file that names a price list or a market which the store has not is refused by the dry run, each with its place", async () => {
  const product = importedProduct({ markets: ["en-us", "en-nowhere"] });
  const variants = product.variants.map((each) => ({ ...each, prices: { ...each.prices, B2B: { amountMinor: 900 } } }));
  const wrong = { ...product, variants };
  const refused = await run([{ products: [importedProduct()] }, { products: [wrong] }], { dryRun: true });
  expect([refused.state, refused.problems]).toEqual([
    "refused",
    [
      { row: 102, column: "B2B", why: "names a price list that is not there" },
      { row: 102, column: "markets", why: "is no market of the store" },
    ],
  ]);
  const at = await askAsStaff("POST", "/api/admin/imports", { products: [wrong] });
  expect([refusal(at), JSON.stringify(at.body)]).toEqual([
    "422 import.refused",
    expect.stringContaining("products.0.variants.0.prices.B2B"),
  ]);
});

test("a bundle that a run made is taken back by its undo, also where the run was killed right after it", async () => {
  const [part, whole] = [importedProduct(), importedProduct()];
  const components = [{ sku: part.variants[0]?.sku ?? "", quantity: 2 }];
  const [{ quantity: _units, ...variant } = { sku: "", prices: {} }] = whole.variants;
  const products = [part, { ...whole, variants: [{ ...variant, components }] } as ImportedProductInput];
  const id = await staged([{ products }], { format: "Meridian export" });
  for (let steps = 0; steps < 3; steps += 1) await step(id);
  const { advanceRun } = await import("../../worker/transfer/run-import-flow.ts");
  const dies = inWorld((world) => advanceRun(deadAfterBatch(world), id));
  await expect(dies).rejects.toThrow("killed");
  expect((await untilRest(id)).state).toBe("done");
  const bundles = await env.CATALOG.prepare("SELECT count(*) AS n FROM bundle_components WHERE sku = ?")
    .bind(variant.sku)
    .first<number>("n");
  await askAsStaff("POST", `${RUNS}/${id}/undo`);
  const undone = await untilRest(id);
  expect([bundles, undone.leftAlone, await statusOf(idOf(whole))]).toEqual([1, [], "archived"]);
});

describe("a run that staff cancel", () => {
  test("while a chunk is being applied has nothing of that chunk, nor its stock, once it is taken back", async () => {
    const [first, late] = [importedProduct(), importedProduct()];
    const id = await staged([{ products: [first] }, { products: [with12(late)] }]);
    for (let steps = 0; steps < 4; steps += 1) await step(id);
    const { advanceRun } = await import("../../worker/transfer/run-import-flow.ts");
    let isCancelled = false;
    // The driver has planned its chunk and is about to look at stock, when the run is cancelled and taken back.
    await inWorld(async (world) => {
      const cancelled = async () => {
        if (isCancelled) return;
        isCancelled = true;
        await askAsStaff("POST", `${RUNS}/${id}/cancel`);
        expect((await untilRest(id)).state).toBe("cancelled");
      };
      const catalog = new Proxy(world.catalog, {
        get(db, name) {
          const own = Reflect.get(db, name);
          if (name !== "batch") return own;
          return async (...args: Parameters<typeof db.batch>) => {
            if (args[0].length > 10) await cancelled();
            return db.batch(...args);
          };
        },
      });
      await advanceRun({ ...world, catalog }, id);
    });
    expect(isCancelled).toBe(true);
    expect([await statusOf(idOf(first)), await statusOf(idOf(late))]).toEqual(["archived", null]);
    expect((await step(id)).body.state).toBe("cancelled");
  });

  test("between a chunk's products and their stock leaves stock as it was, whoever comes late", async () => {
    const product = importedProduct();
    await run([{ products: [product] }]);
    const id = await staged([{ products: [with12(product, { brand: "Comet" })] }]);
    await step(id);
    await step(id);
    await diesBeforeStock(id);
    await askAsStaff("POST", `${RUNS}/${id}/cancel`);
    const { state } = await untilRest(id);
    const { setStockOfRun } = await import("../../worker/transfer/set-quantities-flow.ts");
    const planned = [{ sku: product.variants[0]?.sku ?? "", productId: idOf(product), delta: 7 }];
    await inWorld((world) => setStockOfRun(world, { id, byId: "staff", byName: "", actor: null }, planned));
    expect([state, await units(product)]).toEqual(["cancelled", 5]);
  });

  test.each([1, 2, 3, 4])("after %i steps leaves nothing of it", async (steps) => {
    const [one, other] = [importedProduct(), importedProduct()];
    const id = await staged([{ products: [one] }, { products: [other] }]);
    for (let count = 0; count < steps; count += 1) await step(id);
    expect((await askAsStaff("POST", `${RUNS}/${id}/cancel`)).status).toBe(200);
    expect((await untilRest(id)).state).toBe("cancelled");
    for (const product of [one, other]) expect([null, "archived"]).toContain(await statusOf(idOf(product)));
    expect((await askAsStaff("POST", `${RUNS}/${id}/cancel`)).status).toBe(200);
  });

  test("cannot be cancelled once it is done", async () => {
    const done = await run([{ products: [importedProduct()] }]);
    expect(refusal(await askAsStaff("POST", `${RUNS}/${done.id}/cancel`))).toBe("409 import.moved_on");
  });
});

test("an undo looks up what it notes as undone: a step reads the same of a run of any size", async () => {
  const read = async (runId: string, products: number) => {
    await env.CATALOG.prepare(
      `WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < ${products})
       INSERT INTO import_changes (run_id, product_id, version_before, version_after) SELECT '${runId}', 'p-' || v, 0, 1 FROM n`,
    ).run();
    const undone = ["p-1", "p-2", "p-3"];
    const [noted] = await inWorld(({ catalog }) => catalog.batch(changesUndone(catalog, runId, undone)));
    return (noted as D1Result).meta.rows_read;
  };
  const few = await read("run-few", 10);
  expect(few).toBeGreaterThan(0);
  expect(await read("run-many", 3_000)).toBe(few);
});

test("categories that a refused run made, nothing stands in and nobody changed are gone, others stay", async () => {
  const [known, thief, good] = [importedProduct(), importedProduct(), importedProduct()];
  await run([{ products: [known, thief] }]);
  const named = (id: string, parentId: string | null = null) => ({ id, name: id, parentId });
  const owned = { ...good, categoryIds: ["filled-here"] };
  const id = await staged([
    { products: [owned], categories: [named("filled-here")] },
    {
      products: [importedProduct()],
      categories: [named("empty-here"), named("empty-below", "empty-here"), named("staffs-own")],
    },
  ]);
  for (let steps = 0; steps < 5; steps += 1) await step(id);
  const words = { en: { slug: "staffs-own", name: "What staff calls it" } };
  expect((await askAsStaff("PUT", "/api/admin/categories/staffs-own", { translations: words })).status).toBe(200);
  await askAsStaff("POST", `${RUNS}/${id}/cancel`);
  expect((await untilRest(id)).state).toBe("cancelled");
  const left = await Promise.all(["filled-here", "empty-here", "empty-below", "staffs-own"].map(categoriesLike));
  expect(left).toEqual([1, 0, 0, 1]);
});

test("a product keeps its rank and its low stock where the file says neither", async () => {
  const product = importedProduct({ rank: 7 });
  const low = { ...product, variants: product.variants.map((each) => ({ ...each, lowStockAt: 9 })) };
  await run([{ products: [low] }]);
  const { rank: _rank, ...silent } = product;
  await run([{ products: [{ ...silent, brand: "Comet" }] }]);
  const row = await env.CATALOG.prepare(
    "SELECT p.brand, p.rank, v.low_stock_at AS low FROM products p JOIN variants v ON v.product_id = p.id WHERE p.id = ?",
  )
    .bind(idOf(product))
    .first();
  expect(row).toEqual({ brand: "Comet", rank: 7, low: 9 });
});

test("a run's parts are taken of nobody but who began it, and its changes are theirs who said so", async () => {
  const product = importedProduct();
  const id = crypto.randomUUID();
  await askAsStaff("POST", RUNS, { id, file: "x.csv", format: "CSV", fingerprint: "cd".repeat(32) });
  const other = { id: "other", name: "Alex Example", email: "", role: "staff" as const, market: "en-us" as const };
  const chunk = { products: [], rows: [], categories: [] };
  expect(await inWorld((world) => stageChunk(world, id, 0, chunk, other))).toMatchObject({
    ok: false,
    problem: { code: "import.not_yours" },
  });
  const ready = await run([{ products: [product] }], { dryRun: true });
  const { applyRun } = await import("../../worker/transfer/run-import-flow.ts");
  await inWorld((world) => applyRun(world, ready.id, other));
  await untilRest(ready.id);
  const by = await env.CATALOG.prepare("SELECT by_name AS name FROM product_versions WHERE product_id = ?")
    .bind(idOf(product))
    .first<string>("name");
  const told = await env.ACCOUNTS.prepare(
    "SELECT count(*) AS n FROM audit_entries WHERE action = 'products.import_apply'",
  ).first<number>("n");
  expect([by, told]).toEqual(["Alex Example", 1]);
});

test("the report has every problem, however many a run keeps", async () => {
  const refused = await run([{ products: [importedProduct()] }], { dryRun: true });
  const problems = Array.from({ length: 1_500 }, (_, n) => ({ row: n + 2, column: "price", why: '=1, "dear"' }));
  for (const number of [1, 2]) await inWorld((world) => writeProblems(world, refused.id, number, problems));
  const { body } = await askAsStaff<string>("GET", `${RUNS}/${refused.id}/report`);
  const lines = body.split("\r\n");
  expect([lines[0], lines[1], lines.length]).toEqual(["row,column,why", `2,price,"'=1, ""dear"""`, 3_002]);
});

test("what an import did is forgotten after three months: it cannot be undone any more, and says so", async () => {
  const product = importedProduct();
  const done = await run([{ products: [product] }]);
  const later = { nowMs: () => Date.now() + 91 * 86_400_000 };
  for (let sweeps = 0; sweeps < 3; sweeps += 1) await inWorld((world) => sweepImports(world), later);
  const left = await env.CATALOG.prepare("SELECT count(*) AS n FROM import_changes WHERE run_id = ?")
    .bind(done.id)
    .first<number>("n");
  expect([left, refusal(await askAsStaff("POST", `${RUNS}/${done.id}/undo`))]).toEqual([0, "409 import.too_old"]);
});
