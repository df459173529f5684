import { describe, expect, test } from "vitest";
import { formatFor } from "../../site/format.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { MARKETS } from "../support/markets.ts";

const format = (id: MarketId) => {
  const market = MARKETS.find((each) => each.id === id);
  if (!market) throw new Error(id);
  return formatFor(market);
};
/** Without the marks of direction and the spaces that do not break: they are the locale's own business. */
const plain = (text: string) => text.replace(/[\u200e\u200f]/g, "").replace(/[\u00a0\u202f\u2009]/g, " ");

describe("a market's own way of writing", () => {
  test("money has the currency's decimals: none in yen", () => {
    expect(format("en-us").money(129_900)).toBe("$1,299.00");
    expect(format("en-gb").money(129_900)).toBe("£1,299.00");
    expect(plain(format("de-de").money(129_900))).toBe("1.299,00 €");
    expect(format("ja-jp").money(189_800)).toBe("￥189,800");
    expect(plain(format("ar-ae").money(459_900))).toBe("4,599.00 د.إ.");
  });

  test("the sign of another currency is isolated, so that a line from right to left does not turn it round", () => {
    expect(plain(format("ar-ae").money(59_400, "JPY"))).toBe("59,400 \u2068JP¥\u2069");
    expect(plain(format("ar-ae").money(-1_299, "USD"))).toContain(" \u2068US$\u2069");
    expect(format("en-gb").money(59_400, "JPY")).toBe("\u2068JP¥\u206959,400");
    for (const { id, currency } of MARKETS) expect(format(id).money(100, currency)).not.toMatch(/[\u2066-\u2069]/);
  });

  test("a calendar day is that day, wherever the reader is", () => {
    expect(format("en-us").day("2026-11-24")).toBe("Tue, Nov 24");
    expect(format("ja-jp").day("2026-11-24")).toBe("11月24日(火)");
    expect(format("de-de").dayRange("2026-11-24", "2026-11-25")).toContain("25. Nov.");
  });

  test("a range of days is written as its days are written alone, and one day as one", () => {
    expect(format("ja-jp").dayRange("2026-11-26", "2026-11-27")).toBe("11月26日(木)～11月27日(金)");
    expect(plain(format("it-it").dayRange("2026-12-07", "2026-12-10"))).toBe("lun 7 dic – gio 10 dic");
    const numbers = (text: string) => text.match(/\d+/g) ?? [];
    for (const { id } of MARKETS) {
      const { day, dayRange } = format(id);
      expect(dayRange("2026-12-02", "2026-12-02"), id).toBe(day("2026-12-02"));
      for (const [from, to] of [
        ["2026-11-24", "2026-11-30"],
        ["2026-11-30", "2026-12-02"],
        ["2026-12-31", "2027-01-04"],
      ] as const) {
        const written = dayRange(from, to);
        expect(written.includes(day(from)) || written.includes(day(to)), `${id}: ${written}`).toBe(true);
        expect([...numbers(day(from)), ...numbers(day(to))], `${id}: ${written}`).toEqual(
          expect.arrayContaining(numbers(written)),
        );
      }
    }
  });

  test("a moment is told by the market's clock and names its zone: it is the next day in Tokyo", () => {
    const atMs = Date.UTC(2026, 10, 24, 18, 5);
    expect(plain(format("en-us").moment(atMs))).toBe("Nov 24, 2026, 1:05 PM EST");
    expect(format("en-gb").moment(atMs)).toBe("24 Nov 2026, 18:05 GMT");
    expect(format("de-de").moment(atMs)).toBe("24. Nov. 2026, 19:05 MEZ");
    expect(format("ja-jp").moment(atMs)).toBe("2026年11月25日 3:05 JST");
    expect(plain(format("ar-ae").moment(atMs))).toBe("24 نوفمبر 2026، 10:05 م غرينتش+4");
  });

  test("the date of a moment is the day it was in the market", () => {
    const atMs = Date.UTC(2026, 10, 24, 18, 5);
    expect(format("en-us").date(atMs)).toBe("November 24, 2026");
    expect(format("ja-jp").date(atMs)).toBe("2026年11月25日");
    expect(format("en-us").date(Date.UTC(2026, 10, 25, 2))).toBe("November 24, 2026");
  });

  test("a file's size is told in whole bytes, and from a thousand on in thousands of them", () => {
    expect(format("en-us").size(31)).toBe("31 bytes");
    expect(plain(format("de-de").size(1_250_000))).toBe("1,3 MB");
    expect(plain(format("en-us").size(999))).toBe("999 bytes");
    expect(plain(format("en-us").size(2_000_000_000))).toBe("2 GB");
  });

  test("years have the plural that the language has for so many", () => {
    expect([1, 2, 5].map((count) => plain(format("pl-pl").span(count, "year")))).toEqual(["1 rok", "2 lata", "5 lat"]);
    expect(plain(format("de-de").span(1, "year"))).toBe("1 Jahr");
    expect(format("en-us").span(2, "year")).toBe("2\u00a0years");
  });

  test("the same formatters serve every request", () => expect(format("ja-jp")).toBe(format("ja-jp")));
});
