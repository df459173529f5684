import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOCALES, type Market } from "../../worker/markets/markets.ts";
import { feeMinorOf } from "../../worker/shipping/fee.ts";
import { methodName } from "../../worker/shipping/method-names.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import {
  chooseShipping,
  freeShippingFromMinor,
  listShippingChoices,
  type ShippedGoods,
} from "../../worker/shipping/shipping-choices.ts";
import { type Fee, METHOD_KINDS, type ShippingMethod, type ShippingZone, zoneFor } from "../../worker/shipping/zone.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const usa = marketOf("en-us") as Market;
const germany = marketOf("de-de") as Market;
const goodsOf = (subtotalMinor: number, lines: ShippedGoods["lines"] = [{ sku: "A", weightGrams: 100 }]) => ({
  subtotalMinor,
  lines,
});
const ask = (market: Market, country: string, goods = goodsOf(1), zones = SHIPPED_ZONES) => ({
  zones,
  market,
  to: { country },
  goods,
});
const methodOf = (over: Partial<ShippingMethod> = {}): ShippingMethod => ({
  id: "standard",
  kind: "standard",
  names: {},
  fee: { by: "flat", amountMinor: 5_00 },
  freeFromMinor: null,
  daysMin: 1,
  daysMax: 2,
  refuses: [],
  ...over,
});
const zoneOf = (over: Partial<ShippingZone> = {}): ShippingZone => ({
  id: "us",
  name: "US",
  currency: "USD",
  places: [{ country: "US" }],
  methods: [methodOf()],
  duties: "unpaid",
  active: true,
  position: 10,
  version: 1,
  ...over,
});

describe("shipping", () => {
  test("every country of every market is reached, named in the market's language, cheapest first", () => {
    const names = new Set<string>();
    for (const market of MARKETS)
      for (const country of market.countries) {
        const choices = listShippingChoices(ask(market, country));
        expect(choices.ok && choices.value.map(({ id }) => id)).toEqual(["standard", "express"]);
        if (!choices.ok) continue;
        const amounts = choices.value.map(({ amountMinor }) => amountMinor);
        expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
        for (const choice of choices.value) {
          names.add(choice.name);
          expect(choice.daysMin).toBeLessThanOrEqual(choice.daysMax);
        }
      }
    expect(names.size).toBeGreaterThan(MARKETS.length);
  });

  test("has words for each kind of method in every locale, and the staff's own where they gave them", () => {
    const unlike = new Set(METHOD_KINDS.map((kind) => methodName({ kind, names: {} }, "en-US")));
    expect(unlike.size).toBe(METHOD_KINDS.length);
    for (const locale of LOCALES.filter((each) => !each.startsWith("en")))
      for (const kind of METHOD_KINDS) expect(unlike).not.toContain(methodName({ kind, names: {} }, locale));
    const own = { kind: "express" as const, names: { "de-DE": "Nachtsprung" } };
    expect(methodName(own, "de-DE")).toBe("Nachtsprung");
    expect(methodName(own, "en-US")).toBe("Express shipping");
  });

  test("is free from its subtotal on, not a cent before; express never is", () => {
    const freeFrom = freeShippingFromMinor(SHIPPED_ZONES, usa) as number;
    const amountsAt = (subtotal: number) => {
      const choices = listShippingChoices(ask(usa, "US", goodsOf(subtotal)));
      return choices.ok && choices.value.map(({ amountMinor }) => amountMinor);
    };
    expect(amountsAt(freeFrom - 1)).toEqual([6_99, 19_99]);
    expect(amountsAt(freeFrom)).toEqual([0, 19_99]);
  });

  test("takes longer to Austria than to Germany in the same market", () => {
    const daysTo = (country: string) => {
      const choice = chooseShipping(ask(germany, country), "standard");
      return choice.ok && choice.value.daysMax;
    };
    expect(daysTo("AT")).toBeGreaterThan(Number(daysTo("DE")));
  });

  test("to a country of another market, and by a method that is none, is refused", () => {
    const notServed = { ok: false, problem: { code: "checkout.country_not_served" } };
    expect(listShippingChoices(ask(usa, "DE"))).toEqual(notServed);
    expect(chooseShipping(ask(usa, "DE"), "standard")).toEqual(notServed);
    expect(chooseShipping(ask(usa, "US"), "drone")).toEqual({
      ok: false,
      problem: { code: "checkout.shipping_unknown" },
    });
  });
});

describe("a zone", () => {
  const hawaii = zoneOf({ id: "hawaii", places: [{ country: "US", regions: ["HI", "AK"] }], position: 90 });
  const honolulu = zoneOf({
    id: "honolulu",
    places: [{ country: "US", postalPrefixes: ["968", "967-"] }],
    position: 95,
  });
  const zones = [zoneOf(), hawaii, honolulu];
  const found = (to: { region?: string; postalCode?: string }, only: string | null = null) =>
    zoneFor(zones, "USD", { country: "US", ...to }, only)?.id;

  test("of a postal code comes before one of a region, before one of the country", () => {
    expect(found({})).toBe("us");
    expect(found({ region: "TX", postalCode: "78701" })).toBe("us");
    expect(found({ region: "HI", postalCode: "99999" })).toBe("hawaii");
    expect(found({ region: "HI", postalCode: "96813-1234" })).toBe("honolulu");
    expect(found({ region: "HI", postalCode: "96713" })).toBe("honolulu");
  });

  test("is not taken where it is closed, in another currency, or not the market's own", () => {
    expect(zoneFor([zoneOf({ active: false })], "USD", { country: "US" })).toBeNull();
    expect(zoneFor([zoneOf()], "CAD", { country: "US" })).toBeNull();
    expect(found({ region: "HI" }, "us")).toBe("us");
    expect(found({}, "hawaii")).toBeUndefined();
  });

  test("never asks its amounts in another currency: a market that has none of its own is refused", () => {
    const world: Market = { ...usa, countries: ["US", "JP", "KR", "IN", "PL"] };
    expect(listShippingChoices(ask(world, "US"))).toMatchObject({ ok: true });
    for (const country of ["JP", "KR", "IN", "PL"])
      expect(listShippingChoices(ask(world, country)), country).toEqual({
        ok: false,
        problem: { code: "checkout.country_not_served" },
      });
    expect(freeShippingFromMinor(SHIPPED_ZONES, { ...usa, countries: ["JP"] })).toBeNull();
  });

  test("is one of the shipped ones in every market, in the market's currency", () => {
    for (const { countries, currency } of MARKETS)
      for (const country of countries)
        expect(zoneFor(SHIPPED_ZONES, currency, { country })?.places).toEqual([{ country }]);
  });
});

describe("a fee", () => {
  const costs = (fee: Fee, goods: { subtotalMinor?: number; weightGrams?: number }) =>
    feeMinorOf({ fee, freeFromMinor: null }, { subtotalMinor: 0, weightGrams: 0, ...goods });
  const byWeight: Fee = {
    by: "weight",
    steps: [
      { upTo: 1_000, amountMinor: 4_00 },
      { upTo: 5_000, amountMinor: 7_00 },
    ],
  };

  test("by weight is that of the first step that bears it; above the last the method is not offered", () => {
    expect([0, 1_000, 1_001, 5_000, 5_001].map((weightGrams) => costs(byWeight, { weightGrams }))).toEqual([
      4_00,
      4_00,
      7_00,
      7_00,
      null,
    ]);
    const tooHeavy = goodsOf(1, [{ sku: "A", weightGrams: 5_001 }]);
    const zones = [zoneOf({ methods: [methodOf({ fee: byWeight })] })];
    expect(chooseShipping(ask(usa, "US", tooHeavy, zones), "standard")).toMatchObject({
      problem: { code: "checkout.shipping_unknown" },
    });
  });

  test("by subtotal may have a last step without end", () => {
    const fee: Fee = {
      by: "price",
      steps: [
        { upTo: 20_00, amountMinor: 5_00 },
        { upTo: null, amountMinor: 2_00 },
      ],
    };
    expect(costs(fee, { subtotalMinor: 20_00 })).toBe(5_00);
    expect(costs(fee, { subtotalMinor: 20_01 })).toBe(2_00);
  });

  test("by parcels counts at least one, and never more than goods need", () => {
    const fee: Fee = { by: "parcels", amountMinor: 3_00, parcelGramsMax: 10_000 };
    expect([0, 1, 10_000, 10_001, 25_000].map((weightGrams) => costs(fee, { weightGrams }))).toEqual([
      3_00, 3_00, 3_00, 6_00, 9_00,
    ]);
  });

  test("never falls when a cart grows heavier, while its steps rise", () => {
    const fees = fc
      .array(fc.nat(10_000), { minLength: 1, maxLength: 6 })
      .map((amounts) => amounts.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fees, fc.nat(6_000), fc.nat(6_000), (amounts, weightGrams, more) => {
        const steps = amounts.map((amountMinor, at) => ({ upTo: (at + 1) * 1_000, amountMinor }));
        const fee: Fee = { by: "weight", steps };
        const [light, heavy] = [costs(fee, { weightGrams }), costs(fee, { weightGrams: weightGrams + more })];
        if (light === null) expect(heavy).toBeNull();
        else if (heavy !== null) expect(heavy).toBeGreaterThanOrEqual(light);
      }),
    );
  });
});

describe("goods that carriers ask about", () => {
  const zones = [zoneOf({ methods: [methodOf(), methodOf({ id: "air", kind: "express", refuses: ["lithium"] })] })];
  const lithium = { sku: "POWER-BANK", weightGrams: 200, hazard: "lithium" } as const;
  const book = { sku: "BOOK", weightGrams: 300 };

  test("leave the methods that carry all of the cart; the line in the way of one is named", () => {
    const mixed = goodsOf(1, [book, lithium]);
    const choices = listShippingChoices(ask(usa, "US", mixed, zones));
    expect(choices.ok && choices.value.map(({ id }) => id)).toEqual(["standard"]);
    expect(chooseShipping(ask(usa, "US", mixed, zones), "air")).toEqual({
      ok: false,
      problem: { code: "checkout.method_refuses_goods", sku: "POWER-BANK" },
    });
    expect(chooseShipping(ask(usa, "US", goodsOf(1, [book]), zones), "air")).toMatchObject({ ok: true });
  });

  test("are refused by name where no method carries them, or where they are not sent to", () => {
    const airOnly = [zoneOf({ methods: [methodOf({ refuses: ["lithium"] })] })];
    const problem = { code: "checkout.goods_not_shipped", sku: "POWER-BANK" };
    expect(listShippingChoices(ask(usa, "US", goodsOf(1, [book, lithium]), airOnly))).toEqual({ ok: false, problem });
    const notToHawaii = goodsOf(1, [book, { ...lithium, notTo: ["US-HI"] }]);
    const to = (region: string) => ({ ...ask(usa, "US", notToHawaii, zones), to: { country: "US", region } });
    expect(listShippingChoices(to("HI"))).toEqual({ ok: false, problem });
    expect(listShippingChoices(to("TX"))).toMatchObject({ ok: true });
    expect(listShippingChoices(to(""))).toMatchObject({ ok: true });
  });
});
