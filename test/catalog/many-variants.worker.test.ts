import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { type ProductDocument, VARIANTS_MAX } from "../../worker/catalog/product.ts";
import { readProductCards } from "../../worker/catalog/product-store.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { MARKETS } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const [enUs] = MARKETS;
const PATH = "/api/admin/products/test-thread";
const variant = (index: number) => ({
  sku: `THREAD-${String(index).padStart(4, "0")}`,
  options: { Colour: `Colour ${index % 50}`, Length: `${Math.floor(index / 50) + 1} m` },
  quantity: index % 3,
  prices: { USD: { amountMinor: 500 + index } },
});

beforeAll(async () => {
  const variants = Array.from({ length: VARIANTS_MAX }, (_, index) => variant(index));
  const answer = await askAsStaff("POST", "/api/admin/imports", {
    products: [importedProduct({ externalId: "thread", title: "Thread", variants })],
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  await inWorld((world) => projectProducts(world, ["test-thread"]));
});

describe(`a product of ${VARIANTS_MAX} variants`, () => {
  test("is imported whole, and is one document", async () => {
    const document = await env.CATALOG_CACHE.get<ProductDocument>("product/en/thread", "json");
    expect(document?.variants).toHaveLength(VARIANTS_MAX);
    expect(document?.variants.at(-1)).toMatchObject(variantAt(VARIANTS_MAX - 1));
  });

  test("is answered a part at a time", async () => {
    type Answer = { variantCount: number; variants: { sku: string }[]; price: object };
    const first = (await ask<Answer>("/api/products/thread?market=en-us")).body;
    expect([first.variantCount, first.variants.length, first.price]).toEqual([
      VARIANTS_MAX,
      100,
      { amountMinor: 500, currency: "USD" },
    ]);
    const last = (await ask<Answer>("/api/products/thread?market=en-us&variantsFrom=1950")).body;
    expect(last.variants.map(({ sku }) => sku)).toEqual(Array.from({ length: 50 }, (_, i) => variantAt(1_950 + i).sku));
  });

  test("is a card that counts them all, and asks for the stock of few", async () => {
    if (!enUs) throw new Error("The markets are there");
    const [card] = await inWorld((world) => readProductCards(world, enUs, ["test-thread"]));
    expect(card).toMatchObject({ variantCount: VARIANTS_MAX, price: { amountMinor: 500 } });
    // Of the fifty that are there, every other has two units.
    expect(card?.available).toBe(75);
  });

  test("is changed one variant at a time, and taken back whole", async () => {
    const sku = variantAt(1_234).sku;
    const changes = { version: 1, variants: [{ sku, prices: { EUR: { amountMinor: 9 } }, offered: false }] };
    expect((await askAsStaff("PATCH", PATH, changes)).status).toBe(200);
    const parts = await env.CATALOG.prepare("SELECT part, bytes FROM product_version_parts").all<{
      part: string;
      bytes: number;
    }>();
    expect(parts.results.map(({ part }) => part)).toEqual(["variants/4"]);
    expect((await ask<{ variantCount: number }>("/api/products/thread?market=en-gb")).body.variantCount).toBe(
      VARIANTS_MAX,
    );
    expect((await askAsStaff("POST", `${PATH}/revert`, { version: 2, to: 1 })).body).toEqual({ version: 3 });
    await inWorld((world) => projectProducts(world, ["test-thread"]));
    const { body } = await ask<{ variants: { sku: string }[] }>("/api/products/thread?market=en-us&variantsFrom=1234");
    expect(body.variants[0]?.sku).toBe(sku);
  });

  test("takes no more, and no two of the same choice", async () => {
    const { version } = (await askAsStaff("GET", PATH)).body;
    const add = (options: object) =>
      askAsStaff("PATCH", PATH, { version, newVariants: [{ sku: "THREAD-NEW", options, prices: {} }] });
    expect(refusal(await add({ Colour: "New", Length: "1 m" }))).toBe("422 request.invalid");
    expect(refusal(await add({ Colour: "Colour 1", Length: "1 m" }))).toBe("422 request.invalid");
    expect((await askAsStaff("GET", PATH)).body.version).toBe(version);
  });
});

const variantAt = (index: number) => ({ sku: variant(index).sku, options: variant(index).options });
