import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { askAsStaff, importedProduct, importNow } from "../support/store-client.ts";

const product = async (id: string) => (await askAsStaff("GET", `/api/admin/products/${id}`)).body;
const brands = async () =>
  (await env.CATALOG.prepare("SELECT id, slug, name FROM brands ORDER BY id").all<{ id: string; name: string }>())
    .results;

describe("a product finds its brand by the name it comes with", () => {
  test("one brand a name, however it is written; names that would share an address get one each", async () => {
    await importNow([
      importedProduct({ externalId: "one", brand: "Kite & Co" }),
      importedProduct({ externalId: "two", brand: " kite  &  co " }),
      importedProduct({ externalId: "three", brand: "Kite Co" }),
      importedProduct({ externalId: "four", brand: "" }),
      importedProduct({ externalId: "five", brand: "★" }),
    ]);
    const found = await brands();
    expect(found.map(({ name }) => name).toSorted()).toEqual(["Kite & Co", "Kite Co", "★"]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
    const [one, two, three, four, five] = await Promise.all(
      ["one", "two", "three", "four", "five"].map((id) => product(`test-${id}`)),
    );
    expect([two?.brandId, two?.brand]).toEqual([one?.brandId, "Kite & Co"]);
    expect(three?.brandId).not.toBe(one?.brandId);
    expect([four?.brandId, four?.brand]).toEqual([null, ""]);
    expect(five?.brand).toBe("★");
    await importNow([importedProduct({ externalId: "six", brand: "KITE CO" })]);
    expect((await product("test-six")).brandId).toBe(three?.brandId);
    expect(await brands()).toEqual(found);
  });
});
