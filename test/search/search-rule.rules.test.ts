/** What staff add to the search: which rule holds where, and to which pages a query may lead. */
import { describe, expect, test } from "vitest";
import { rulePageOf } from "../../worker/search/staff/rule-page.ts";
import { keyOfRule, type RuleBody, rulesFor } from "../../worker/search/staff/search-rule.ts";
import { completionOf, goesOn, queriesOf } from "../../worker/search/suggestion.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const germany = marketOf("de-de") ?? MARKETS[0];
const america = marketOf("en-us") ?? MARKETS[0];
if (!germany || !america) throw new Error("There are these markets");

const RULES: RuleBody[] = [
  { kind: "pin", scope: "de-de", query: "Notebook", productIds: ["german"] },
  { kind: "pin", scope: "any", query: "notebook", productIds: ["any"] },
  { kind: "redirect", scope: "any", query: "returns", path: "/returns" },
  { kind: "redirect", scope: "any", query: "refund", path: "/search?q=Money%20back" },
  { kind: "redirect", scope: "any", query: "money back", path: "/search?q=refund" },
  { kind: "synonym", scope: "de", words: ["handy"], to: ["smartphone"], bothWays: true },
  { kind: "synonym", scope: "en", words: ["cell"], to: ["phone"], bothWays: false },
];

describe("rules of the search", () => {
  test("of a market go before everybody's, and those of other markets and languages are not there", () => {
    const [de, us] = [rulesFor(germany, RULES), rulesFor(america, RULES)];
    expect([de.pinsOf("NOTEBOOK!"), us.pinsOf("notebook")]).toEqual([["german"], ["any"]]);
    expect(de.synonyms).toEqual([{ words: ["handy"], to: ["smartphone"], bothWays: true }]);
    expect(us.synonyms).toEqual([{ words: ["cell"], to: ["phone"], bothWays: false }]);
    expect([us.redirectOf("refund"), us.redirectOf("money back")]).toEqual([null, null]);
    expect([us.redirectOf("Returns?"), us.redirectOf("return")]).toEqual(["/returns", null]);
    expect(us.pinsOf("laptop")).toEqual([]);
  });

  test("are found by their words in any order", () => {
    const synonym = { kind: "synonym", scope: "en", to: ["x"], bothWays: true } as const;
    expect(keyOfRule({ ...synonym, words: ["TV", "télé"] })).toBe(keyOfRule({ ...synonym, words: ["tele", "tv"] }));
  });
});

describe("a page that a query leads to", () => {
  const ORIGIN = "https://shop.example";
  test.each([
    ["/categories/laptops", "/categories/laptops"],
    ["/de-de/categories/laptops?sort=newest", "/categories/laptops?sort=newest"],
    ["https://shop.example/en-us/products/aero-13", "/products/aero-13"],
    [" /returns ", "/returns"],
    ["/de-de/brands/halvero", "/brands/halvero"],
    ["/collections/new-in?sort=newest", "/collections/new-in?sort=newest"],
    ["/ja-jp/", "/"],
  ])("%s is one of the store, named without its market", (text, path) => {
    expect(rulePageOf(text, ORIGIN, MARKETS)?.path).toBe(path);
  });

  test("is one too by the address of its market's own domain", () => {
    const own = MARKETS.map((market) => (market === germany ? { ...market, domain: "laden.example" } : market));
    expect(rulePageOf("https://laden.example/de-de/returns", ORIGIN, own)?.path).toBe("/returns");
    expect(rulePageOf("https://laden.example/de-de/returns", ORIGIN, MARKETS)).toBeNull();
  });

  test.each([
    "https://evil.example/en-us/returns",
    "//evil.example/returns",
    "javascript:alert(1)",
    "/admin",
    "/api/products",
    "/media/x.svg",
    "/categories/",
    "/brands",
    "/categories/a/b",
    "/\\evil.example",
    "",
  ])("%j is none", (text) => {
    expect(rulePageOf(text, ORIGIN, MARKETS)).toBeNull();
  });
});

describe("suggestions", () => {
  test("go on from what is typed, accents and capitals apart", () => {
    for (const [name, typed] of [
      ["Laptop bags", "lapt"],
      ["Laptop bags", "bags lap"],
      ["Kopfhörer", "kopfho"],
      ["ノートパソコン", "パソ"],
      ["سماعات الرأس", "سماع"],
    ] as const)
      expect(goesOn(name, typed), `${name} from ${typed}`).toBe(true);
    for (const [name, typed] of [
      ["Laptop bags", "top"],
      ["Laptop bags", "lap bags"],
      ["Laptops", "!!"],
      ["Laptops", ""],
    ] as const)
      expect(goesOn(name, typed), `${name} from ${typed}`).toBe(false);
  });

  test("are what others searched, then the index's words as the shop writes them; no word twice in other forms", () => {
    const names = ["Kopfhörer", "In-Ear-Kopfhörer", "USB-C Hub", "USB Cable"];
    const queries = (typed: string, head: string, terms: string[], popular: string[] = []) =>
      queriesOf({ typed, popular, completions: { head, terms, isCommon: true, partial: false }, names });
    expect(queries("kopf", "", ["kopfhorer", "kopfkissen"], ["Kopfhörer bluetooth"])).toEqual([
      "Kopfhörer bluetooth",
      "kopfhörer",
    ]);
    expect(queries("usb c", "usb ", ["cable", "cables", "c"])).toEqual(["usb cable"]);
    expect(queries("hub kop", "hub ", ["kopfhorer"]), "no one thing has both").toEqual([]);
    expect(queries("kopfhörer", "", [], ["Kopfhorer", "kopfhörer kabellos"])).toEqual(["kopfhörer kabellos"]);
  });

  test("show which part of them is new", () => {
    expect(completionOf("usb hub", "USB")).toEqual({ typed: "usb", completion: " hub" });
    expect(completionOf("hub for usb", "usb")).toEqual({ typed: "hub for usb", completion: "" });
  });
});
