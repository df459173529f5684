import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SLUG_LENGTH_MAX } from "../../worker/catalog/product.ts";
import { slugShape } from "../../worker/catalog/product-shapes.ts";
import { slugOf, slugWith } from "../../worker/catalog/slug.ts";
import { LANGUAGES } from "../../worker/markets/markets.ts";

const text = fc.string({ unit: "binary", maxLength: 200 });

describe("the address of a product", () => {
  test.each([
    ["Clay Plant Pot", "en", "clay-plant-pot"],
    ["  MacBook Pro 14” (M3) ", "en", "macbook-pro-14-m3"],
    ["Crème brûlée", "en", "creme-brulee"],
    ["Küchengerät für Spaß", "de", "kuechengeraet-fuer-spass"],
    ["Küchengerät", "en", "kuchengerat"],
    ["東京タワー", "ja", "東京タワー"],
    ["ﾃﾚﾋﾞ ５５型", "ja", "テレビ-55型"],
    ["هاتف ذكي", "ar", "هاتف-ذكي"],
    ["!!!", "en", ""],
  ] as const)("%s in %s is %j", (title, language, slug) => {
    expect(slugOf(title, language)).toBe(slug);
  });

  test("a long title ends at a whole word", () => {
    const slug = slugOf("The quick brown fox jumps over the lazy dog and runs on ".repeat(3), "en");
    expect(slug).toMatch(/^the-quick-brown-fox.*-(the|over|lazy|dog|and|runs|on|quick|brown|fox|jumps)$/);
  });

  test("is always one the store takes, or empty where there is no letter or digit", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...LANGUAGES), (title, language) => {
        const slug = slugOf(title, language);
        if (slug !== "") expect(slugShape.safeParse(slug)).toMatchObject({ success: true });
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([78, 79, 80, 200])("an ending of %i letters leaves no hyphen at an end", (length) => {
    const slug = slugWith("clay-plant-pot", slugOf("x".repeat(length), "en"));
    expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(slug.length).toBeLessThanOrEqual(SLUG_LENGTH_MAX);
  });

  test("a letter that takes two places is never cut in two", () => {
    const slug = slugOf(`a${"𠮷".repeat(60)}`, "ja");
    expect(slugShape.safeParse(slug)).toMatchObject({ success: true });
    expect(slug).toBe(`a${"𠮷".repeat(39)}`);
  });

  test("with an ending for a slug that is taken, it is still one the store takes, however long both are", () => {
    fc.assert(
      fc.property(text, fc.stringMatching(/^[a-z0-9]{1,60}(-[a-z0-9]{1,60}){0,2}$/), (title, externalId) => {
        const [wish, ending] = [slugOf(title, "en"), slugOf(externalId, "en")];
        const slug = slugWith(wish, ending);
        expect(slugShape.safeParse(slug), slug).toMatchObject({ success: true });
        expect(slug.length).toBeLessThanOrEqual(SLUG_LENGTH_MAX);
      }),
      { numRuns: 1_000 },
    );
  });
});
