import { describe, expect, test } from "vitest";
import {
  closedMarketOf,
  inEveryMarket,
  marketOfPage,
  marketOfPath,
  pathsOf,
  safePath,
  standInFor,
} from "../../site/paths.ts";
import { type Markets, marketsByReaders, marketsOf } from "../../worker/markets/markets.ts";
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

const BEGUN = [
  "/cart",
  "/checkout",
  "/checkout/1",
  "/orders/1",
  "/downloads/1",
  "/back-in-stock",
  "/account",
  "/sign-in",
  "/sign-out",
];

test("a closed market's pages are gone, but for what was begun there", () => {
  const closed = marketFacts({ id: "old", state: "closed", position: 20 });
  const markets = marketsOf([marketFacts(), closed, marketFacts({ id: "next", state: "draft", position: 30 })]);
  for (const page of BEGUN) {
    expect(marketOfPage(markets, `/old${page}`)?.id, page).toBe("old");
    expect(marketOfPage(markets, `/next${page}`), page).toBeNull();
  }
  for (const page of ["/", "/products/x", "/search"]) expect(marketOfPage(markets, `/old${page}`), page).toBeNull();
});

test("that a market is closed is said in its own words, where an open one has them", () => {
  const austria = marketFacts({ id: "de-at", locale: "de-DE", countries: ["AT"], state: "closed", position: 20 });
  const germany = marketFacts({ id: "de-de", locale: "de-DE", countries: ["DE"], position: 30 });
  const quebec = marketFacts({ id: "fr-ca", locale: "fr-CA", countries: ["CA"], state: "closed", position: 40 });
  const draft = marketFacts({ id: "next", state: "draft", position: 50 });
  const markets = marketsOf([marketFacts(), austria, germany, quebec, draft]);
  const said = (path: string) => standInFor(markets, path)?.id ?? null;
  expect([said("/de-at/products/x"), said("/fr-ca/"), said("/next/"), said("/de-de/"), said("/")]).toEqual([
    ...["de-de", null, null, null, null],
  ]);
  expect(closedMarketOf(markets, "/de-at/products/x")?.id).toBe("de-at");
  expect(closedMarketOf(markets, "/next/"), "a draft is no secret told").toBeNull();
});

describe("search engines are told", () => {
  const told = (markets: Markets) => marketsByReaders(markets.list).map(({ readers, market }) => [readers, market.id]);

  test("one address for each country of a market and language, its own market's where it has one", () => {
    const markets = marketsOf([
      marketFacts({ id: "de-de", locale: "de-DE", countries: ["DE", "AT", "LI"] }),
      marketFacts({ id: "de-at", locale: "de-DE", countries: ["AT"], position: 20 }),
      marketFacts({ id: "de-firmen", locale: "de-DE", countries: ["DE", "AT", "LU"], position: 30 }),
    ]);
    expect(told(markets)).toEqual([
      ["de-DE", "de-de"],
      ["de-AT", "de-at"],
      ["de-LI", "de-de"],
      ["de-LU", "de-firmen"],
      ["de", "de-de"],
    ]);
  });

  test("of the markets of a new store: every locale, Austria, and the home of each language, or its first, for whoever speaks it", () => {
    const all = told(SHIPPED_MARKETS);
    expect(all).toEqual(expect.arrayContaining(SHIPPED_MARKETS.all.map(({ id, locale }) => [locale, id])));
    const more = all.filter(([readers]) => !SHIPPED_MARKETS.all.some(({ locale }) => locale === readers));
    expect(Object.fromEntries(more)).toEqual({
      "de-AT": "de-de",
      ...{ en: "en-us", fr: "fr-fr", de: "de-de", es: "es-es", it: "it-it", pl: "pl-pl" },
      ...{ ja: "ja-jp", ko: "ko-kr", ar: "ar-ae", pt: "pt-br", hi: "hi-in" },
    });
    expect(new Set(all.map(([readers]) => readers)).size).toBe(all.length);
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
