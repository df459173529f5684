import { describe, expect, test } from "vitest";
import {
  isOnSale,
  marketsOnSale,
  PUBLISHED_EVERYWHERE,
  type PublicationFacts,
} from "../../worker/catalog/publication.ts";
import { MARKETS } from "../support/markets.ts";

const NOW = 1_000;
const facts = (over: Partial<PublicationFacts> = {}): PublicationFacts => ({
  status: "published",
  ...PUBLISHED_EVERYWHERE,
  ...over,
});

describe("a product is on sale", () => {
  test.each<[string, Partial<PublicationFacts>, boolean]>([
    ["published, everywhere, at any time", {}, true],
    ["a draft", { status: "draft" }, false],
    ["archived", { status: "archived" }, false],
    ["in this market among others", { markets: ["de-de", "en-us"] }, true],
    ["in other markets", { markets: ["de-de"] }, false],
    ["in no market", { markets: [] }, false],
    ["from this moment on", { publishFromMs: NOW }, true],
    ["from a moment later", { publishFromMs: NOW + 1 }, false],
    ["until a moment later", { publishUntilMs: NOW + 1 }, true],
    ["until this moment", { publishUntilMs: NOW }, false],
    ["within its time", { publishFromMs: NOW - 1, publishUntilMs: NOW + 1 }, true],
  ])("%s", (_, over, expected) => {
    expect(isOnSale(facts(over), "en-us", NOW)).toBe(expected);
  });

  test("its markets are those it is on sale in", () => {
    const on = (over: Partial<PublicationFacts>) => marketsOnSale(MARKETS, facts(over), NOW).map(({ id }) => id);
    expect(on({})).toEqual(MARKETS.map(({ id }) => id));
    expect(on({ markets: ["ja-jp", "en-us"] })).toEqual(["en-us", "ja-jp"]);
    expect(on({ publishFromMs: NOW + 1 })).toEqual([]);
  });
});
