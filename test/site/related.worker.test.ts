import { beforeAll, expect, test } from "vitest";
import { readRelated } from "../../site/product-page.ts";
import { findProduct } from "../../worker/catalog/find-product-store.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { MARKETS } from "../support/markets.ts";
import { askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const [enUs] = MARKETS;
const related = (slug: string) =>
  inWorld(async (world) => {
    if (!enUs) throw new Error("The markets are there");
    const found = await findProduct(world, enUs, slug);
    const product = found.kind === "here" ? found.document : found.kind === "gone" ? found.product : null;
    return product ? (await readRelated(world, enUs, product)).map(({ id }) => id.replace("test-", "")) : null;
  });
const change = async (id: string, changes: object) => {
  const { version } = (await askAsStaff("GET", `/api/admin/products/test-${id}`)).body;
  const answer = await askAsStaff("PATCH", `/api/admin/products/test-${id}`, { version, ...changes });
  await inWorld((world) => projectProducts(world, [`test-${id}`]));
  return answer;
};

beforeAll(async () => {
  await putCategory("garden", { en: "Garden" });
  await putCategory("spades", { en: "Spades" }, "garden");
  const made = (externalId: string, rank: number, categoryIds: string[], brand = "Loam") =>
    importedProduct({ externalId, title: externalId, rank, categoryIds, brand });
  await importNow([
    made("spade", 1, ["spades"]),
    made("shovel", 2, ["spades"], "Clay"),
    made("hose", 9, ["garden"], "Clay"),
    made("gloves", 5, []),
    made("lamp", 7, [], "Lux"),
  ]);
});

test("like ones are its category's, then those of the category above, then its brand's", async () => {
  expect(await related("spade")).toEqual(["shovel", "hose", "gloves"]);
});

test("what staff set beside it comes first, in their order, and none that is not sold", async () => {
  await change("spade", { relatedIds: ["test-lamp", "test-gloves"] });
  expect(await related("spade")).toEqual(["lamp", "gloves", "shovel", "hose"]);
  await change("lamp", { status: "archived" });
  expect(await related("spade")).toEqual(["gloves", "shovel", "hose"]);
});

test("a product that is gone leads to the same", async () => {
  await change("spade", { status: "archived" });
  expect(await related("spade")).toEqual(["gloves", "shovel", "hose"]);
});

test.each([
  ["itself", ["test-spade"]],
  ["one twice", ["test-hose", "test-hose"]],
  ["one that is not there", ["nobody"]],
])("a product is not set beside %s", async (_, relatedIds) => {
  expect(refusal(await change("spade", { relatedIds }))).toBe("422 request.invalid");
});
