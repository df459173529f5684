/**
 * What pages tell search engines in JSON-LD, held to what Google asks of its results by a validator that others keep: errors are none,
 * whatever the market.
 */
import Validator from "@adobe/structured-data-validator";
import { describe, expect, inject, test } from "vitest";
import { MARKETS } from "../support/markets.ts";

const storeUrl = inject("storeUrl");
const LAPTOP = "products/aero-13-ultralight-laptop";
const SOLE = "products/dash-action-camera";

type Block = Record<string, unknown> & { "@type": string };

async function blocksOf(path: string): Promise<Block[]> {
  const html = await (await fetch(storeUrl + path)).text();
  const found = [...html.matchAll(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/gs)];
  return found.map(([, text = ""]) => JSON.parse(text) as Block);
}

/** Google's page of product variants: what a group must have, and should; its variants are products, held to what those must. */
const OF_GROUP = ["name", "description", "url", "productGroupID", "hasVariant"];
const OF_VARIANT = ["name", "sku", "image", "offers"];
const OF_OFFER = [
  "url",
  "price",
  "priceCurrency",
  "availability",
  "itemCondition",
  "shippingDetails",
  "hasMerchantReturnPolicy",
];
const lacks = (block: object, names: readonly string[]) => names.filter((name) => !(name in block));

const variantsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block["@type"] === "ProductGroup" ? (block.hasVariant as Block[]) : []));

/** As the validator wants them: by type, each a list. It knows no groups: their variants are given to it. */
async function faultsOf(found: readonly Block[]) {
  const blocks = [...found.filter((block) => block["@type"] !== "ProductGroup"), ...variantsOf(found)];
  const jsonld = Object.fromEntries(
    Object.entries(Object.groupBy(blocks, (block) => block["@type"])).map(([type, list = []]) => [
      type,
      list.map((block) => ({ ...block, "@location": "0,0" })),
    ]),
  );
  const issues = await new Validator().validate({ jsonld, microdata: {}, rdfa: {}, errors: [] });
  return issues.filter(({ severity }) => severity === "ERROR").map(({ issueMessage }) => issueMessage);
}

describe.each(MARKETS)("in $id", ({ id }) => {
  test.each([
    ["a product in variants", `/${id}/${LAPTOP}`, "ProductGroup"],
    ["a category", `/${id}/categories/audio`, "BreadcrumbList"],
    ["home", `/${id}/`, "OnlineStore"],
  ])("%s is told without fault", async (_, path, type) => {
    const blocks = await blocksOf(path);
    expect(blocks.map((block) => block["@type"])).toContain(type);
    expect(await faultsOf(blocks)).toEqual([]);
  });
});

test.each(MARKETS)("in $id a product in variants has all that a group of them must and should have", async ({ id }) => {
  const blocks = await blocksOf(`/${id}/${LAPTOP}`);
  const [group] = blocks.filter((block) => block["@type"] === "ProductGroup");
  expect(lacks(group ?? {}, [...OF_GROUP, "variesBy", "brand"])).toEqual([]);
  expect(variantsOf(blocks).length).toBeGreaterThan(1);
  for (const variant of variantsOf(blocks)) {
    expect(lacks(variant, [...OF_VARIANT, "color"])).toEqual([]);
    expect(lacks(variant.offers as object, OF_OFFER)).toEqual([]);
  }
  const skus = variantsOf(blocks).map(({ sku }) => sku);
  expect(new Set(skus).size).toBe(skus.length);
});

test("an article without variants is a product with its offer, without fault", async () => {
  const blocks = await blocksOf(`/en-us/${SOLE}`);
  const [product] = blocks.filter((block) => block["@type"] === "Product");
  expect(lacks(product ?? {}, [...OF_VARIANT, "description", "brand"])).toEqual([]);
  expect(lacks(product?.offers as object, OF_OFFER)).toEqual([]);
  expect(await faultsOf(blocks)).toEqual([]);
});

test("home says who sells, as staff entered it", async () => {
  const [store] = (await blocksOf("/de-de/")).filter((block) => block["@type"] === "OnlineStore");
  expect(lacks(store ?? {}, ["name", "url", "logo", "legalName", "address", "vatID", "contactPoint"])).toEqual([]);
});

test("what is wrong would be found", async () => {
  const [product] = variantsOf(await blocksOf(`/en-us/${LAPTOP}`));
  expect(await faultsOf([{ ...product, "@type": "Product", name: undefined }])).not.toEqual([]);
});
