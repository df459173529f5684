/** Downloads go with the store's own export: which variants, how often and how long; their files stay, under their ids. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { readDigitalGoods } from "../../worker/catalog/digital/digital-store.ts";
import { readPolicies } from "../../worker/inventory/supply-store.ts";
import { exportCatalogue } from "../../worker/transfer/export-flow.ts";
import { ask, askAsStaff, importedProduct, importNow, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF = { authorization: "Bearer staff-token-for-tests" };
const exported = async () =>
  new Response(exportCatalogue(world, { format: "meridian", currency: "USD", afterId: "", limit: 100 })).text();
const productLine = async (id: string) => {
  const line = (await exported()).split("\n").find((text) => text.includes(`"id":"${id}"`)) ?? "";
  return (JSON.parse(line) as { product: ReturnType<typeof importedProduct> }).product;
};

async function upload(): Promise<string> {
  const id = crypto.randomUUID();
  const sent = await ask(`/api/admin/files/${id}?name=score.pdf`, {
    method: "PUT",
    headers: { ...STAFF, "content-type": "application/pdf" },
    body: "0123456789",
  });
  expect(sent.status).toBe(201);
  return id;
}
const send = (product: unknown, dryRun = false) =>
  askAsStaff<{ created: number; updated: number; unchanged: number; at: unknown; code: string }>(
    "POST",
    "/api/admin/imports",
    { products: [product], dryRun },
  );
const termsOf = async (sku: string) => (await readDigitalGoods(world.catalog, [sku])).get(sku) ?? null;
const isTracked = async (sku: string) => (await readPolicies(world.catalog, [sku])).get(sku)?.tracked ?? true;

test("what is exported, forgotten and imported again is exported byte for byte as before", async () => {
  const file = { id: await upload(), name: "score.pdf", type: "application/pdf", bytes: 10 };
  const product = importedProduct({ title: "Nocturne" });
  const { changedIds } = await importNow([product]);
  const [id = ""] = changedIds;
  const sku = product.variants[0]?.sku ?? "";
  const digital = { files: [{ id: file.id }], downloadsMax: 3, days: 7 };
  expect((await askAsStaff("PUT", `/api/admin/products/${id}/digital/${sku}`, { version: 1, digital })).status).toBe(
    200,
  );
  const before = await exported();
  const line = await productLine(id);
  expect(line.variants[0]).toMatchObject({ download: { files: [file], downloadsMax: 3, days: 7 } });
  expect((await send(line)).body, "nothing differs").toMatchObject({ updated: 0, unchanged: 1 });

  // As in a store that has the file and not the product's terms.
  await env.CATALOG.batch([
    env.CATALOG.prepare("DELETE FROM digital_goods"),
    env.CATALOG.prepare("DELETE FROM stock_policies"),
    env.CATALOG.prepare("UPDATE products SET content_hash = ''"),
  ]);
  expect((await send(line, true)).body).toMatchObject({ updated: 1 });
  expect(await termsOf(sku), "a dry run writes nothing").toBeNull();
  expect((await send(line)).body).toMatchObject({ updated: 1 });
  expect(await termsOf(sku)).toEqual({ files: [file], downloadsMax: 3, days: 7 });
  expect(await isTracked(sku), "downloads are not counted").toBe(false);
  expect(await exported()).toBe(before);
});

test("an import that is silent about it leaves a download what it is; how staff count it stays", async () => {
  const file = { id: await upload(), name: "score.pdf", type: "application/pdf", bytes: 10 };
  const product = importedProduct();
  const [variant] = product.variants;
  const sku = variant?.sku ?? "";
  const download = { files: [file], downloadsMax: 1, days: 1 };
  await importNow([product]);
  const policy = {
    version: 0,
    tracked: true,
    whenOut: "deny",
    promiseMax: 0,
    promisedAtMs: null,
    safetyStock: { everywhere: 1, markets: {} },
    orderMax: null,
    buyerMax: null,
    buckets: 0,
  };
  expect((await askAsStaff("PUT", `/api/admin/stock/${sku}/policy`, policy)).status).toBe(200);
  expect((await send({ ...product, variants: [{ ...variant, download }] })).body).toMatchObject({ updated: 1 });
  expect(await isTracked(sku), "licences are counted where staff said so").toBe(true);
  expect((await send({ ...product, brand: "Another" })).body).toMatchObject({ updated: 1 });
  expect(await termsOf(sku)).toMatchObject({ downloadsMax: 1 });
});

test("a file that is not in the store, is another, or is named badly is refused with its place; nothing is written", async () => {
  const product = importedProduct();
  const [variant] = product.variants;
  const withFile = (over: Record<string, unknown>) => ({
    ...product,
    variants: [
      {
        ...variant,
        download: {
          files: [{ id: crypto.randomUUID(), name: "score.pdf", type: "application/pdf", bytes: 10, ...over }],
          downloadsMax: 1,
          days: 1,
        },
      },
    ],
  });
  const missing = await send(withFile({}));
  expect([refusal(missing as never), missing.body.at]).toEqual([
    "422 import.refused",
    [{ path: "products.0.variants.0.download.files.0.id", why: "is not in this store: upload it under this id first" }],
  ]);
  const id = await upload();
  expect((await send(withFile({ id, bytes: 11 }))).body.at).toMatchObject([{ why: "is 10 bytes long in this store" }]);
  expect(refusal((await send(withFile({ id, name: "../score.pdf" }))) as never)).toBe("422 request.invalid");
  expect(await termsOf(variant?.sku ?? "")).toBeNull();
});

test("a run that is taken back makes variants again what they were: shipped and counted, or downloads on the old terms", async () => {
  const file = { id: await upload(), name: "score.pdf", type: "application/pdf", bytes: 10 };
  const [shipped, digital] = [importedProduct(), importedProduct()];
  const as = (product: typeof shipped, downloadsMax: number) => ({
    ...product,
    variants: product.variants.map((variant) => ({ ...variant, download: { files: [file], downloadsMax, days: 5 } })),
  });
  await importNow([shipped, as(digital, 2)]);
  const id = crypto.randomUUID();
  const path = `/api/admin/import-runs/${id}`;
  await askAsStaff("POST", "/api/admin/import-runs", {
    id,
    file: "own.ndjson",
    format: "own",
    fingerprint: "ab".repeat(32),
  });
  await askAsStaff("POST", `${path}/chunks/0`, { products: [as(shipped, 9), as(digital, 9)], rows: [2, 3] });
  await askAsStaff("POST", `${path}/seal`, { chunks: 1, counts: { products: 2, variants: 2, refused: 0 } });
  const rest = async () => {
    for (let steps = 0; steps < 50; steps += 1) {
      const { body } = await askAsStaff<{ isResting: boolean; state: string }>("POST", `${path}/advance`);
      if (body.isResting) return body.state;
    }
    throw new Error("the run never rests");
  };
  expect(await rest()).toBe("done");
  const [boxed = "", sold = ""] = [shipped, digital].map(({ variants }) => variants[0]?.sku ?? "");
  expect([await termsOf(boxed), await termsOf(sold)]).toMatchObject([{ downloadsMax: 9 }, { downloadsMax: 9 }]);
  await askAsStaff("POST", `${path}/undo`);
  expect(await rest()).toBe("undone");
  expect([await termsOf(boxed), await isTracked(boxed)]).toEqual([null, true]);
  expect([await termsOf(sold), await isTracked(sold)]).toMatchObject([{ downloadsMax: 2, days: 5 }, false]);
});
