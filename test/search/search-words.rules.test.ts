import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeWords, QUERY_WORDS_MAX, searchQueries, searchWords } from "../../worker/search/search-words.ts";

describe("words meet however they are written", () => {
  test.each([
    ["Laptops", "laptop"],
    ["BATTERIES", "battery"],
    ["boxes", "box"],
    ["ｉＰｈｏｎｅ", "iphone"],
    ["Straße", "STRASSE"],
    ["ﾃﾚﾋﾞ", "テレビ"],
    ["ﬁlter", "filter"],
    ["الحواسيب", "حواسيب"],
    ["أحمد", "احمد"],
    ["شاشة", "شاشه"],
    ["مُكَبِّر", "مكبر"],
    ["هـــاتف", "هاتف"],
    ["ذكى", "ذكي"],
  ])("%s is found by %s", (stored, asked) => {
    expect(searchWords(stored)).toEqual(searchWords(asked));
  });

  test.each(["glass", "bus", "basis", "gps", "wireless"])("%s is no plural", (word) => {
    expect(searchWords(word)).toEqual([word]);
  });

  test("a short Arabic word that begins like the article keeps its letters", () => {
    expect(searchWords("الف")).toEqual(["الف"]);
  });

  test.each([
    ["東京都", ["東京", "京都"]],
    ["本", ["本"]],
    ["ノートパソコン", ["ノー", "ート", "トパ", "パソ", "ソコ", "コン"]],
    ["Sony製カメラ", ["sony", "製カ", "カメ", "メラ"]],
    ["55型 TV", ["55", "型", "tv"]],
  ])("%s, written without spaces, is pairs of letters", (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  test("a part of a Japanese word is among the pairs of the whole", () => {
    expect(searchWords("ワイヤレスイヤホン")).toEqual(expect.arrayContaining(searchWords("イヤホン")));
  });

  test("a code is found with and without what parts it", () => {
    expect(codeWords(["WH-1000XM5"])).toEqual(["wh", "1000xm5", "wh1000xm5"]);
    expect(codeWords(["0882780756328", "0882780756328", "--"])).toEqual(["0882780756328"]);
  });
});

describe("a query", () => {
  test("wants every word, the last as a beginning, then any word", () => {
    expect(searchQueries("Gaming laptops")).toEqual(['"gaming" AND "laptop"*', '"gaming" OR "laptop"*']);
    expect(searchQueries("lapt")).toEqual(['"lapt"*']);
  });

  test.each(["", "   ", "!?", '"', "- * ()"])("%j, without a letter or digit, asks for nothing", (text) => {
    expect(searchQueries(text)).toEqual([]);
  });

  test("looks for so many words and no more", () => {
    const words = Array.from({ length: 50 }, (_, index) => `w${index}x`).join(" ");
    expect(searchQueries(words)[0]?.split(" AND ")).toHaveLength(QUERY_WORDS_MAX);
  });

  test("never holds syntax that was typed: quoted letters and digits, joined by us", () => {
    const typed = fc.constantFrom('"', "NEAR(", ")", "^", "*", "title:", "-", "{", "}", "OR", "NOT", "AND", "+", " ");
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.array(fc.oneof(typed, fc.string({ maxLength: 4 })), { maxLength: 20 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (query) => {
        for (const match of searchQueries(query))
          expect(match).toMatch(/^"[\p{L}\p{M}\p{N}]+"\*?( (AND|OR) "[\p{L}\p{M}\p{N}]+"\*?)*$/u);
      }),
      { numRuns: 1_000 },
    );
  });
});
