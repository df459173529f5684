import { describe, expect, test } from "vitest";
import { kindTokenOf } from "../../worker/search/ranking/kind.ts";
import { foldText } from "../../worker/search/words/fold-text.ts";
import { sameAmounts } from "../../worker/search/words/measure.ts";
import { spelledAs } from "../../worker/search/words/spelled-as.ts";
import { joinedCodesOf, wordsOf } from "../../worker/search/words/split-words.ts";
import { stemOf } from "../../worker/search/words/stem.ts";

describe("words meet however they are written", () => {
  test.each([
    ["BATTERIES", "batteries"],
    ["ｉＰｈｏｎｅ", "iphone"],
    ["Straße", "STRASSE"],
    ["Kopfhörer", "kopfhorer"],
    ["Café", "cafe"],
    ["ﾃﾚﾋﾞ", "テレビ"],
    ["サーバー", "サーバ"],
    ["ﬁlter", "filter"],
    ["Core™2", "core 2"],
    ["kid's", "kids"],
    ["أحمد", "احمد"],
    ["شاشة", "شاشه"],
    ["مُكَبِّر", "مكبر"],
    ["هـــاتف", "هاتف"],
    ["ذكى", "ذكي"],
    ["lap\u202Etop", "laptop"],
    ["lap\u00ADtop", "laptop"],
    ["Дом", "дом"],
  ])("%s is found by %s", (stored, asked) => {
    expect(wordsOf(stored, "en")).toEqual(wordsOf(asked, "en"));
  });

  test("Japanese voicing is no accent", () => {
    expect(foldText("ガス")).not.toBe(foldText("カス"));
  });

  test.each([
    ["東京都", ["東京", "京都"]],
    ["本", ["本"]],
    ["ノートパソコン", ["ノー", "ート", "トパ", "パソ", "ソコ", "コン"]],
    ["Sony製カメラ", ["sony", "製カ", "カメ", "メラ"]],
  ])("%s, written without spaces, is pairs of letters", (text, words) => {
    expect(wordsOf(text, "en")).toEqual(words);
  });

  test.each([["🎧"], ["\u0000\u0007"], ["\u202E"], ['"'], ["- * ( ^"]])("%j has no words", (text) => {
    expect(wordsOf(text, "en")).toEqual([]);
  });
});

describe("an amount is one word with its unit", () => {
  test.each([
    ["2 TB", "2tb"],
    ["2tb", "2tb"],
    ["2.0TB", "2tb"],
    ['24"', "24in"],
    ["24 inch", "24in"],
    ["24-inch", "24in"],
    ["24in", "24in"],
    ["24″", "24in"],
    ["24 Zoll", "24in"],
    ["24インチ", "24in"],
    ["55型", "55in"],
    ["15,6 Zoll", "15.6in"],
    ["20,100mAh", "20100mah"],
    ["2 terabytes", "2tb"],
    ["500 جيجابايت", "500gb"],
  ])("%s is %s", (text, word) => {
    expect(wordsOf(text, "en")).toEqual([word]);
  });

  test.each([
    ["2 in 1", ["2", "in", "1"]],
    ["usb 2.0", ["usb", "2.0"]],
    ["iPhone 7", ["iphone", "7"]],
    ["802.11ac", ["802.11ac"]],
  ])("%s is none", (text, words) => {
    expect(wordsOf(text, "en")).toEqual(words);
  });

  test("the same amount has other words in other units", () => {
    expect(sameAmounts("2tb")).toEqual(["2000gb", "2048gb"]);
    expect(sameAmounts("61cm")).toEqual(["24in", "0.6m", "610mm"]);
    expect(sameAmounts("15in")).toEqual(expect.arrayContaining(["38.1cm", "15.6in"]));
    expect(sameAmounts("laptop")).toEqual([]);
  });
});

describe("forms of a word have one stem", () => {
  test.each([
    ["laptops", "laptop"],
    ["batteries", "battery"],
    ["boxes", "box"],
    ["watches", "watch"],
    ["mice", "mouse"],
    ["glass", "glass"],
    ["wireless", "wireless"],
    ["bus", "bus"],
  ])("%s, in English", (word, stem) => {
    expect(stemOf(word, "en")).toBe(stem);
  });

  test.each([
    ["taschen", "tasche"],
    ["kabeln", "kabel"],
    ["bildschirme", "bildschirm"],
    ["bucher", "buch"],
  ])("%s and %s, in German", (one, other) => {
    expect(stemOf(one, "de")).toBe(stemOf(other, "de"));
  });

  test.each([
    ["الحواسيب", "حواسيب"],
    ["والسماعات", "سماعه"],
    ["الف", "الف"],
  ])("%s and %s, in Arabic", (one, other) => {
    expect(stemOf(foldText(one), "ar")).toBe(stemOf(foldText(other), "ar"));
  });
});

test("codes in a title read the same without what parts them", () => {
  expect(joinedCodesOf("Brother TN-2110 toner, USB-C, 10-22, WH-1000XM5")).toEqual(["tn2110", "wh1000xm5"]);
});

test("no two kinds have one token, and a token is letters and digits", () => {
  const kinds = ["c:ink-toner", "c:inktoner", "c:ink z45z toner", "t:ink-toner", "c:インク", "c:z", "c:zz"];
  const tokens = kinds.map(kindTokenOf);
  expect(new Set(tokens).size).toBe(kinds.length);
  for (const token of tokens) expect(token).toMatch(/^[a-z0-9]+$/);
});

test("a correction is shown as products spell it", () => {
  expect(spelledAs("kopfhorer kabel", ["Kabelloser Kopfhörer", "KOPFHÖRER"])).toBe("kopfhörer kabel");
});
