/** What a visitor must be able to rely on in the demo shop: every word in every language, every price in every currency. */
import { describe, expect, it } from "vitest";
import { SPANS } from "../../site/product-words.ts";
import { CATEGORIES, PRODUCTS } from "../../tools/demo/catalogue.ts";
import { categoryWords, productWords } from "../../tools/demo/demo-words.ts";
import { BRANDS } from "../../tools/demo/drawings/marks.ts";
import { categoryChangeOf, importedProductOf } from "../../tools/demo/imported.ts";
import { picturesOf, tileOf } from "../../tools/demo/pictures.ts";
import { OPTION_WORDS } from "../../worker/catalog/option-words.ts";
import { categoryShape } from "../../worker/catalog/product-shapes.ts";
import { LANGUAGES, type Language, LOCALES } from "../../worker/markets/markets.ts";
import { IMPORT_LISTS } from "../../worker/pricing/derive-price.ts";
import { importedProductShape } from "../../worker/transfer/imported-product.ts";

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LATIN = /[a-z]/i;
const SCRIPTS: Readonly<Record<Language, RegExp>> = {
  ...{ en: LATIN, de: LATIN, fr: LATIN, es: LATIN, it: LATIN, pl: LATIN, pt: LATIN },
  ja: /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u,
  ar: /\p{sc=Arabic}/u,
  ko: /\p{sc=Hangul}/u,
  hi: /\p{sc=Devanagari}/u,
};
const DESCRIPTION_MIN = {
  ...{ en: 120, de: 120, fr: 120, es: 120, it: 120, pl: 120, pt: 120 },
  ...{ ja: 50, ko: 50, ar: 100, hi: 100 },
} satisfies Record<Language, number>;

const duplicatesIn = (texts: readonly string[]): string[] =>
  texts.filter((text, index) => texts.indexOf(text) !== index);
const variants = PRODUCTS.flatMap((product) => product.variants);
/** By locale, then by key. */
type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function wordsOf(area: "attributes" | "units"): Promise<Words> {
  const files = LOCALES.map(
    (locale) => import(`../../site/messages/${locale}/${area}.json`, { with: { type: "json" } }),
  );
  const loaded = (await Promise.all(files)) as { default: Record<string, string> }[];
  return Object.fromEntries(LOCALES.map((locale, index) => [locale, loaded[index]?.default ?? {}]));
}

const lackingWords = (words: Words, keys: readonly string[]): string[] =>
  Object.entries(words).flatMap(([locale, known]) =>
    keys.filter((key) => !known[key]?.trim()).map((key) => `${locale}: ${key}`),
  );

describe("the demo's products", () => {
  it("fill the shop: about fifty, in every category, some nearly gone and some sold out", () => {
    expect(PRODUCTS.length).toBeGreaterThanOrEqual(48);
    const empty = CATEGORIES.filter(({ id }) => !CATEGORIES.some(({ parentId }) => parentId === id)).filter(
      ({ id }) => !PRODUCTS.some(({ categoryId }) => categoryId === id),
    );
    expect(empty.map(({ id }) => id)).toEqual([]);
    expect(variants.filter(({ quantity }) => quantity === 0).length).toBeGreaterThanOrEqual(2);
    expect(variants.filter(({ quantity }) => quantity > 0 && quantity <= 5).length).toBeGreaterThanOrEqual(8);
  });

  it("are complete in every language, each in its own script", () => {
    const wanting = PRODUCTS.flatMap((product) =>
      LANGUAGES.filter((language) => {
        const [slug, title, description] = productWords(language, product.id);
        const complete = SLUG.test(slug) && title.length > 0 && description.length >= DESCRIPTION_MIN[language];
        return !complete || !SCRIPTS[language].test(description) || !SCRIPTS[language].test(title);
      }).map((language) => `${product.id} in ${language}`),
    );
    expect(wanting).toEqual([]);
  });

  it("have ids, SKUs and, in each language, slugs of their own", () => {
    expect(duplicatesIn(PRODUCTS.map(({ id }) => id))).toEqual([]);
    expect(duplicatesIn(variants.map(({ sku }) => sku))).toEqual([]);
    for (const language of LANGUAGES)
      expect(duplicatesIn(PRODUCTS.map((product) => productWords(language, product.id)[0]))).toEqual([]);
  });

  it("cost something in every currency, and less than before where they are reduced", () => {
    const wrong = variants.filter(({ prices }) =>
      IMPORT_LISTS.some((currency) => {
        const { amountMinor, compareAtMinor } = prices[currency];
        const whole = Number.isInteger(amountMinor) && amountMinor > 0;
        return !whole || (compareAtMinor !== null && compareAtMinor <= amountMinor);
      }),
    );
    expect(wrong.map(({ sku }) => sku)).toEqual([]);
  });

  it("tell their variants apart by the same options, in combinations that occur once", () => {
    for (const { id, variants: own } of PRODUCTS) {
      const names = new Set(own.map(({ options }) => Object.keys(options).join()));
      const choices = own.map(({ options }) => JSON.stringify(options));
      expect([id, names.size, duplicatesIn(choices)]).toEqual([id, 1, []]);
    }
  });

  it("are made by the demo's own brands and described by five to eight attributes, each once", () => {
    for (const { id, brand, attributes } of PRODUCTS) {
      expect(BRANDS).toContain(brand);
      expect([id, duplicatesIn(attributes.map(({ key }) => key))]).toEqual([id, []]);
      expect([id, attributes.length >= 5 && attributes.length <= 8]).toEqual([id, true]);
    }
  });

  it("are what the store's import takes", () => {
    for (const product of PRODUCTS) {
      const imported = importedProductOf(product, picturesOf(product));
      expect(importedProductShape.parse(imported)).toEqual(imported);
    }
  });
});

describe("the demo's categories", () => {
  it("are complete in every language, with slugs of their own", () => {
    for (const language of LANGUAGES) {
      const words = CATEGORIES.map((category) => categoryWords(language, category.id));
      expect(duplicatesIn(words.map(([slug]) => slug))).toEqual([]);
      expect(
        words.filter(([slug, name, description]) => !SLUG.test(slug) || !name || !SCRIPTS[language].test(description)),
      ).toEqual([]);
    }
  });

  it("stand under categories there are, hold the products and are what the store takes", () => {
    const ids = new Set(CATEGORIES.map(({ id }) => id));
    expect(ids.size).toBe(CATEGORIES.length);
    expect(PRODUCTS.filter(({ categoryId }) => !ids.has(categoryId))).toEqual([]);
    for (const category of CATEGORIES) {
      const change = categoryChangeOf(category, tileOf(category).key);
      expect(categoryShape.parse(change)).toEqual(change);
      expect(change.parentId === null || ids.has(change.parentId)).toBe(true);
    }
  });
});

describe("the words that pages show for the demo's keys", () => {
  it("name every attribute in every locale", async () => {
    const keys = PRODUCTS.flatMap(({ attributes }) => attributes.map(({ key }) => key));
    expect(lackingWords(await wordsOf("attributes"), [...new Set(keys)])).toEqual([]);
  });

  it("name every unit in every locale", async () => {
    const units = PRODUCTS.flatMap(({ attributes }) =>
      attributes.flatMap((each) => (each.kind === "number" && each.unit) || []),
    );
    const signs = [...new Set(units)].filter((unit) => !Object.hasOwn(SPANS, unit));
    expect(lackingWords(await wordsOf("units"), signs)).toEqual([]);
  });

  it("name every option and its values in every locale, but for measures", () => {
    const options = variants.flatMap((variant) => Object.entries(variant.options).flat());
    const worded = [...new Set(options)].filter((text) => !/^\d/.test(text));
    expect(lackingWords(OPTION_WORDS, worded)).toEqual([]);
  });
});
