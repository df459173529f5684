import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COUNTRIES } from "../../worker/markets/countries.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { homeOf, promiseDelivery } from "../../worker/shipping/delivery-promise.ts";
import { addWorkingDays, DAY_MS, HOLIDAY_YEARS, isWorkingDay } from "../../worker/shipping/working-days.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const promise = (id: MarketId, at: string, daysMin: number, daysMax: number) => {
  const market = marketOf(id) as Market;
  return Object.values(promiseDelivery(homeOf(market), market.countries[0], { daysMin, daysMax }, Date.parse(at)));
};

describe("the delivery promise", () => {
  test("counts from the same day until the cut-off at the warehouse, and from the next working day after it", () => {
    // 8 October 2026 is a Thursday; Berlin is two hours ahead of UTC.
    expect(promise("de-de", "2026-10-08T11:59:59Z", 1, 1)).toEqual(["2026-10-09", "2026-10-09"]);
    expect(promise("de-de", "2026-10-08T12:00:00Z", 1, 1)).toEqual(["2026-10-12", "2026-10-12"]);
  });

  test("follows the warehouse's clock through summer time, also on the day it changes", () => {
    expect(promise("en-us", "2026-07-01T17:59:00Z", 1, 1)[0]).toBe("2026-07-02");
    expect(promise("en-us", "2026-12-01T18:59:00Z", 1, 1)[0]).toBe("2026-12-02");
    expect(promise("en-us", "2026-12-01T19:00:00Z", 1, 1)[0]).toBe("2026-12-03");
    // 29 March 2026: Berlin goes from 1 to 3 o'clock. Sunday's order leaves on Monday, before Good Friday.
    expect(promise("de-de", "2026-03-29T00:59:59Z", 1, 1)).toEqual(promise("de-de", "2026-03-29T01:00:00Z", 1, 1));
  });

  test("is already tomorrow in Tokyo when it is evening in London", () => {
    expect(promise("ja-jp", "2026-10-05T16:00:00Z", 1, 2)).toEqual(["2026-10-07", "2026-10-08"]);
  });

  test("skips weekends: what is ordered on a Saturday leaves on Monday", () => {
    expect(promise("en-gb", "2026-10-03T08:00:00Z", 1, 3)).toEqual(["2026-10-06", "2026-10-08"]);
    expect(promise("ar-ae", "2026-10-02T08:00:00Z", 1, 1)).toEqual(["2026-10-05", "2026-10-05"]);
  });

  test("skips public holidays where it leaves from and where it goes to", () => {
    // Christmas 2026: the 25th and the 26th (a Saturday), and in Britain Monday the 28th for it.
    expect(promise("de-de", "2026-12-24T08:00:00Z", 1, 1)).toEqual(["2026-12-28", "2026-12-28"]);
    expect(promise("en-gb", "2026-12-24T08:00:00Z", 1, 1)).toEqual(["2026-12-29", "2026-12-29"]);
    expect(promise("ja-jp", "2026-05-02T01:00:00Z", 1, 1)).toEqual(["2026-05-08", "2026-05-08"]);
    const germany = homeOf(marketOf("de-de") as Market);
    // 26 October is a holiday in Austria alone.
    expect(promiseDelivery(germany, "AT", { daysMin: 1, daysMax: 1 }, Date.parse("2026-10-23T08:00:00Z"))).toEqual({
      fromDateIso: "2026-10-27",
      toDateIso: "2026-10-27",
    });
    // German Unity Day is a Saturday in 2026 and a Sunday in 2027; Whit Monday is kept in Germany, not in Britain.
    expect(promise("de-de", "2026-05-22T08:00:00Z", 1, 1)[0]).toBe("2026-05-26");
  });

  test("knows 29 February, and handling before the way", () => {
    // 28 February 2028 is a Monday.
    expect(promise("en-gb", "2028-02-28T09:00:00Z", 1, 3)).toEqual(["2028-02-29", "2028-03-02"]);
    const slow = { ...homeOf(marketOf("en-gb") as Market), handlingDays: 2, cutOffMinutes: 600 };
    const days = { daysMin: 1, daysMax: 1 };
    expect(promiseDelivery(slow, "GB", days, Date.parse("2028-02-28T09:59:00Z")).fromDateIso).toBe("2028-03-02");
    expect(promiseDelivery(slow, "GB", days, Date.parse("2028-02-28T10:00:00Z")).fromDateIso).toBe("2028-03-03");
  });

  test("goes by the weekend of the country: Friday and Saturday in Egypt, Sunday alone in India", () => {
    const friday = Date.UTC(2026, 9, 9);
    expect([0, 1, 2].map((days) => isWorkingDay("EG", friday + days * DAY_MS))).toEqual([false, false, true]);
    expect([0, 1, 2].map((days) => isWorkingDay("IN", friday + days * DAY_MS))).toEqual([true, true, false]);
    expect([0, 1, 2].map((days) => isWorkingDay("AE", friday + days * DAY_MS))).toEqual([true, false, false]);
  });

  test("never ends on a day without delivery, never before today, and never ends before it starts", () => {
    const days = fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }));
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2031, 0, 1) });
    const to = fc.constantFrom(...COUNTRIES);
    fc.assert(
      fc.property(fc.constantFrom(...MARKETS), to, days, moment, (market, country, [daysMin, more], nowMs) => {
        const way = { daysMin, daysMax: daysMin + more };
        const { fromDateIso, toDateIso } = promiseDelivery(homeOf(market), country, way, nowMs);
        expect(fromDateIso <= toDateIso).toBe(true);
        expect(Date.parse(fromDateIso)).toBeGreaterThan(nowMs - DAY_MS);
        for (const date of [fromDateIso, toDateIso]) expect(isWorkingDay(country, Date.parse(date))).toBe(true);
      }),
    );
  });

  test("a later order never arrives earlier", () => {
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...MARKETS), moment, fc.nat(5 * DAY_MS), (market, nowMs, laterMs) => {
        const at = (ms: number) =>
          promiseDelivery(homeOf(market), market.countries[0], { daysMin: 2, daysMax: 2 }, ms).toDateIso;
        expect(at(nowMs + laterMs) >= at(nowMs)).toBe(true);
      }),
    );
  });
});

describe("public holidays", () => {
  test("are known of every country that a market ships to, in every year, each with New Year or its like", () => {
    expect(HOLIDAY_YEARS.length).toBeGreaterThanOrEqual(5);
    for (const year of HOLIDAY_YEARS)
      for (const country of MARKETS.flatMap(({ countries }) => countries)) {
        const days = Array.from({ length: 365 }, (_, day) => Date.UTC(year, 0, 1) + day * DAY_MS);
        const kept = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()) && !isWorkingDay(country, day));
        expect(kept.length, `${country} ${year}`).toBeGreaterThan(1);
      }
  });

  test("beyond the years that are known only weekends count", () => {
    const after = Date.UTC(Math.max(...HOLIDAY_YEARS) + 2, 11, 24);
    expect(() => addWorkingDays("DE", after, 5)).not.toThrow();
  });
});
