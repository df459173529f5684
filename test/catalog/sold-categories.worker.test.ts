/** What a menu leads to: categories that have something on sale in the market. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import type { CategoryNode } from "../../worker/catalog/category.ts";
import { readCategoryTree } from "../../worker/catalog/category-store.ts";
import { readSoldCategories, soldOf } from "../../worker/catalog/sold-categories-store.ts";
import { undoneRun, wholeRun } from "../support/import-runs.ts";
import { marketOf } from "../support/markets.ts";
import { importedProduct, importNow, putCategory } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
async function menuIn(marketId: string): Promise<string[]> {
  forgetAll();
  const market = marketOf(marketId);
  if (!market) throw new Error(`${marketId} is a market`);
  const [tree, sold] = await Promise.all([readCategoryTree(world, market.language), readSoldCategories(world, market)]);
  const ids = (nodes: readonly CategoryNode[]): string[] => nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
  return ids(soldOf(tree, sold));
}

describe("a menu", () => {
  test("has a category and those above it while something in it is on sale in the market", async () => {
    await putCategory("sold-root", { en: "Root" });
    await putCategory("sold-leaf", { en: "Leaf" }, "sold-root");
    await putCategory("sold-bare", { en: "Bare" }, "sold-root");
    expect(await menuIn("en-us")).toEqual([]);
    const product = importedProduct({ categoryIds: ["sold-leaf"], markets: ["en-us"] });
    await importNow([product]);
    expect(await menuIn("en-us")).toEqual(["sold-root", "sold-leaf"]);
    expect(await menuIn("de-de"), "it is not sold there").toEqual([]);
    await importNow([{ ...product, status: "draft" }]);
    expect(await menuIn("en-us")).toEqual([]);
  });

  test("is as it was once an import is undone, though what it brought is archived in its categories", async () => {
    await putCategory("kept", { en: "Kept" });
    await importNow([importedProduct({ categoryIds: ["kept"] })]);
    const before = await menuIn("en-us");
    const parts = [{ products: [importedProduct({ categoryIds: ["ferry-lamps"] })] }];
    await putCategory("ferry-lamps", { en: "Ferry lamps" });
    const run = await wholeRun(parts);
    expect(await menuIn("en-us")).toContain("ferry-lamps");
    await undoneRun(run.id);
    expect(await menuIn("en-us")).toEqual(before);
    const there = await env.CATALOG.prepare("SELECT archived FROM categories WHERE id = 'ferry-lamps'").all();
    expect(there.results, "the category is there still").toEqual([{ archived: 0 }]);
  });
});
