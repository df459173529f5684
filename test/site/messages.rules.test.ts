/** The store's words are whole: every page speaks all locales, with the same values in each sentence. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { messagesOf, wordsOf } from "../../site/messages.ts";
import { CONTENT_PAGES } from "../../worker/content/content-page.ts";
import { LOCALES, type Locale } from "../../worker/markets/markets.ts";

const site = join(import.meta.dirname, "../../site");
/** Keys come from the catalogue's data, not from a page. */
const AREAS_OF_DATA = new Set(["attributes", "units"]);
const BASE: Locale = "en-US";

const areasOf = (locale: Locale) =>
  readdirSync(join(site, "messages", locale)).map((file) => file.replace(".json", ""));
const wordsOfArea = (locale: Locale, area: string) =>
  JSON.parse(readFileSync(join(site, "messages", locale, `${area}.json`), "utf8")) as Record<string, string>;
const keysOf = (locale: Locale) =>
  areasOf(locale).flatMap((area) => Object.keys(wordsOfArea(locale, area)).map((key) => `${area}.${key}`));

const sources = readdirSync(site, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(astro|ts)$/.test(file))
  .map((file) => readFileSync(join(site, file), "utf8"))
  .join("\n");

describe("the store's words", () => {
  test.each(LOCALES)("%s has every key and no other", (locale) => {
    const [base, own] = [new Set(keysOf(BASE)), new Set(keysOf(locale))];
    expect({ missing: [...base.difference(own)], extra: [...own.difference(base)] }).toEqual({
      missing: [],
      extra: [],
    });
  });

  test.each(LOCALES)(
    "%s has no empty words, and every sentence can be read and takes the values it takes in English",
    (locale) => {
      const wrong = keysOf(locale).filter((key) => {
        const words = wordsOf(locale, key) ?? "";
        return words.trim() === "" || valuesIn(words) !== valuesIn(wordsOf(BASE, key) ?? "");
      });
      expect(wrong).toEqual([]);
    },
  );

  test("every key is said somewhere", () => {
    const families = [...sources.matchAll(/`([a-z]+\.[\w.-]*)\$\{/g)].map(([, start = ""]) => start);
    const unused = keysOf(BASE)
      .filter((key) => !AREAS_OF_DATA.has(key.split(".")[0] ?? ""))
      .filter((key) => !sources.includes(`"${key}"`) && !families.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });

  test("the longer texts are there in every locale", () => {
    for (const locale of LOCALES)
      expect(readdirSync(join(site, "prose", locale)).sort()).toEqual(CONTENT_PAGES.map((page) => `${page}.md`).sort());
  });

  test("plurals follow the language: Arabic has a form for two", () => {
    expect(messagesOf("ar-AE")("search.total", { count: 2 })).toBe("منتجان");
    expect(messagesOf("en-US")("search.total", { count: 1 })).toBe("1 product");
    expect(messagesOf("de-DE")("search.total", { count: 1_200 })).toBe("1.200 Produkte");
  });

  test("a key without words is a bug", () => {
    expect(() => messagesOf("en-US")("shell.nothing" as never)).toThrow("no words for shell.nothing");
    expect(wordsOf("en-US", "shell.toString")).toBeNull();
  });
});

/** Names of the values that a message takes, sorted. Throws when it cannot be read. */
function valuesIn(words: string): string {
  const names = new Set<string>();
  const walk = (elements: ReturnType<IntlMessageFormat["getAst"]>) => {
    for (const element of elements) {
      if ("value" in element && element.type !== LITERAL) names.add(element.value);
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(words, BASE, undefined, { ignoreTag: true }).getAst());
  return [...names].sort().join(" ");
}
/** The parser's type of plain text. */
const LITERAL = 0;
