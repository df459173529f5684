import { expect, test } from "vitest";
import { shownStock } from "../../worker/inventory/shown-stock.ts";
import { greetingOf, headerOfNews, newsOfHeader, tellings } from "../../worker/inventory/stock-watchers.ts";
import { CALLED_PER_TURN_MAX, callsAllowed, TOLD_PER_UNIT } from "../../worker/waits/wait.ts";

test("few units call few people, and those called within the hour count", () => {
  expect(callsAllowed(0, 0)).toBe(0);
  expect(callsAllowed(1, 0)).toBe(TOLD_PER_UNIT);
  expect(callsAllowed(1, TOLD_PER_UNIT)).toBe(0);
  expect(callsAllowed(2, TOLD_PER_UNIT)).toBe(TOLD_PER_UNIT);
  expect(callsAllowed(1, 5 * TOLD_PER_UNIT), "more than its units are worth were called: nobody is called back").toBe(
    0,
  );
  expect(callsAllowed(10_000, 0)).toBe(CALLED_PER_TURN_MAX);
});

test("pages are told what changed, never the same again and nothing old; a page that comes is told all of it", () => {
  const first = tellings({}, [
    { sku: "A", number: 0, shown: "plenty" },
    { sku: "B", number: 4, shown: 1 },
  ]);
  expect(greetingOf(first.told)).toEqual([
    ["A", "plenty"],
    ["B", 1],
  ]);
  const same = tellings(first.told, [{ sku: "B", number: 6, shown: 1 }]);
  expect(same.message).toEqual([]);
  expect(tellings(same.told, [{ sku: "B", number: 5, shown: 0 }]).message, "older than what is known").toEqual([]);
  expect(tellings(same.told, [{ sku: "B", number: 7, shown: 0 }]).message).toEqual([["B", 0]]);
});

test("what is shown travels in a header whatever letters the SKU has", () => {
  const news = [{ sku: "カメラ/1", number: 1, shown: shownStock({ available: 1, lowStockAt: 2 }) }];
  expect(headerOfNews(news)).toMatch(/^[\x20-\x7e]+$/);
  expect(newsOfHeader(headerOfNews(news))).toEqual(news);
  expect(newsOfHeader(null)).toBeNull();
});
