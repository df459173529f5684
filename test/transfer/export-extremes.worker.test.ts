/** What staff may make, at its very bounds, comes out of one store and into another, and out of that the same. */
import { describe, expect, test } from "vitest";
import { VARIANTS_MAX } from "../../worker/catalog/product.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { RUNS, restOf, stagedRun } from "../support/import-runs.ts";
import { anotherStore, exported, imported } from "../support/other-store.ts";
import { ask, askAsStaff, importedProduct, refusal } from "../support/store-client.ts";

const LONG = { timeout: 300_000 };
/** Out, into an empty store, and out again. */
async function roundTrip(): Promise<{ before: string; after: string; state: string; problems: readonly object[] }> {
  const before = await exported("meridian");
  await anotherStore();
  const { state, problems } = await imported(before);
  return { before, after: await exported("meridian"), state, problems };
}

describe("an export is taken back", () => {
  test("with a product that has no variant yet", async () => {
    await anotherStore();
    const made = { languageDefault: "en", translations: { en: { slug: "soon", title: "Soon" } } };
    const answer = await askAsStaff("PUT", "/api/admin/products/soon", made);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    const trip = await roundTrip();
    expect([trip.state, trip.problems, trip.after]).toEqual(["done", [], trip.before]);
    expect(trip.before).toContain('"variants":[]');
  });

  test("with a brand that the names of others lead to since they were joined with it", async () => {
    await anotherStore();
    const names = Array.from({ length: 50 }, (_, index) => `Name ${index}`);
    const brand = { slug: "orbit", name: "Orbit", logoKey: null, translations: {} };
    expect((await askAsStaff("PUT", "/api/admin/brands/orbit", { ...brand, version: 0, aliases: names })).status).toBe(
      200,
    );
    const other = { slug: "comet", name: "Comet", logoKey: null, translations: {}, version: 0 };
    const aliases = names.map((name) => `Other ${name}`);
    expect((await askAsStaff("PUT", "/api/admin/brands/comet", { ...other, aliases })).status).toBe(200);
    expect((await askAsStaff("POST", "/api/admin/brands/comet/merge", { into: "orbit" })).status).toBe(200);
    await askAsStaff("POST", "/api/admin/imports", { products: [importedProduct({ brand: "Orbit" })] });
    const trip = await roundTrip();
    expect([trip.state, trip.problems]).toEqual(["done", []]);
    const orbit = (text: string) => text.split("\n").find((line) => line.includes('"slug":"orbit"'));
    expect(orbit(trip.after)).toBe(orbit(trip.before));
    expect(JSON.parse(orbit(trip.after) ?? "").brand.aliases).toHaveLength(101);
  });

  test("since no brand comes to have more names than a file of it may", async () => {
    await anotherStore();
    const put = (id: string, version: number, count: number) =>
      askAsStaff("PUT", `/api/admin/brands/${id}`, {
        ...{ slug: id, name: id, logoKey: null, translations: {}, version },
        aliases: Array.from({ length: count }, (_, index) => `${id} name ${index}`),
      });
    expect([(await put("big", 0, 1_000)).status, (await put("small", 0, 0)).status]).toEqual([200, 200]);
    const merged = await askAsStaff("POST", "/api/admin/brands/small/merge", { into: "big" });
    const renamed = await askAsStaff("PUT", "/api/admin/brands/big", {
      ...{ slug: "big", name: "Bigger", logoKey: null, translations: {}, version: 1 },
      aliases: Array.from({ length: 1_000 }, (_, index) => `big name ${index}`),
    });
    expect([merged, renamed, await put("third", 0, 1_001)].map(refusal)).toEqual(Array(3).fill("422 request.invalid"));
  });

  test(`with a product of more than ${VARIANTS_MAX} variants, withdrawn ones among them`, LONG, async () => {
    await anotherStore();
    const variant = (index: number) => ({
      sku: `THREAD-${index}`,
      options: { Colour: `Colour ${index}` },
      prices: { USD: { amountMinor: 500 + index } },
    });
    const variants = Array.from({ length: VARIANTS_MAX }, (_, index) => variant(index));
    const product = importedProduct({ externalId: "thread", variants });
    expect((await askAsStaff("POST", "/api/admin/imports", { products: [product] })).status).toBe(200);
    const withdrawn = variants.slice(0, 500).map(({ sku }) => ({ sku, offered: false }));
    const newVariants = Array.from({ length: 500 }, (_, index) => variant(VARIANTS_MAX + index));
    const changed = await askAsStaff("PATCH", "/api/admin/products/test-thread", {
      version: 1,
      variants: withdrawn,
      newVariants,
    });
    expect(changed.status, JSON.stringify(changed.body).slice(0, 500)).toBe(200);
    const trip = await roundTrip();
    expect([trip.state, trip.problems, trip.after === trip.before]).toEqual(["done", [], true]);
  });
});

test("a product of 2,000 variants with long Japanese options is staged over the API and imported", LONG, async () => {
  const word = (index: number) => `${"とても長い色の名前".repeat(9)}${index}`;
  const prices = Object.fromEntries(["USD", "EUR", "GBP", "JPY", "AED"].map((list) => [list, { amountMinor: 10_000 }]));
  const product = importedProduct({
    variants: Array.from({ length: VARIANTS_MAX }, (_, index) => ({
      sku: `SILK-${index}`,
      options: { 色: word(index), 大きさ: word(index % 7) },
      prices,
    })),
  });
  expect(new TextEncoder().encode(JSON.stringify(product)).length).toBeGreaterThan(1_048_576);
  const done = await restOf(await stagedRun([{ products: [product as ImportedProductInput] }]));
  expect([done.state, done.problems, done.counts.created]).toEqual(["done", [], 1]);
});

test("no other body is larger for it, and a chunk is not without bounds", async () => {
  const init = (bytes: number) => ({
    method: "POST",
    headers: { "content-type": "application/json", "content-length": String(bytes) },
    body: "x".repeat(bytes),
  });
  const chunk = `${RUNS}/${crypto.randomUUID()}/chunks/0`;
  const answers = [
    await ask(RUNS, init(1_048_577)),
    await ask(chunk, init(16_000_001)),
    await ask(chunk, init(1_048_577)),
  ];
  expect(answers.map(refusal)).toEqual(["413 request.too_large", "413 request.too_large", "401 access.sign_in_needed"]);
});
