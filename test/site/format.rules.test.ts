import { describe, expect, test } from "vitest";
import { formatFor } from "../../site/format.ts";
import { MARKETS, type MarketId } from "../../worker/markets/markets.ts";

const format = (id: MarketId) => {
  const market = MARKETS.find((each) => each.id === id);
  if (!market) throw new Error(id);
  return formatFor(market);
};
/** Without the marks of direction and the spaces that do not break: they are the locale's own business. */
const plain = (text: string) => text.replace(/[\u200e\u200f]/g, "").replace(/[\u00a0\u202f]/g, " ");

describe("a market's own way of writing", () => {
  test("money has the currency's decimals: none in yen", () => {
    expect(format("en-us").money(129_900)).toBe("$1,299.00");
    expect(format("en-gb").money(129_900)).toBe("£1,299.00");
    expect(plain(format("de-de").money(129_900))).toBe("1.299,00 €");
    expect(format("ja-jp").money(189_800)).toBe("￥189,800");
    expect(plain(format("ar-ae").money(459_900))).toBe("4,599.00 د.إ.");
  });

  test("a calendar day is that day, wherever the reader is", () => {
    expect(format("en-us").date(new Date("2026-11-24"))).toBe("November 24, 2026");
    expect(format("de-de").date(new Date("2026-11-24"))).toBe("24. November 2026");
    expect(format("ja-jp").day(new Date("2026-11-24"))).toBe("11月24日(火)");
  });

  test("a moment names its zone", () => expect(format("en-gb").moment(Date.UTC(2026, 10, 24, 9, 5))).toContain("UTC"));

  test("the same formatters serve every request", () => expect(format("ja-jp")).toBe(format("ja-jp")));
});
