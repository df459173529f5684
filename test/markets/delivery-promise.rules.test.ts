import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promiseDelivery } from "../../worker/markets/delivery-promise.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const promise = (id: MarketId, at: string, daysMin: number, daysMax: number) =>
  Object.values(promiseDelivery(marketOf(id) as Market, { daysMin, daysMax }, Date.parse(at)));

describe("the delivery promise", () => {
  test("counts from the same day until the cut-off hour at the warehouse, and from the next day after it", () => {
    // 1 October 2026 is a Thursday; Berlin is two hours ahead of UTC.
    expect(promise("de-de", "2026-10-01T11:59:59Z", 1, 1)).toEqual(["2026-10-02", "2026-10-02"]);
    expect(promise("de-de", "2026-10-01T12:00:00Z", 1, 1)).toEqual(["2026-10-05", "2026-10-05"]);
  });

  test("follows the warehouse's clock through summer time", () => {
    expect(promise("en-us", "2026-07-01T17:59:00Z", 1, 1)[0]).toBe("2026-07-02");
    expect(promise("en-us", "2026-12-01T18:59:00Z", 1, 1)[0]).toBe("2026-12-02");
    expect(promise("en-us", "2026-12-01T19:00:00Z", 1, 1)[0]).toBe("2026-12-03");
  });

  test("is already tomorrow in Tokyo when it is evening in London", () => {
    expect(promise("ja-jp", "2026-10-05T16:00:00Z", 1, 2)).toEqual(["2026-10-07", "2026-10-08"]);
  });

  test("skips weekends: what is ordered on a Saturday leaves on Monday", () => {
    expect(promise("en-gb", "2026-10-03T08:00:00Z", 1, 3)).toEqual(["2026-10-06", "2026-10-08"]);
    expect(promise("ar-ae", "2026-10-02T08:00:00Z", 1, 1)).toEqual(["2026-10-05", "2026-10-05"]);
  });

  test("never names a weekend, never a day before today, and never ends before it starts", () => {
    const days = fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 10 }));
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...MARKETS), days, moment, (market, [daysMin, more], nowMs) => {
        const { fromDateIso, toDateIso } = promiseDelivery(market, { daysMin, daysMax: daysMin + more }, nowMs);
        expect(fromDateIso <= toDateIso).toBe(true);
        expect(Date.parse(fromDateIso)).toBeGreaterThan(nowMs - 86_400_000);
        for (const date of [fromDateIso, toDateIso]) expect([0, 6]).not.toContain(new Date(date).getUTCDay());
      }),
    );
  });
});
