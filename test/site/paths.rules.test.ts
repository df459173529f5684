import { describe, expect, test } from "vitest";
import { inEveryMarket, marketOfPage, marketOfPath, originOf, pathsOf, safePath } from "../../site/paths.ts";
import { marketsOf } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { marketFacts } from "../support/markets.ts";

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

test("a closed market's pages are gone, but for what was begun there", () => {
  const closed = marketFacts({ id: "old", state: "closed", position: 20 });
  const markets = marketsOf([marketFacts(), closed, marketFacts({ id: "next", state: "draft", position: 30 })]);
  for (const page of ["/cart", "/checkout", "/checkout/1", "/orders/1", "/downloads/1"]) {
    expect(marketOfPage(markets, `/old${page}`)?.id, page).toBe("old");
    expect(marketOfPage(markets, `/next${page}`), page).toBeNull();
  }
  for (const page of ["/", "/products/x", "/search"]) expect(marketOfPage(markets, `/old${page}`), page).toBeNull();
});

test("a market's own domain is where its pages are", () => {
  const [own, other] = marketsOf([
    marketFacts({ domain: "shop.example" }),
    marketFacts({ id: "two", position: 20 }),
  ]).list;
  expect(own && originOf(own, "https://store.test")).toBe("https://shop.example");
  expect(other && originOf(other, "https://store.test")).toBe("https://store.test");
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
