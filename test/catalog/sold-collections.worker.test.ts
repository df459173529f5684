/** Which collections shoppers of a market are led to, and which markets a product is missing from for want of a price. */
import { describe, expect, test } from "vitest";
import { llmsText } from "../../site/llms-text.ts";
import { messagesOf } from "../../site/messages.ts";
import { pathsOf } from "../../site/paths.ts";
import { listSoldCollections } from "../../worker/catalog/groups/sold-collections-store.ts";
import { readPricedLists } from "../../worker/catalog/priced-lists-store.ts";
import { marketsWithoutPrice } from "../../worker/catalog/priced-markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { MARKETS, marketOf } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld } from "../support/store-client.ts";

const market = (id: string) => {
  const found = marketOf(id);
  if (!found) throw new Error(`${id} is a market`);
  return found;
};
const sold = (id: string, limit?: number) =>
  inWorld(async (world) =>
    (await listSoldCollections(world, market(id), limit)).map(({ slug, name }) => `${slug}: ${name}`),
  );
const put = async (id: string, over: object) => {
  const body = {
    version: 0,
    published: true,
    position: 1,
    translations: { en: { slug: id, name: `The ${id}` } },
    ...over,
  };
  const answer = await askAsStaff("PUT", `/api/admin/collections/${id}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

describe("collections that shoppers are led to", () => {
  test("are shown in the store and have something on sale in the market, in their order", async () => {
    await importNow([
      importedProduct({
        externalId: "mug",
        variants: [{ sku: "MUG", prices: { USD: { amountMinor: 900 }, EUR: { amountMinor: 900 } } }],
      }),
      importedProduct({
        externalId: "jug",
        markets: ["en-us"],
        variants: [{ sku: "JUG", prices: { USD: { amountMinor: 900 } } }],
      }),
      importedProduct({ externalId: "urn", status: "draft" }),
    ]);
    const german = { en: { slug: "mugs", name: "Mugs" }, de: { slug: "becher", name: "Becher" } };
    await put("mugs", { productIds: ["test-mug"], position: 2, translations: german });
    await put("jugs", { productIds: ["test-jug"] });
    await put("urns", { productIds: ["test-urn"] });
    await put("bare", { productIds: [] });
    await put("secret", { productIds: ["test-mug"], published: false });
    await put("old", { productIds: ["test-mug"], archived: true });
    expect(await sold("en-us")).toEqual(["jugs: The jugs", "mugs: Mugs"]);
    expect(await sold("de-de"), "the jug is not sold there").toEqual(["becher: Becher"]);
    expect(await sold("en-us", 1)).toEqual(["jugs: The jugs"]);
  });

  test("are told to programs too", async () => {
    await importNow([importedProduct({ externalId: "cup" })]);
    await put("cups", { productIds: ["test-cup"] });
    const at = market("en-us");
    const text = await inWorld(async (world) =>
      llmsText(
        { t: messagesOf("en-US"), market: at, markets: SHIPPED_MARKETS, paths: pathsOf("en-us"), world },
        [],
        await listSoldCollections(world, at),
      ),
    );
    expect(text).toMatch(/## Collections\n\n- \[The cups\]\(\S*\/en-us\/collections\/cups\)/);
  });
});

test("a product is missing from the markets that it is for and has no price in, and from no other", async () => {
  const gbp = { GBP: { amountMinor: 900 } };
  await importNow([importedProduct({ externalId: "lone", title: "Lone", variants: [{ sku: "LONE", prices: gbp }] })]);
  const priced = await inWorld((world) => readPricedLists(world.catalog, "test-lone"));
  expect(priced.has("GBP")).toBe(true);
  const without = marketsWithoutPrice(MARKETS, { markets: null }, priced).map(({ id }) => id);
  expect(without).not.toContain("en-gb");
  const missed: string[] = [];
  for (const { id } of MARKETS) if ((await ask(`/api/products/lone?market=${id}`)).status === 404) missed.push(id);
  expect(without, "where shoppers do not find it").toEqual(missed);
  expect(missed.length).toBeGreaterThan(0);
  expect(marketsWithoutPrice(MARKETS, { markets: ["en-gb"] }, priced)).toEqual([]);
});
