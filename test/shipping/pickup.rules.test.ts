import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needsAt, shortLinesAt } from "../../worker/inventory/pickup-stock.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { choosePickup, listPickups } from "../../worker/shipping/pickup-choices.ts";
import { readyFrom } from "../../worker/shipping/pickup-ready.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import { listShippingChoices } from "../../worker/shipping/shipping-choices.ts";
import type { ShippingMethod, ShippingZone } from "../../worker/shipping/zone.ts";
import { closedPickups, findPickupProblem } from "../../worker/shipping/zone-pickups.ts";
import { marketOf } from "../support/markets.ts";
import { BERLIN_PICKUP, berlinCounter, PICKUP_METHOD } from "./berlin-counter.ts";

const germany = marketOf("de-de") as Market;
const ready = (at: string, over: Parameters<typeof berlinCounter>[0] = {}) =>
  readyFrom(berlinCounter(over), "UTC", Date.parse(at));

describe("what is collected is ready", () => {
  // 8 October 2026 is a Thursday; Berlin is two hours ahead of UTC.
  test("so many hours after the order while the counter is open and its cut-off has not passed", () => {
    expect(ready("2026-10-08T10:00:00Z")).toBe("2026-10-08T14:00");
    expect(ready("2026-10-08T10:01:00Z"), "to the next quarter of an hour").toBe("2026-10-08T14:15");
    expect(ready("2026-10-08T13:59:00Z")).toBe("2026-10-08T18:00");
  });

  test("so many hours after it opens next, where it is closed or the cut-off has passed", () => {
    expect(ready("2026-10-08T03:00:00Z")).toBe("2026-10-08T12:00");
    expect(ready("2026-10-08T14:00:00Z")).toBe("2026-10-09T12:00");
    expect(ready("2026-10-10T14:00:00Z"), "Saturday past its cut-off: Monday").toBe("2026-10-12T12:00");
  });

  test("when it is open: what would be ready at night is ready in the morning", () => {
    const slow = { pickup: { ...BERLIN_PICKUP, readyHours: 6 } };
    expect(ready("2026-10-08T13:30:00Z", slow)).toBe("2026-10-09T10:00");
    expect(ready("2026-10-10T12:00:00Z", slow), "Saturday evening: Monday").toBe("2026-10-12T10:00");
    expect(ready("2026-10-08T10:00:00Z", { pickup: { ...BERLIN_PICKUP, readyHours: 24 } })).toBe("2026-10-09T12:00");
  });

  test("on no public holiday of its country", () => {
    expect(ready("2026-12-24T15:30:00Z"), "Christmas, and a Sunday").toBe("2026-12-28T12:00");
    expect(ready("2026-12-24T15:30:00Z", { country: "GB" }), "and its substitute day").toBe("2026-12-29T12:00");
  });

  test("by its own clock, else the market's", () => {
    const tokyo = { ...berlinCounter({ timeZone: null }), cutOffMinutes: 1_439 };
    expect(readyFrom(tokyo, "Asia/Tokyo", Date.parse("2026-10-07T23:00:00Z"))).toBe("2026-10-08T12:00");
  });

  test("never before the order, and always while it is open", () => {
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 1) });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 336 }), (nowMs, readyHours) => {
        const told = readyFrom(berlinCounter({ pickup: { ...BERLIN_PICKUP, readyHours } }), "UTC", nowMs);
        // Berlin is never behind UTC.
        expect(Date.parse(`${told}Z`)).toBeGreaterThanOrEqual(nowMs);
        const day = BERLIN_PICKUP.hours[new Date(`${told}Z`).getUTCDay()];
        const minutes = Number(told.slice(11, 13)) * 60 + Number(told.slice(14));
        expect(day && minutes >= day.fromMinutes && minutes < day.toMinutes).toBe(true);
      }),
    );
  });
});

const zoneWith = (over: Partial<ShippingMethod> = {}, zone: Partial<ShippingZone> = {}): ShippingZone[] =>
  SHIPPED_ZONES.map((each) =>
    each.id === "de" ? { ...each, methods: [...each.methods, { ...PICKUP_METHOD, ...over }], ...zone } : each,
  );
const goods = { subtotalMinor: 10_00, lines: [{ sku: "A", weightGrams: 100 }] };
const ask = { zones: zoneWith(), locations: [berlinCounter()], market: germany, goods, nowMs: Date.UTC(2026, 9, 8) };
const idsOf = (over: Partial<typeof ask>) => listPickups({ ...ask, ...over }).map(({ id }) => id);

describe("a pick-up point", () => {
  test("is offered where a method of the market's currency names it, and it is open", () => {
    expect(listPickups(ask)).toMatchObject([
      { id: "pickup@berlin", name: "Abholung", amountMinor: 0, pickup: { address: { country: "DE", city: "Berlin" } } },
    ]);
    expect(idsOf({ market: marketOf("en-gb") as Market })).toEqual([]);
    expect(idsOf({ market: marketOf("fr-fr") as Market }), "of the currency, and no country of the market").toEqual([]);
    expect(idsOf({ zones: zoneWith({ locations: ["elsewhere"] }) })).toEqual([]);
    expect(idsOf({ zones: zoneWith({}, { active: false }) })).toEqual([]);
    expect(idsOf({ locations: [berlinCounter({ active: false })] })).toEqual([]);
    expect(idsOf({ locations: [berlinCounter({ pickup: { ...BERLIN_PICKUP, open: false } })] })).toEqual([]);
    const { locations: _none, ...old } = PICKUP_METHOD;
    const zones = zoneWith().map((zone) => ({ ...zone, methods: [old] }));
    expect(idsOf({ zones }), "a method from before locations were named").toEqual([]);
  });

  test("costs what its method asks, and is no way to send a parcel", () => {
    const fee = { by: "flat", amountMinor: 1_50 } as const;
    expect(listPickups({ ...ask, zones: zoneWith({ fee, freeFromMinor: 20_00 }) })[0]?.amountMinor).toBe(1_50);
    expect(listPickups({ ...ask, zones: zoneWith({ fee, freeFromMinor: 10_00 }) })[0]?.amountMinor).toBe(0);
    const sent = listShippingChoices({ ...ask, to: { country: "DE" } });
    expect(sent.ok && sent.value.map(({ id }) => id)).toEqual(["standard", "express"]);
  });

  test("gives out what may not be sent, but for what its own method refuses", () => {
    const dangerous = { ...goods, lines: [{ sku: "A", weightGrams: 100, hazard: "lithium", notTo: ["DE"] } as const] };
    expect(listShippingChoices({ ...ask, to: { country: "DE" }, goods: dangerous })).toMatchObject({
      problem: { code: "checkout.goods_not_shipped", sku: "A" },
    });
    expect(choosePickup({ ...ask, goods: dangerous }, "pickup@berlin")).toMatchObject({ ok: true });
    const refusing = { ...ask, goods: dangerous, zones: zoneWith({ refuses: ["lithium"] }) };
    expect(listPickups(refusing)).toEqual([]);
    expect(choosePickup(refusing, "pickup@berlin")).toEqual({
      ok: false,
      problem: { code: "checkout.method_refuses_goods", sku: "A" },
    });
  });

  test("that is forged, or closed meanwhile, is refused", () => {
    for (const id of ["pickup@hamburg", "standard@berlin", "pickup@", "@berlin", "pickup@berlin@berlin"])
      expect(choosePickup(ask, id), id).toEqual({ ok: false, problem: { code: "checkout.pickup_closed" } });
    expect(choosePickup({ ...ask, locations: [] }, "pickup@berlin")).toMatchObject({ ok: false });
  });

  test("gives only what lies there: nothing promised, nothing that is kept back, bundles by their parts", () => {
    const terms = { accounts: ["main", "berlin"], keepBack: 1, buyer: null };
    const promise = { kind: "backorder", atMs: 1 } as const;
    const needs = needsAt([{ sku: "A", quantity: 3, name: "A", terms, promise }], "berlin");
    expect(needs).toEqual([
      { sku: "A", quantity: 3, name: "A", terms: { ...terms, accounts: ["berlin"], hereOnly: true } },
    ]);
    const levels = (onHand: number) =>
      new Map([
        [
          "A",
          {
            promisable: 9,
            locations: [
              { location: "main", onHand: 9, held: 0 },
              { location: "berlin", onHand, held: 1 },
            ],
          },
        ],
      ]);
    const short = (onHand: number, line: Parameters<typeof shortLinesAt>[0][number] = { sku: "A", quantity: 3 }) =>
      shortLinesAt([line, { sku: "uncounted", quantity: 99 }], needs, levels(onHand), "berlin");
    expect(short(5)).toEqual([]);
    expect(short(4)).toEqual([{ sku: "A", available: 2 }]);
    expect(short(1)).toEqual([{ sku: "A", available: 0 }]);
    const bundle = { sku: "B", quantity: 2, components: [{ sku: "A", quantity: 2 }] };
    expect(short(6, bundle)).toEqual([]);
    expect(short(5, bundle)).toEqual([{ sku: "B", available: 1 }]);
  });

  test("is dead while none of its locations is open, and known to be", () => {
    const methods = zoneWith({ locations: ["berlin", "hamburg"] }).find(({ id }) => id === "de")?.methods ?? [];
    const deadAt = (...locations: ReturnType<typeof berlinCounter>[]) =>
      closedPickups(methods, locations).map(({ id }) => id);
    const resting = { pickup: { ...BERLIN_PICKUP, open: false } };
    expect(deadAt(berlinCounter())).toEqual([]);
    expect(deadAt(berlinCounter({ active: false }), berlinCounter({ id: "hamburg" }))).toEqual([]);
    expect(deadAt(berlinCounter({ active: false }), berlinCounter({ id: "hamburg", ...resting }))).toEqual(["pickup"]);
    expect(deadAt()).toEqual(["pickup"]);
  });

  test("is saved with a method only where there is one, in the zone, and open", () => {
    const problemOf = (over: Partial<ShippingMethod>, locations = [berlinCounter()]) => {
      const [zone] = zoneWith(over).filter(({ id }) => id === "de");
      return zone && findPickupProblem(zone, locations);
    };
    expect(problemOf({})).toBeNull();
    expect(problemOf({ locations: ["berlin", "hamburg"] })).toEqual({
      code: "shipping_zone.pickup_unknown",
      method: "pickup",
      location: "hamburg",
    });
    expect(problemOf({}, [berlinCounter({ country: "AT" })])).toMatchObject({ code: "shipping_zone.pickup_elsewhere" });
    const closed = berlinCounter({ active: false });
    expect(problemOf({}, [closed])).toEqual({ code: "shipping_zone.pickup_closed", method: "pickup" });
    const both = problemOf({ locations: ["berlin", "hamburg"] }, [closed, berlinCounter({ id: "hamburg" })]);
    expect(both, "one that is open is enough").toBeNull();
  });
});
