/** From where an order ships: one parcel where one location has it all, else as few as can be, the nearest first. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseLocations } from "../../worker/inventory/allocate.ts";
import { type Location, MAIN_LOCATION, nearestFirst } from "../../worker/inventory/location.ts";

const place = (id: string, country: string, priority = 0, active = true): Location => ({
  ...MAIN_LOCATION,
  id,
  country,
  priority,
  active,
});

describe("the nearest location", () => {
  test("is in the shopper's country, then where no customs are between, then anywhere", () => {
    const places = [place("reno", "US"), place("rotterdam", "NL"), place("berlin", "DE", 9), place("dubai", "AE")];
    expect(nearestFirst(places, "DE")).toEqual(["berlin", "rotterdam", "dubai", "reno"]);
    expect(nearestFirst(places, "US")[0]).toBe("reno");
    expect(nearestFirst(places, "SA")[0]).toBe("dubai");
  });

  test("of two as near is the one of the lower priority, then of the first name", () => {
    const places = [place("b", "US", 5), place("c", "US", 1), place("a", "US", 5)];
    expect(nearestFirst(places, "US")).toEqual(["c", "a", "b"]);
  });

  test("is never a closed one", () => {
    expect(nearestFirst([place("near", "US", 0, false), place("far", "JP")], "US")).toEqual(["far"]);
  });
});

type Shelves = Readonly<Record<string, Readonly<Record<string, number>>>>;
const freeIn = (shelves: Shelves) => (sku: string, location: string) => shelves[location]?.[sku] ?? 0;

describe("an order", () => {
  const nearest = ["near", "mid", "far"];

  test("ships in one parcel from farther away rather than in two", () => {
    const shelves = { near: { a: 1 }, mid: { b: 1 }, far: { a: 1, b: 1 } };
    const needs = [
      { sku: "a", quantity: 1 },
      { sku: "b", quantity: 1 },
    ];
    expect(chooseLocations(needs, nearest, freeIn(shelves))).toEqual(["far", "near", "mid"]);
  });

  test("ships from the nearest of those that have all of it", () => {
    const shelves = { near: { a: 1 }, mid: { a: 5 }, far: { a: 9 } };
    expect(chooseLocations([{ sku: "a", quantity: 3 }], nearest, freeIn(shelves))).toEqual(["mid", "near", "far"]);
  });

  test("that nobody has all of keeps the nearest first", () => {
    expect(chooseLocations([{ sku: "a", quantity: 3 }], nearest, () => 0)).toEqual(nearest);
  });

  test("is planned around what there is too little of", () => {
    const shelves = { near: { b: 1 }, mid: { b: 2, c: 1 }, far: {} };
    const needs = [
      { sku: "a", quantity: 1 },
      { sku: "b", quantity: 1 },
      { sku: "c", quantity: 1 },
    ];
    expect(chooseLocations(needs, nearest, freeIn(shelves))).toEqual(["mid", "near", "far"]);
  });

  test("never takes from more locations than it must, and of as few, from the nearest: as trying every choice says", () => {
    const skus = ["a", "b", "c"];
    const places = ["p0", "p1", "p2", "p3", "p4"];
    const units = fc.dictionary(fc.constantFrom(...skus), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(
        fc.tuple(units, units, units, units, units),
        fc.dictionary(fc.constantFrom(...skus), fc.integer({ min: 1, max: 6 }), { minKeys: 1 }),
        (shelves, wanted) => {
          const freeAt = (sku: string, location: string) => shelves[places.indexOf(location)]?.[sku] ?? 0;
          const needs = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }));
          const order = chooseLocations(needs, places, freeAt);
          expect(order.toSorted()).toEqual(places);
          // What nobody has enough of is planned as far as there is any.
          const had = needs.map(({ sku, quantity }) => {
            const all = places.reduce((sum, at) => sum + freeAt(sku, at), 0);
            return { sku, quantity: Math.min(quantity, all) };
          });
          const best = bestChoice(had, places, freeAt);
          // Four parcels is the most that is looked for.
          if (best === null || best.length > 4) expect(order).toEqual(places);
          else expect(order).toEqual([...best, ...places.filter((at) => !best.includes(at))]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** Every subset of the locations, by brute force: the smallest that has all, the one of nearest places among equals. */
function bestChoice(
  needs: readonly { sku: string; quantity: number }[],
  places: readonly string[],
  freeAt: (sku: string, location: string) => number,
): string[] | null {
  const choices = Array.from({ length: 2 ** places.length }, (_, bits) => places.filter((_, at) => bits & (1 << at)));
  const whole = choices.filter((chosen) =>
    needs.every(({ sku, quantity }) => chosen.reduce((sum, at) => sum + freeAt(sku, at), 0) >= quantity),
  );
  const nearer = (one: string[], other: string[]) => (one.join() < other.join() ? -1 : 1);
  return whole.toSorted((a, b) => a.length - b.length || nearer(a, b))[0] ?? null;
}
