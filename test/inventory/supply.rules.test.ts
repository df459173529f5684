/** What decides how SKUs are sold: bundles taken apart, limits, what is kept back and what is promised. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAIN_LOCATION } from "../../worker/inventory/location.ts";
import { type PolicyAsk, samePolicy, wrongPlaces } from "../../worker/inventory/policy-change.ts";
import { hearStock, tellStock } from "../../worker/inventory/shown-stock.ts";
import { offerOf, promiseFor } from "../../worker/inventory/stock-offer.ts";
import { POLICY_DEFAULT, type StockPolicy } from "../../worker/inventory/stock-policy.ts";
import {
  needsOf,
  orderMaxOf,
  overOrderMax,
  type Supply,
  sellableUnits,
  shortLines,
} from "../../worker/inventory/supply.ts";

const NOW = 1_000_000;
const main = MAIN_LOCATION;
const closed = { ...main, id: "attic", active: false };
const KIT = [
  { sku: "CAMERA", quantity: 1 },
  { sku: "BATTERY", quantity: 2 },
];
const supplyOf = (policies: Record<string, Partial<StockPolicy>> = {}): Supply => ({
  policies: new Map(Object.entries(policies).map(([sku, policy]) => [sku, { ...POLICY_DEFAULT, ...policy }])),
  components: new Map([["KIT", KIT]]),
  locations: [main, closed],
});
const levelsOf = (units: Record<string, [onHand: number, held: number, promisable?: number]>) =>
  new Map(
    Object.entries(units).map(([sku, [onHand, held, promisable = 0]]) => [
      sku,
      {
        promisable,
        locations: [
          { location: "main", onHand, held },
          { location: "attic", onHand: 50, held: 0 },
        ],
      },
    ]),
  );
const ASK = { market: "en-us", country: "US", checkoutId: "c", buyer: "b" } as const;
const line = (sku: string, quantity: number) => ({ sku, quantity });

describe("what an order needs", () => {
  test("is each SKU once, a bundle's parts together with the same bought alone", () => {
    const needs = needsOf([line("KIT", 2), line("BATTERY", 3)], supplyOf(), ASK);
    expect(needs.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ["CAMERA", 2],
      ["BATTERY", 7],
    ]);
  });

  test("leaves out what is not counted, a whole bundle or one part of it", () => {
    const skusOf = (supply: Supply) => needsOf([line("KIT", 1)], supply, ASK).map(({ sku }) => sku);
    expect(skusOf(supplyOf({ BATTERY: { tracked: false } }))).toEqual(["CAMERA"]);
    expect(skusOf(supplyOf({ KIT: { tracked: false } }))).toEqual([]);
  });

  test("says what is kept back in its market, who buys where that counts, and when it ships", () => {
    const safetyStock = { everywhere: 1, markets: { "en-us": 3 } };
    const promise = { whenOut: "preorder", promisedAtMs: 9, promiseMax: 2 } as const;
    const [need] = needsOf([line("CAMERA", 1)], supplyOf({ CAMERA: { safetyStock, buyerMax: 2, ...promise } }), ASK);
    expect(need?.terms).toEqual({ accounts: ["main"], keepBack: 3, buyer: { id: "b", max: 2 } });
    expect(need?.promise).toEqual({ kind: "preorder", atMs: 9 });
    expect(needsOf([line("CAMERA", 1)], supplyOf(), ASK)[0]?.promise).toBeUndefined();
  });

  test("counts a buyer's units of a split SKU in the bucket of the buyer, others in that of the checkout", () => {
    const namesOf = (policy: Partial<StockPolicy>, over: object) =>
      needsOf([line("CAMERA", 1)], supplyOf({ CAMERA: { buckets: 8, ...policy } }), { ...ASK, ...over })[0]?.name;
    const checkouts = Array.from({ length: 40 }, (_, index) => ({ checkoutId: `c-${index}` }));
    expect(new Set(checkouts.map((over) => namesOf({ buyerMax: 1 }, over))).size).toBe(1);
    expect(new Set(checkouts.map((over) => namesOf({}, over))).size).toBeGreaterThan(4);
  });
});

describe("a limit per order", () => {
  test("is the SKU's own, or what its parts leave a bundle", () => {
    const supply = supplyOf({ BATTERY: { orderMax: 5 }, CAMERA: { orderMax: 9 } });
    expect([orderMaxOf(supply, "KIT"), orderMaxOf(supply, "BATTERY"), orderMaxOf(supply, "CAMERA")]).toEqual([2, 5, 9]);
    expect(overOrderMax([line("KIT", 3)], supply)).toEqual({ sku: "KIT", max: 2 });
    expect(overOrderMax([line("KIT", 2), line("BATTERY", 2)], supply)).toEqual({ sku: "BATTERY", max: 5 });
    expect(overOrderMax([line("KIT", 2), line("BATTERY", 1)], supply)).toBeNull();
  });
});

describe("what may be bought", () => {
  test("is what is free where it is sold, less what is kept back, and what may be promised", () => {
    const levels = levelsOf({ CAMERA: [9, 2, 4] });
    const supply = supplyOf({ CAMERA: { safetyStock: { everywhere: 3, markets: { "de-de": 20, "ja-jp": 0 } } } });
    expect(sellableUnits("CAMERA", levels, supply, "en-us")).toBe(8);
    expect(sellableUnits("CAMERA", levels, supply, "de-de"), "only what is promised").toBe(4);
    expect(sellableUnits("CAMERA", levels, supply, "ja-jp")).toBe(11);
    expect(sellableUnits("NONE", levels, supply, null)).toBe(0);
    expect(sellableUnits("NONE", levels, supplyOf({ NONE: { tracked: false } }), null)).toBe(Number.POSITIVE_INFINITY);
  });

  test("of a bundle is what its scarcest part leaves; it ships when its last part does", () => {
    const promise = (atMs: number) => ({ whenOut: "backorder", promiseMax: 9, promisedAtMs: atMs }) as const;
    const supply = supplyOf({ CAMERA: promise(5), BATTERY: promise(7) });
    const offer = offerOf("KIT", levelsOf({ CAMERA: [1, 0, 9], BATTERY: [8, 0, 2] }), supply, "en-us");
    expect(offer).toMatchObject({ here: 1, units: 5, promise: { kind: "backorder", atMs: 7 } });
    expect([promiseFor(offer, 1), promiseFor(offer, 2)?.atMs]).toEqual([null, 7]);
  });

  test("is never more than there is, whatever the lines are, and earlier lines are served first", () => {
    const sku = fc.constantFrom("KIT", "CAMERA", "BATTERY");
    const lines = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 6 });
    const free = fc.record({ CAMERA: fc.nat(12), BATTERY: fc.nat(12) });
    fc.assert(
      fc.property(lines, free, (asked, units) => {
        const partsOf = (each: string) => (each === "KIT" ? KIT : [{ sku: each, quantity: 1 }]);
        const parts = asked.map((each) => ({ ...each, components: partsOf(each.sku) }));
        const short = shortLines(parts, (part) => units[part as "CAMERA" | "BATTERY"]);
        const left = { ...units };
        let index = 0;
        for (const { sku: each, quantity, components } of parts) {
          const told = short[index]?.sku === each && isShort(components, left, quantity) ? short[index++] : undefined;
          const had = told ? told.available : quantity;
          expect(had).toBeLessThanOrEqual(quantity);
          for (const part of components) left[part.sku as "CAMERA" | "BATTERY"] -= had * part.quantity;
        }
        expect(index, "every short line is told, in order").toBe(short.length);
        expect(Math.min(left.CAMERA, left.BATTERY), "never more than there is").toBeGreaterThanOrEqual(0);
      }),
    );
    function isShort(components: readonly { sku: string; quantity: number }[], left: object, quantity: number) {
      return components.some((part) => Reflect.get(left, part.sku) < part.quantity * quantity);
    }
  });
});

describe("what pages are told", () => {
  test("comes to the same in every market as if it were counted there", () => {
    const few = fc.nat(30);
    fc.assert(
      fc.property(few, few, few, fc.nat(9), (free, kept, more, lowStockAt) => {
        const keptMost = kept + more;
        const told = hearStock(tellStock({ free, promisable: 0, lowStockAt, keptMost }), {
          keptBack: kept,
          lowStockAt,
        });
        const own = Math.max(0, free - kept);
        expect(told).toEqual({ here: own > lowStockAt ? "plenty" : own, more: false });
      }),
    );
  });

  test("says when more may be bought than is here", () => {
    expect(tellStock({ free: 0, promisable: 4, lowStockAt: 2, keptMost: 0 })).toBe("0+");
    expect(hearStock("0+", { keptBack: 0, lowStockAt: 2 })).toEqual({ here: 0, more: true });
    expect(tellStock({ free: 9, promisable: 4, lowStockAt: 2, keptMost: 0 })).toBe("plenty");
  });
});

describe("what staff may set", () => {
  const { splitBy: _by, ...NONE } = POLICY_DEFAULT;
  const placesOf = (change: Partial<PolicyAsk>, isBundle = false) =>
    wrongPlaces({ ...NONE, ...change }, { isBundle, nowMs: NOW }).map(({ path }) => path);
  const promised = { whenOut: "backorder", promiseMax: 1, promisedAtMs: NOW + 1 } as const;

  test("is a promise with a cap and a day to come", () => {
    expect(placesOf(promised)).toEqual([]);
    expect(placesOf({ ...promised, promiseMax: 0 })).toEqual(["promiseMax"]);
    expect(placesOf({ ...promised, promisedAtMs: NOW })).toEqual(["promisedAtMs"]);
    expect(placesOf({ ...promised, promisedAtMs: null })).toEqual(["promisedAtMs"]);
    expect(placesOf({ ...promised, promisedAtMs: NOW * 1e9 })).toEqual(["promisedAtMs"]);
    expect(placesOf({ promiseMax: 1, promisedAtMs: NOW + 1 })).toEqual(["promiseMax", "promisedAtMs"]);
  });

  test("is whole and within its limits", () => {
    const safetyStock = { everywhere: -1, markets: { "de-de": 1.5 } };
    expect(placesOf({ safetyStock })).toEqual(["safetyStock.everywhere", "safetyStock.markets.de-de"]);
    expect(placesOf({ orderMax: 0, buyerMax: 0 })).toEqual(["orderMax", "buyerMax"]);
    expect(placesOf({ buckets: 65 })).toEqual(["buckets"]);
    expect(placesOf({ orderMax: 100 })).toEqual(["orderMax"]);
  });

  test("splits nothing whose buyers are counted, and nothing that markets keep back differently", () => {
    expect(placesOf({ buyerMax: 2, buckets: 2 })).toEqual(["buckets"]);
    expect(placesOf({ safetyStock: { everywhere: 2, markets: { "de-de": 1 } }, buckets: 2 })).toEqual(["buckets"]);
    expect(placesOf({ safetyStock: { everywhere: 2, markets: {} }, buckets: 2 })).toEqual([]);
  });

  test("splits nothing that is promised, and gives a bundle or what is not counted no terms of its own units", () => {
    expect(placesOf({ ...promised, buckets: 2 })).toEqual(["buckets"]);
    const own = { ...promised, safetyStock: { everywhere: 1, markets: {} }, buyerMax: 1 };
    const places = ["whenOut", "safetyStock.everywhere", "buyerMax"];
    expect(placesOf(own, true)).toEqual(places);
    expect(placesOf({ ...own, tracked: false })).toEqual(places);
    expect(placesOf({ orderMax: 3, tracked: false }, true)).toEqual([]);
  });

  test("is the same whatever the order of its markets", () => {
    const of = (markets: StockPolicy["safetyStock"]["markets"]) => ({
      ...NONE,
      safetyStock: { everywhere: 0, markets },
    });
    expect(samePolicy(of({ "de-de": 1, "en-us": 2 }), of({ "en-us": 2, "de-de": 1 }))).toBe(true);
    expect(samePolicy(of({ "de-de": 1 }), of({ "de-de": 2 }))).toBe(false);
  });
});
