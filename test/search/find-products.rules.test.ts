/** What a small shop's shoppers find by the rules of search, from the index's words to the order on the page. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localIndexOf } from "../../bench/search/local-index.ts";
import type { Language } from "../../worker/markets/markets.ts";
import { searchFieldsOf } from "../../worker/search/index/search-fields.ts";
import { categoryKind, typeKind } from "../../worker/search/ranking/kind.ts";
import { planQuery } from "../../worker/search/ranking/plan-query.ts";
import { rankCandidates } from "../../worker/search/ranking/rank-candidates.ts";
import type { Candidate, QueryPlan, TermStatistics } from "../../worker/search/ranking/search-plan.ts";
import { QUERY_WORDS_MAX, readQuery } from "../../worker/search/words/query-words.ts";

type Made = { category?: string; brand?: string; description?: string; sku?: string; tags?: string[] };

function product(title: string, made: Made = {}, language: Language = "en"): Candidate {
  const { category = "Things", brand = "", description = "", sku = title, tags = [] } = made;
  const record = {
    product: { externalId: null, brand, productType: "other", attributes: [], tags },
    variants: [{ sku, options: {}, barcode: null, offered: true }],
    memberships: [{ categoryId: category, direct: true }],
    categoryTranslations: [{ categoryId: category, language, name: category }],
  };
  return {
    productId: title,
    fields: searchFieldsOf(record, { language, title, description }, []),
    kinds: [categoryKind(category), typeKind(category)],
    rank: 0,
    popularity: 0,
    inStock: true,
  };
}

const several = (count: number, make: (index: number) => Candidate) => Array.from({ length: count }, (_, i) => make(i));

const SHOP = [
  ...several(8, (i) => product(`Acme Notebook ${i} Silver 16 GB`, { category: "Laptops", brand: "Acme" })),
  product("Acme Gaming Notebook", { category: "Laptops", brand: "Acme" }),
  ...several(8, (i) => product(`Laptop Bag ${i}`, { category: "Laptop bags" })),
  product("Laptop stand, folding", { category: "Accessories" }),
  product("Stereo headset", { category: "Headphones", brand: "Orbit" }),
  product("Wireless headphones over-ear", { category: "Headphones", brand: "Orbit", sku: "WH-1000XM5" }),
  ...several(4, (i) => product(`Headphones ${i}`, { category: "Headphones" })),
  product("Shaving head, set of two", { category: "Care" }),
  product("Brother TN-2110 toner", { category: "Ink & toner", brand: "Brother", sku: "B-1" }),
  product("Brother TN-2120 toner", { category: "Ink & toner", brand: "Brother", sku: "B-2" }),
  product("Desk lamp", { category: "Light", description: "goes well with the Brother TN2110" }),
  product("Hard drive 2000 GB", { category: "Storage" }),
  product("Hard drive 500 GB", { category: "Storage" }),
  product("Screen 61 cm (24″)", { category: "Monitors" }),
  product("Screen 27 inch", { category: "Monitors" }),
  product("Bluetooth speaker", { category: "Speakers" }),
  product("USB flash drive 64 GB", { category: "Storage" }),
  product("Power bank 10,000 mAh", { category: "Chargers" }),
  ...several(60, (i) => product(`Garden thing ${i}`, { category: "Garden" })),
];
const shop = await localIndexOf(SHOP);
const titles = async (q: string) => (await shop.search(q)).ranked.map(({ productId }) => productId);

describe("the kind of thing that was asked for comes first", () => {
  test("laptops before laptop bags, though none of them is called a laptop", async () => {
    const found = await titles("laptop");
    expect(found.slice(0, 9)).toEqual(found.filter((title) => title.includes("Notebook")));
    expect(found).toContain("Laptop Bag 0");
  });

  test("laptop bags before laptops, and a stand before both", async () => {
    expect((await titles("laptop bag")).slice(0, 8)).toEqual(
      several(8, (i) => product(`Laptop Bag ${i}`)).map((p) => p.productId),
    );
    expect((await titles("laptop stand"))[0]).toBe("Laptop stand, folding");
  });

  test("a further word narrows the kind", async () => {
    expect((await titles("gaming laptop"))[0]).toBe("Acme Gaming Notebook");
    expect((await titles("acme laptop"))[0]).toContain("Acme");
  });
});

describe("codes and brands are found exactly, however they are parted", () => {
  test.each(["tn-2110", "TN2110", "tn 2110", "brother tn-2110", "brother TN2110 toner"])("%s", async (q) => {
    expect((await titles(q))[0]).toBe("Brother TN-2110 toner");
  });

  test.each(["WH-1000XM5", "wh1000xm5", "wh 1000xm5"])("%s", async (q) => {
    expect((await titles(q))[0]).toBe("Wireless headphones over-ear");
  });
});

describe("amounts", () => {
  test.each([
    ["2tb hard drive", "Hard drive 2000 GB"],
    ["2 TB", "Hard drive 2000 GB"],
    ["24 inch screen", "Screen 61 cm (24″)"],
    ['24"', "Screen 61 cm (24″)"],
    ["27in", "Screen 27 inch"],
  ])("%s finds %s", async (q, title) => {
    expect((await titles(q))[0]).toBe(title);
  });
});

describe("compounds and synonyms", () => {
  test.each([
    ["head set", "Stereo headset"],
    ["head phones", "Headphones 0"],
    ["powerbank", "Power bank 10,000 mAh"],
    ["usb stick", "USB flash drive 64 GB"],
    ["loudspeaker", "Bluetooth speaker"],
  ])("%s finds %s", async (q, title) => {
    expect((await titles(q))[0]).toBe(title);
  });

  test("what was typed comes before another word for it", async () => {
    expect((await titles("headset"))[0]).toBe("Stereo headset");
    expect(await titles("headset")).toContain("Headphones 0");
  });

  test("staff's own synonyms count, one way only where they say so", () => {
    const near = (q: string) => readQuery(q, "en", [{ words: ["gizmo"], to: ["garden thing"], bothWays: false }]);
    expect(near("gizmo").lookup.terms).toEqual(expect.arrayContaining(["garden", "thing"]));
    expect(near("garden thing").lookup.terms).not.toContain("gizmo");
  });
});

describe("misspelt words", () => {
  test.each([
    ["hedphones", "headphones"],
    ["headphnes", "headphones"],
    ["blutooth speeker", "bluetooth speaker"],
    ["notbook", "notebook"],
    ["gardne", "garden"],
  ])("%s is searched as %s, and said so", async (q, text) => {
    const { plan, ranked } = await shop.search(q);
    expect(plan.corrected?.text).toBe(text);
    expect(ranked.length).toBeGreaterThan(0);
  });

  test.each(["headphones", "headpho", "tn-9999", "xyzzyqq", "24in"])("%s is left as it is", async (q) => {
    expect((await shop.search(q)).plan.corrected).toBeNull();
  });
});

describe("all words, then fewer", () => {
  test("what has all of them comes first; what has some is shown below", async () => {
    const found = await titles("orbit wireless headphones");
    expect(found[0]).toBe("Wireless headphones over-ear");
    expect(found.length).toBeGreaterThan(1);
  });

  test("a word that nothing has does not empty the page", async () => {
    expect(await titles("unheardof garden")).toContain("Garden thing 0");
    expect(await titles("qqqqq zzzzz")).toEqual([]);
  });

  test("popularity and stock decide between equals only", async () => {
    const made = (title: string, facts: Partial<Candidate>) => ({ ...product(title), ...facts });
    const rows = [
      made("Kettle one", {}),
      made("Kettle two", { popularity: 1 }),
      made("Kettle six", { inStock: false }),
      made("Cosy for a kettle and for other things, too", { popularity: 1 }),
    ];
    const { ranked } = await (await localIndexOf(rows)).search("kettle");
    expect(ranked.map(({ productId }) => productId)).toEqual([
      "Kettle two",
      "Kettle one",
      "Kettle six",
      "Cosy for a kettle and for other things, too",
    ]);
  });
});

describe("other languages", async () => {
  const german = await localIndexOf(
    [
      product("Laptoptasche Rot", { category: "Taschen" }, "de"),
      product("Kabelloser Kopfhörer", { category: "Audio" }, "de"),
      product("Kopfhörerständer", { category: "Audio" }, "de"),
      product("Fernseher 55 Zoll", { category: "TV" }, "de"),
      ...several(6, (i) => product(`Tasche ${i}`, { category: "Taschen" }, "de")),
      ...several(6, (i) => product(`Laptop ${i}`, { category: "Laptops" }, "de")),
    ],
    "de",
  );
  test.each([
    ["Laptop Tasche", "Laptoptasche Rot"],
    ["laptoptaschen", "Laptoptasche Rot"],
    ["kopfhorer kabellos", "Kabelloser Kopfhörer"],
    ["Kopfhörern", "Kabelloser Kopfhörer"],
    ["glotze fernsehgerät", "Fernseher 55 Zoll"],
    ["kopfhörer ständer", "Kopfhörerständer"],
  ])("in German %s finds %s", async (q, title) => {
    expect((await german.search(q, "de")).ranked[0]?.productId).toBe(title);
  });

  test("in German a compound is found by its end", async () => {
    expect((await german.search("tasche", "de")).ranked.map(({ productId }) => productId)).toContain(
      "Laptoptasche Rot",
    );
  });

  const japanese = await localIndexOf(
    [
      product("ワイヤレスイヤホン", { category: "オーディオ" }, "ja"),
      product("ノートパソコン 14型", { category: "パソコン" }, "ja"),
      product("ノート 方眼", { category: "文具" }, "ja"),
    ],
    "ja",
  );
  test.each([
    ["イヤホン", "ワイヤレスイヤホン"],
    ["ワイヤレス イヤホン", "ワイヤレスイヤホン"],
    ["ｲﾔﾎﾝ", "ワイヤレスイヤホン"],
    ["ノートpc", "ノートパソコン 14型"],
    ["14インチ", "ノートパソコン 14型"],
  ])("in Japanese %s finds %s", async (q, title) => {
    expect((await japanese.search(q, "ja")).ranked[0]?.productId).toBe(title);
  });

  const arabic = await localIndexOf(
    [product("سماعات رأس لاسلكية", {}, "ar"), product("شاشة كبيرة", {}, "ar"), product("حاسوب محمول", {}, "ar")],
    "ar",
  );
  test.each([
    ["السماعات", "سماعات رأس لاسلكية"],
    ["سماعة لاسلكيه", "سماعات رأس لاسلكية"],
    ["الشاشات", "شاشة كبيرة"],
    ["لابتوب", "حاسوب محمول"],
  ])("in Arabic %s finds %s", async (q, title) => {
    expect((await arabic.search(q, "ar")).ranked[0]?.productId).toBe(title);
  });
});

describe("anything may be typed", () => {
  const knowing: TermStatistics = {
    documents: 1,
    averageLength: { title: 1, brand: 1, category: 1, codes: 1, text: 1 },
    kinds: {},
    terms: new Map(),
  };
  const armsOf = ({ rounds }: QueryPlan) => rounds.flatMap(({ arms }) => arms);
  const asked = (q: string) => armsOf(planQuery(readQuery(q, "en", []), knowing, []));

  test("only stop words are searched as they are", () => {
    expect(readQuery("the", "en", []).pieces).toEqual(["the"]);
    expect(readQuery("bag for the laptop", "en", []).pieces).toEqual(["bag", "laptop"]);
  });

  test.each(["", "   ", '"', "- * ()", "🎧🎧", "\u0000", "\u202E", "'; DROP TABLE products; --".replace(/\w/g, "")])(
    "%j asks for nothing",
    async (q) => {
      expect(asked(q)).toEqual([]);
      expect((await shop.search(q)).ranked).toEqual([]);
    },
  );

  test("ten thousand characters are read, so many words of them looked for", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `w${index}x`).join(" ");
    expect(readQuery(many, "en", []).pieces).toHaveLength(QUERY_WORDS_MAX);
    expect(readQuery("x".repeat(10_000), "en", []).pieces).toEqual([]);
    for (const { match } of asked(many)) expect(match.length).toBeLessThan(10_000);
    expect((await shop.search("漢".repeat(10_000))).ranked).toEqual([]);
  });

  test("nothing that is typed is query syntax: quoted words, joined by us", { timeout: 300_000 }, async () => {
    const typed = fc.constantFrom(
      '"',
      "NEAR(",
      ")",
      "^",
      "*",
      "title:",
      "-",
      "{",
      "}",
      "OR",
      "NOT",
      "AND",
      "+",
      " ",
      "laptop",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.array(fc.oneof(typed, fc.string({ maxLength: 4 })), { maxLength: 20 }).map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        // SQLite itself refuses what is no expression.
        const { plan } = await shop.search(q);
        for (const { match } of armsOf(plan)) {
          for (const [, inside = ""] of match.matchAll(/"([^"]*)"/g)) expect(inside).toMatch(/^[\p{L}\p{M}\p{N}. ]+$/u);
          expect(match.replace(/"[^"]*"/g, "")).toMatch(/^(?:AND|OR|title :|codes :|[() ])*$/);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("an order stays: the same candidates in another order rank the same", async () => {
    const plan = (await shop.search("laptop")).plan;
    const ids = (rows: readonly Candidate[]) => rankCandidates(plan, knowing, rows).map(({ productId }) => productId);
    expect(ids(SHOP.toReversed())).toEqual(ids(SHOP));
  });
});
