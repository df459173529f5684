/** What a reader of one language sees at once, in every word of the store and its mails: docs/languages.md has the reasons. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { MAIL_MESSAGES } from "../../emails/mail-words.ts";
import { messagesOf } from "../../site/messages.ts";
import type { Locale } from "../../worker/markets/markets.ts";
import { isolated } from "../../worker/markets/typography.ts";

/** Stands where a value goes. */
const VALUE = "\uFFFC";
const folder = (locale: Locale) => join(import.meta.dirname, "../../site/messages", locale);

/** Each message's sentences as `area.name: words`, one for each of its plural forms. */
const sentencesOf = (locale: Locale): string[] => {
  const areas = readdirSync(folder(locale)).map((file): [string, Readonly<Record<string, string>>] => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(join(folder(locale), file), "utf8")),
  ]);
  return [...areas, ["mail", MAIL_MESSAGES[locale]] as const].flatMap(([area, messages]) =>
    Object.entries(messages).flatMap(([name, words]) =>
      saidBy(words, locale).map((said) => `${area}.${name}: ${said}`),
    ),
  );
};

/** Each wrong sentence of a locale, with what is wrong in it. Keys are Latin, and so are never what is meant. */
const found = (locale: Locale, wrong: RegExp, but: readonly string[] = []): string[] =>
  sentencesOf(locale).filter((said) => {
    const [key = "", ...words] = said.split(": ");
    return !but.includes(key) && wrong.test(words.join(": "));
  });

const JAPANESE = "[\\u3040-\\u30FF\\u4E00-\\u9FFF、。「」（）：]";
const ARABIC = "[\\u0600-\\u06FF]";
/** Signs that are typed as they stand. */
const SHOWS_SIGNS = ["pages.body.hint"];

describe("the store's languages", () => {
  test("Japanese has its own punctuation, and no spaces but between Latin words", () => {
    expect(found("ja-JP", new RegExp(`${JAPANESE}[:,;!?()]|[(]${JAPANESE}|〜`), SHOWS_SIGNS)).toEqual([]);
    const apart = new RegExp(`${JAPANESE} [\\w${VALUE}#]|[\\w${VALUE}%] ${JAPANESE}`);
    expect(found("ja-JP", apart, [...SHOWS_SIGNS, "account.hello"])).toEqual([]);
  });

  test("Arabic has its own commas and question marks, and one way to write its endings", () => {
    expect(found("ar-AE", new RegExp(`${ARABIC} ?[,;?]|\u0627\u064B`))).toEqual([]);
  });

  test("Korean particles fit what comes before, whatever a value ends in", () => {
    expect(found("ko-KR", new RegExp(`${VALUE}(?:[을를은는이가과와]|으로|로)(?=[ ,.]|$)`))).toEqual([]);
  });

  test("Hindi ends its sentences with a danda", () => {
    expect(found("hi-IN", /[\u0900-\u097F].*\.(?: |$)/)).toEqual([]);
  });

  test.each<[Locale, RegExp]>([
    ["ja-JP", /サインイン|サインアウト|市場|カテゴリ(?!ー)|取り込|あなた/],
    ["ko-KR", /시장|임시 저장|나라|운송사|상점|(?<!이)메일/],
    ["ar-AE", /سجل التدقيق|سمة|الإسقاط/],
    ["hi-IN", /उत्पाद|बाज़ार|सहेज|भुगतान|दुकान|संस्करण|पृष्ठ|ख़|क़/],
    ["en-GB", /\b(?:carts?|colors?|canceled|catalogs?|e-mail)\b/i],
    ["en-CA", /\b(?:baskets?|colors?|canceled|catalogs?)\b/i],
  ])("%s says one thing with one word", (locale, other) => {
    expect(found(locale, other)).toEqual([]);
  });

  test("values keep their own direction in a sentence from right to left", () => {
    expect(messagesOf("ar-AE")("order.title", { number: "7K3M-9QXD" })).toBe(`الطلب ${isolated("7K3M-9QXD")}`);
    expect(messagesOf("en-US")("order.title", { number: "7K3M-9QXD" })).toBe("Order 7K3M-9QXD");
  });
});

/** What a message says, once for each choice of its plurals, with a sign in each value's place. */
function saidBy(words: string, locale: Locale): string[] {
  type Elements = ReturnType<IntlMessageFormat["getAst"]>;
  const said = (elements: Elements): string[] =>
    elements.reduce<string[]>(
      (heads, element) => heads.flatMap((head) => tails(element).map((tail) => head + tail)),
      [""],
    );
  const tails = (element: Elements[number]): string[] => {
    if ("options" in element) return Object.values(element.options).flatMap((option) => said(option.value));
    return element.type === LITERAL && "value" in element ? [element.value] : [element.type === POUND ? "#" : VALUE];
  };
  return said(new IntlMessageFormat(words, locale, undefined, { ignoreTag: true }).getAst());
}
/** The parser's types of plain text, and of a plural's own number. */
const LITERAL = 0;
const POUND = 7;
