import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ShownRun } from "../../tools/import-target.ts";
import { flipPublications } from "../../worker/catalog/flip-publications-flow.ts";
import type { ProductAnswer } from "../../worker/catalog/product-answer.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import { followLists } from "../support/follow-lists.ts";
import { ask, askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const RUNS = "/api/admin/import-runs";
const FINGERPRINT = "ab".repeat(32);
const idOf = ({ externalId }: ImportedProductInput) => `test-${externalId}`;
const versionOf = (id: string) =>
  env.CATALOG.prepare("SELECT version FROM products WHERE id = ?").bind(id).first<number>("version");
const statusOf = (id: string) =>
  env.CATALOG.prepare("SELECT status FROM products WHERE id = ?").bind(id).first<string>("status");
const countProducts = () => env.CATALOG.prepare("SELECT count(*) AS n FROM products").first<number>("n");

type Settings = { dryRun?: boolean; skipBad?: boolean };
async function staged(chunks: readonly (readonly ImportedProductInput[])[], settings: Settings = {}): Promise<string> {
  const id = crypto.randomUUID();
  await askAsStaff("POST", RUNS, { id, file: "shop.csv", format: "CSV", fingerprint: FINGERPRINT, ...settings });
  for (const [number, products] of chunks.entries()) {
    const rows = products.map((_, index) => number * 100 + index + 2);
    expect((await askAsStaff("POST", `${RUNS}/${id}/chunks/${number}`, { products, rows })).status).toBe(200);
  }
  const counts = { products: chunks.flat().length, variants: chunks.flat().length, refused: 0 };
  expect((await askAsStaff("POST", `${RUNS}/${id}/seal`, { chunks: chunks.length, counts })).status).toBe(200);
  return id;
}
async function stepUntilRest(id: string): Promise<ShownRun> {
  for (let steps = 0; steps < 100; steps += 1) {
    const { body } = await askAsStaff<ShownRun>("POST", `${RUNS}/${id}/advance`);
    if (body.isResting) return body;
  }
  throw new Error("the run never rests");
}
const run = async (chunks: readonly (readonly ImportedProductInput[])[], settings: Settings = {}) =>
  stepUntilRest(await staged(chunks, settings));
const undo = async (id: string) => {
  await askAsStaff("POST", `${RUNS}/${id}/undo`);
  return stepUntilRest(id);
};

describe("a run over a whole file", () => {
  test("checks every chunk before it changes anything, then applies them all", async () => {
    const products = [importedProduct(), importedProduct(), importedProduct()];
    const id = await staged([products.slice(0, 2), products.slice(2)]);
    const before = await countProducts();
    for (let step = 0; step < 3; step += 1) await askAsStaff("POST", `${RUNS}/${id}/advance`);
    expect(await countProducts()).toBe(before);
    const done = await stepUntilRest(id);
    expect([done.state, done.counts]).toEqual([
      "done",
      { products: 3, variants: 3, created: 3, updated: 0, unchanged: 0, refused: 0 },
    ]);
    expect(await countProducts()).toBe((before ?? 0) + 3);
  });

  test("that comes again changes nothing, whatever its hashes say", async () => {
    const products = [importedProduct(), importedProduct()];
    await run([products]);
    await env.CATALOG.prepare("UPDATE products SET content_hash = NULL").run();
    const again = await run([
      products.map(({ variants, ...product }) => ({
        ...product,
        variants: variants.map(({ quantity: _q, ...variant }) => variant),
      })),
    ]);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await Promise.all(products.map((product) => versionOf(idOf(product))))).toEqual([1, 1]);
  });

  test("is refused whole for one product of its last chunk, and names row and column", async () => {
    const known = importedProduct();
    const other = importedProduct();
    await run([[known, other]]);
    const before = await countProducts();
    const refused = await run([[importedProduct()], [importedProduct(), { ...other, variants: known.variants }]]);
    expect([refused.state, refused.problems]).toEqual([
      "refused",
      [{ row: 103, column: "sku", why: `${known.variants[0]?.sku} belongs to the product ${idOf(known)}` }],
    ]);
    expect(await countProducts()).toBe(before);
  });

  test("leaves out what is refused where it is told to", async () => {
    const [known, other, good] = [importedProduct(), importedProduct(), importedProduct()];
    await run([[known, other]]);
    const done = await run([[{ ...other, variants: known.variants }, good]], { skipBad: true });
    expect([done.state, done.counts.created, done.counts.refused, done.problems.length]).toEqual(["done", 1, 1, 1]);
    expect(await statusOf(idOf(good))).toBe("published");
  });

  test("that is dry says what it would do, and does it when it is told to", async () => {
    const [known, fresh] = [importedProduct(), importedProduct()];
    await run([[known]]);
    const before = await countProducts();
    const ready = await run([[{ ...known, brand: "Comet" }, fresh]], { dryRun: true });
    expect([ready.state, ready.samples.map(({ kind }) => kind)]).toEqual(["ready", ["update", "create"]]);
    expect([await countProducts(), await versionOf(idOf(known))]).toEqual([before, 1]);
    await askAsStaff("POST", `${RUNS}/${ready.id}/apply`);
    expect((await stepUntilRest(ready.id)).state).toBe("done");
    expect(await versionOf(idOf(known))).toBe(2);
  });

  test("that is refused only while it is applied takes back what it had applied", async () => {
    const [first, late, thief] = [importedProduct(), importedProduct(), importedProduct()];
    const owner = importedProduct();
    await run([[owner], [late]]);
    const changed = {
      ...late,
      brand: "Comet",
      variants: [{ ...thief.variants[0], sku: "WANTED" }],
    } as ImportedProductInput;
    const id = await staged([[first], [changed]]);
    for (let step = 0; step < 3; step += 1) await askAsStaff("POST", `${RUNS}/${id}/advance`);
    // Somebody else is quicker, after all was found good.
    await run([[{ ...owner, variants: [...owner.variants, { sku: "WANTED", options: { Size: "L" }, prices: {} }] }]]);
    const refused = await stepUntilRest(id);
    expect([refused.state, refused.problems[0]?.why]).toEqual([
      "refused",
      `WANTED belongs to the product ${idOf(owner)}`,
    ]);
    expect(await statusOf(idOf(first))).toBe("archived");
  });

  test("that is driven twice at once applies each chunk once", async () => {
    const products = Array.from({ length: 6 }, () => importedProduct());
    const id = await staged(products.map((product) => [product]));
    const drive = async () => {
      for (let steps = 0; steps < 60; steps += 1) {
        const { body } = await askAsStaff<ShownRun>("POST", `${RUNS}/${id}/advance`);
        if (body.isResting) return body;
      }
      return null;
    };
    const ends = await Promise.all([drive(), drive()]);
    expect(ends.map((end) => end?.state)).toEqual(["done", "done"]);
    expect(await Promise.all(products.map((product) => versionOf(idOf(product))))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("that dies at any call goes on from there, and does nothing twice", async () => {
    for (let calls = 1; calls < 40; calls += 3) {
      const products = [importedProduct(), importedProduct()];
      const id = await staged(products.map((product) => [product]));
      let left = calls;
      const dying = {
        newId: () => {
          left -= 1;
          if (left === 0) throw new Error("killed");
          return crypto.randomUUID();
        },
      };
      const { advanceRun } = await import("../../worker/transfer/run-import-flow.ts");
      for (let steps = 0; steps < 20 && left > 0; steps += 1)
        await inWorld((world) => advanceRun(world, id), dying).catch((error: Error) =>
          expect(error.message).toContain("killed"),
        );
      expect((await stepUntilRest(id)).counts).toMatchObject({ created: 2 });
      expect(await Promise.all(products.map((product) => versionOf(idOf(product))))).toEqual([1, 1]);
    }
  });
});

describe("two imports at once", () => {
  test("that share a SKU: one has it, the other is told whose it is, and none is left without its variant", async () => {
    const [one, other] = [importedProduct(), importedProduct()];
    const sku = { ...other, variants: one.variants };
    const ends = await Promise.all([
      askAsStaff("POST", "/api/admin/imports", { products: [one] }),
      askAsStaff("POST", "/api/admin/imports", { products: [sku] }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual([200, 200]);
    const { results } = await env.CATALOG.prepare(
      "SELECT p.id, count(v.sku) AS variants FROM products p LEFT JOIN variants v ON v.product_id = p.id GROUP BY p.id HAVING variants = 0",
    ).all();
    expect(results).toEqual([]);
  });
});

describe("an archived product", () => {
  test("stays archived when an import changes it", async () => {
    const product = importedProduct();
    await run([[product]]);
    await askAsStaff("PATCH", `/api/admin/products/${idOf(product)}`, { version: 1, status: "archived" });
    await run([[{ ...product, brand: "Comet" }]]);
    expect(await statusOf(idOf(product))).toBe("archived");
  });
});

describe("an undo", () => {
  test("archives what the import made and makes again what it changed; a later import brings it back", async () => {
    const [old, fresh] = [importedProduct(), importedProduct()];
    await run([[old]]);
    const done = await run([[{ ...old, brand: "Comet" }, fresh]]);
    expect((await undo(done.id)).state).toBe("undone");
    const brand = await env.CATALOG.prepare("SELECT brand FROM products WHERE id = ?")
      .bind(idOf(old))
      .first<string>("brand");
    expect([brand, await statusOf(idOf(fresh))]).toEqual(["Orbit", "archived"]);
    await run([[{ ...old, brand: "Comet" }, fresh]]);
    expect([await statusOf(idOf(fresh)), await versionOf(idOf(old))]).toEqual(["published", 4]);
  });

  test("is held up by no rate that moved, no sale that began and no brand's new name: nobody changed the product", async () => {
    const [old, fresh] = [importedProduct({ brand: "Nimbus" }), importedProduct({ brand: "Nimbus" })];
    await run([[old]]);
    const saleFromMs = Date.now() + 3_600_000;
    const sale = { amountMinor: 80_00, fromMs: saleFromMs, untilMs: null };
    const variants = [{ ...fresh.variants[0], prices: { USD: { amountMinor: 100_00, sale } } }];
    const done = await run([
      [
        { ...old, rank: 9 },
        { ...fresh, variants },
      ] as ImportedProductInput[],
    ]);
    await env.CATALOG.prepare(
      "UPDATE price_lists SET numerator = numerator * 2, version = version + 1, work_after_id = '' WHERE id = 'CAD'",
    ).run();
    await followLists();
    await inWorld((world) => flipPublications(world), { nowMs: () => saleFromMs });
    const brand = await env.CATALOG.prepare("SELECT slug, version FROM brands WHERE id = 'nimbus'").first();
    const renamed = { name: "Cumulus", aliases: [], translations: {}, ...brand };
    expect((await askAsStaff("PUT", "/api/admin/brands/nimbus", renamed)).status).toBe(200);
    expect([await versionOf(idOf(old)), await versionOf(idOf(fresh))]).toEqual([4, 4]);
    const undone = await undo(done.id);
    expect([undone.leftAlone, await statusOf(idOf(old)), await statusOf(idOf(fresh))]).toEqual([
      [],
      "published",
      "archived",
    ]);
  });

  test("leaves alone what staff changed since, and says so", async () => {
    const [one, other] = [importedProduct(), importedProduct()];
    const done = await run([[one, other]]);
    await askAsStaff("PATCH", `/api/admin/products/${idOf(one)}`, { version: 1, brand: "By hand" });
    const undone = await undo(done.id);
    expect(undone.leftAlone).toEqual([{ subject: `product:${idOf(one)}`, why: "it was changed since" }]);
    expect([await statusOf(idOf(one)), await statusOf(idOf(other))]).toEqual(["published", "archived"]);
  });

  test("gives stock back what the import changed of it, and no more", async () => {
    const product = importedProduct();
    const sku = product.variants[0]?.sku ?? "";
    await run([[product]]);
    const done = await run([
      [{ ...product, variants: product.variants.map((variant) => ({ ...variant, quantity: 12 })) }],
    ]);
    const { readLevels } = await import("../../worker/inventory/stock-flow.ts");
    const level = () =>
      inWorld(async (world) => {
        const read = await readLevels(world, sku);
        return read.ok && read.value.available;
      });
    expect(await level()).toBe(12);
    await undo(done.id);
    expect(await level()).toBe(5);
  });
});

describe("an uploaded file", () => {
  const csv = "Handle;Title;Variant SKU;Variant Price\npot;Pot;POT-1;9,50\nlamp;Lamp;LAMP-1;19\n";
  const BOMB = gzipSync(`Handle,Title,Variant Price\n${"\n".repeat(30_000_000)}`);
  const settings = { openingQuantity: 3, skipBad: false, dryRun: false };
  const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
  const upload = (bytes: string | Uint8Array, over: object = {}) =>
    inWorld((world) =>
      uploadFile(world, {
        id: crypto.randomUUID(),
        file: "shop.csv",
        bytes: new Blob([bytes as BlobPart]),
        settings: { ...settings, ...over },
        reading: { currency: "USD" },
        by,
      }),
    );

  test("is read and imported by the queue, in parts", async () => {
    const begun = await upload(csv);
    if (!begun.ok) throw new Error(begun.problem.code);
    const message = () => ({
      id: crypto.randomUUID(),
      body: { id: crypto.randomUUID(), atMs: 1, kind: "import.due", payload: { runId: begun.value.id } },
      attempts: 1,
      ack: () => undefined,
      retry: () => {
        throw new Error("it is tried again");
      },
    });
    for (let turn = 0; turn < 5; turn += 1)
      await inWorld(
        (world) => consumeBatch(world, { queue: "meridian-events", messages: [message()] } as unknown as MessageBatch),
        { send: async () => undefined },
      );
    const { body } = await askAsStaff<ShownRun>("GET", `${RUNS}/${begun.value.id}`);
    expect([body.state, body.counts.created]).toEqual(["done", 2]);
    expect((await askAsStaff<ProductAnswer>("GET", "/api/admin/products/shopify-pot")).status).toBe(200);
  });

  test.each([
    ["nothing", "", "The file is empty"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), "Not text near byte"],
    ["a bomb of gzip", BOMB, "unpacks to more than 200 times its size"],
    ["a bad price", `${csv}bowl;Bowl;B-1;free\n`, '"free" is not a price in USD'],
    ["half a file", `${csv}"bowl;Bowl`, "never closed"],
  ])("with %s is refused, and nothing is written", async (_, bytes, why) => {
    const before = await countProducts();
    const begun = await upload(bytes);
    if (!begun.ok) throw new Error(begun.problem.code);
    const refused = await stepUntilRest(begun.value.id);
    expect([refused.state, await countProducts()]).toEqual(["refused", before]);
    expect(refused.problems[0]?.why).toContain(why);
  });

  test("of which nothing is good shows its rows' problems below that, in the report too", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => `pot-${index};Pot;POT-${index};free`);
    const begun = await upload(`Handle;Title;Variant SKU;Variant Price\n${rows.join("\n")}\n`, { skipBad: true });
    if (!begun.ok) throw new Error(begun.problem.code);
    const refused = await stepUntilRest(begun.value.id);
    expect([refused.state, refused.problems.length]).toEqual(["refused", 201]);
    expect(refused.problems.slice(0, 2)).toEqual([
      { row: 0, column: null, why: "The file has no product that can be taken" },
      { row: 2, column: "Variant Price", why: '"free" is not a price in USD' },
    ]);
    const { body } = await askAsStaff<string>("GET", `${RUNS}/${begun.value.id}/report`);
    const lines = body.split("\r\n");
    expect([lines.length, lines[1]]).toEqual([203, ",,The file has no product that can be taken"]);
  });
});

describe("who may", () => {
  test("staff alone begin, step and undo imports", async () => {
    const headers = { "content-type": "application/json" };
    const answers = await Promise.all([
      ask(RUNS, { method: "POST", headers, body: "{}" }),
      ask(`${RUNS}/${crypto.randomUUID()}/advance`, { method: "POST" }),
      ask(`${RUNS}/${crypto.randomUUID()}/undo`, { method: "POST" }),
      ask("/api/admin/exports/shopify"),
    ]);
    expect(answers.map(refusal)).toEqual(Array(4).fill("401 access.sign_in_needed"));
  });

  test("a run that is not there, is another's, or has moved on is refused by name", async () => {
    const nobody = await askAsStaff("POST", `${RUNS}/${crypto.randomUUID()}/advance`);
    const done = await run([[importedProduct()]]);
    const chunk = await askAsStaff("POST", `${RUNS}/${done.id}/chunks/0`, { products: [importedProduct()], rows: [2] });
    const taken = await askAsStaff("POST", RUNS, { id: done.id, file: "x", format: "", fingerprint: "cd".repeat(32) });
    const early = await askAsStaff("POST", RUNS, {
      id: crypto.randomUUID(),
      file: "x",
      format: "",
      fingerprint: FINGERPRINT,
    });
    const missing = await askAsStaff("POST", `${RUNS}/${early.body.id}/seal`, {
      chunks: 2,
      counts: { products: 2, variants: 2, refused: 0 },
    });
    expect([nobody, chunk, taken, missing].map(refusal)).toEqual([
      "404 import.unknown",
      "409 import.moved_on",
      "422 import.id_taken",
      "409 import.chunk_missing",
    ]);
  });
});
