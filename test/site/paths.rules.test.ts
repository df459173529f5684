import { describe, expect, test } from "vitest";
import { inEveryMarket, marketOfPath, pathsOf, safePath } from "../../site/paths.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";

const { category, home, product, search } = pathsOf("ja-jp");

describe("addresses", () => {
  test("a page's address begins with its market", () => {
    expect(home).toBe("/ja-jp/");
    expect(product("aero-13")).toBe("/ja-jp/products/aero-13");
    expect(marketOfPath(SHIPPED_MARKETS, product("aero-13"))?.id).toBe("ja-jp");
    expect(marketOfPath(SHIPPED_MARKETS, "/admin/orders")).toBeNull();
  });

  test("what is not set is not in the address", () => {
    expect(category("audio", { sort: null, cursor: null })).toBe("/ja-jp/categories/audio");
    expect(category("audio", { sort: "price-asc" })).toBe("/ja-jp/categories/audio?sort=price-asc");
  });

  test("letters of any script survive", () => {
    expect(decodeURIComponent(category("ヘッドホン"))).toBe("/ja-jp/categories/ヘッドホン");
    expect(new URLSearchParams(search({ q: "A&B ヘッド" }).split("?")[1]).get("q")).toBe("A&B ヘッド");
    expect(product("a/../b")).toBe("/ja-jp/products/a%2F..%2Fb");
  });

  test("a page has an address in every market", () => {
    expect(inEveryMarket(SHIPPED_MARKETS, (paths) => paths.cart)["ar-ae"]).toBe("/ar-ae/cart");
  });
});

describe("an address that came from outside", () => {
  test.each(["/de-de/", "/de-de/products/x?sku=1", "/de-de"])("%s is followed", (path) =>
    expect(safePath(SHIPPED_MARKETS, path)).toMatchObject({ path, market: { id: "de-de" } }),
  );

  test.each([
    "",
    null,
    "https://evil.example/de-de/",
    "//evil.example/de-de/",
    "/\\evil.example",
    "/de-de\\..\\x",
    "/de-de.evil.example/",
    "/de-de@evil.example",
    "/xx-yy/",
    "/de-de/\nx",
    `/de-de/${"x".repeat(2_000)}`,
  ])("%j leads nowhere", (path) => expect(safePath(SHIPPED_MARKETS, path)).toBeNull());
});
