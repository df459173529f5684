/** For how long goods are taken back is said once, by staff: wherever the store says it, it says that. */
import { describe, expect, test } from "vitest";
import { messagesOf } from "../../site/messages.ts";
import { givenProse } from "../../site/prose.ts";
import { LOCALES, type Locale } from "../../worker/markets/markets.ts";
import { RETURN_DAYS_MAX } from "../../worker/tax/tax-settings.ts";

const KEYS = ["shell.trust.returns", "shell.trust.returns.words", "product.promise.returns"] as const;
/** In Latin digits; Arabic says one and two in words. */
const plain = (text: string) =>
  text.normalize("NFKC").replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
const sayings = (locale: Locale, days: number) => {
  const { description, body } = givenProse({ page: "returns", locale }, days);
  const [, heading = "", terms = ""] = /^## (.+)\n\n(.+)/.exec(body) ?? [];
  return [...KEYS.map((key) => messagesOf(locale)(key, { days })), description, heading, terms].map(plain);
};

describe.each(LOCALES)("in %s", (locale) => {
  test.each([3, 14, 30, 100, RETURN_DAYS_MAX])("%i days are said wherever returns are spoken of", (days) => {
    for (const said of sayings(locale, days)) {
      expect(said).toMatch(new RegExp(`(?<!\\d)${days}(?!\\d)`));
      expect(said).not.toMatch(/[{}#]/);
    }
  });

  test("one and two days are spoken of as one and two", () => {
    const [one, two, more] = [1, 2, 30].map((days) => sayings(locale, days));
    for (const [at, said] of (one ?? []).entries()) {
      expect(said).not.toBe(more?.[at]);
      expect(said).not.toBe(two?.[at]);
    }
  });

  test("none beyond the law is no number of days, and nothing is promised", () => {
    for (const said of sayings(locale, 0).slice(0, 5)) expect(said).not.toMatch(/\d/);
  });

  test("the page says no other number that is the store's own, and the terms of sale the same one", () => {
    const { body } = givenProse({ page: "returns", locale }, 45);
    expect(plain(body)).not.toMatch(/(?<!\d)30(?!\d)/);
    expect(body).not.toContain("{");
    const terms = (days: number) => plain(givenProse({ page: "terms", locale }, days).body);
    expect(terms(45)).toMatch(/(?<!\d)45(?!\d)/);
    expect(terms(45)).not.toContain("{");
    expect(terms(0)).not.toBe(terms(45));
  });
});
