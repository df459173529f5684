/** The dashboard's form of a zone: what it shows is what it sends, and what is wrong is told at its field. */
import { describe, expect, test } from "vitest";
import { draftZone, methodField, placeField, zoneFields } from "../../site/forms/zone-fields.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import type { ShippingZone } from "../../worker/shipping/zone.ts";
import { newZoneShape, zoneChangeShape } from "../../worker/shipping/zone-shapes.ts";

const [us] = SHIPPED_ZONES;
if (!us) throw new Error("A new store has zones");
const [standard] = us.methods;
if (!standard) throw new Error("A shipped zone has methods");
const ISLANDS: ShippingZone = {
  ...us,
  id: "islands",
  places: [{ country: "US", regions: ["HI", "AK"], postalPrefixes: ["967", "99"] }, { country: "GU" }],
  methods: [
    { ...standard, names: { "de-DE": "Seefracht" }, refuses: ["lithium", "aerosol"] },
    {
      ...standard,
      id: "heavy",
      fee: { by: "parcels", amountMinor: 9_50, parcelGramsMax: 31_500 },
      freeFromMinor: null,
    },
    {
      ...standard,
      id: "by-weight",
      fee: {
        by: "weight",
        steps: [
          { upTo: 500, amountMinor: 4_99 },
          { upTo: null, amountMinor: 12_00 },
        ],
      },
    },
    { ...standard, id: "by-price", fee: { by: "price", steps: [{ upTo: 50_00, amountMinor: 6_00 }] } },
  ],
  active: false,
};
const sentOf =
  (zone: ShippingZone, over: Record<string, string> = {}) =>
  (name: string) =>
    ({ ...zoneFields(zone), ...over })[name] ?? "";
const faultsOf = (over: Record<string, string>) => {
  const { ask, faultsAt } = draftZone(sentOf(ISLANDS, over), []);
  const checked = zoneChangeShape.safeParse({ version: 1, ...ask });
  return checked.success ? {} : faultsAt(checked.error.issues.map(({ path }) => path));
};

describe("the form of a zone", () => {
  test("sent as it is shown changes nothing, whatever the zone holds and in any currency", () => {
    for (const zone of [ISLANDS, ...SHIPPED_ZONES]) {
      const { version: _version, ...kept } = zone;
      expect(newZoneShape.parse({ id: zone.id, ...draftZone(sentOf(zone), []).ask })).toEqual(kept);
    }
  });

  test("takes no name that would break its line, or turn around what stands beside it", () => {
    const { id: _id, version: _version, ...fields } = us;
    const takes = (name: string) => zoneChangeShape.safeParse({ version: 1, ...fields, name }).success;
    expect(["Türkiye", "شحن", "A\u200Db"].map(takes)).toEqual([true, true, true]);
    expect(["a\u202Eb", "a\u2066b", "a\r\nb", "a\ud800"].map(takes)).toEqual([false, false, false, false]);
    const method = { ...standard, names: { "en-US": "Safe\u202Eeerf" } };
    expect(zoneChangeShape.safeParse({ version: 1, ...fields, methods: [method] }).success).toBe(false);
  });

  test("takes regions by their names, countries in small letters and amounts with a comma", () => {
    const typed = {
      [placeField(2, "country")]: "us",
      [placeField(2, "regions")]: "Texas, ny",
      [methodField(0, "amount")]: "7,25",
    };
    const { ask } = draftZone(sentOf(ISLANDS, typed), []);
    expect(ask).toMatchObject({
      places: [{}, {}, { country: "US", regions: ["TX", "NY"] }],
      methods: [{ fee: { by: "flat", amountMinor: 7_25 } }, {}, {}, {}],
    });
  });

  test("leaves out what was taken away or emptied, and only that", () => {
    const emptied = { [placeField(1, "country")]: "", [methodField(1, "gone")]: "on" };
    const { ask } = draftZone(sentOf(ISLANDS, emptied), []);
    expect(ask.places).toHaveLength(1);
    expect((ask.methods as { id: string }[]).map(({ id }) => id)).toEqual(["standard", "by-weight", "by-price"]);
  });

  test("tells what is wrong at the field it was typed in, also below rows that count for nothing", () => {
    const below = { [placeField(0, "country")]: "", [placeField(0, "regions")]: "", [placeField(0, "prefixes")]: "" };
    for (const [over, field] of [
      [{ name: " " }, "name"],
      [{ position: "first" }, "position"],
      [{ [placeField(1, "country")]: "XX" }, "place.1.country"],
      [{ ...below, [placeField(1, "country")]: "XX" }, "place.1.country"],
      [{ [placeField(0, "regions")]: "Narnia" }, "place.0.regions"],
      [{ [placeField(1, "country")]: "AE", [placeField(1, "prefixes")]: "1" }, "place.1.prefixes"],
      [{ [methodField(0, "amount")]: "much" }, "method.0.amount"],
      [{ [methodField(0, "freeFrom")]: "-1" }, "method.0.freeFrom"],
      [{ [methodField(1, "grams")]: "0" }, "method.1.grams"],
      [{ [methodField(1, "gone")]: "on", [methodField(2, "steps")]: "500 4.99\n400 5" }, "method.2.steps"],
      [{ [methodField(3, "steps")]: "* 4.99\n* 5" }, "method.3.steps"],
      [{ [methodField(3, "daysMax")]: "0" }, "method.3.daysMax"],
      [{ [methodField(3, "id")]: "standard" }, "method.0.id"],
      [{ [methodField(3, "id")]: "" }, "method.3.id"],
    ] as const)
      expect(Object.keys(faultsOf(over)), JSON.stringify(over)).toEqual([field]);
  });

  test("says of an amount that cards do not know, in a currency of three decimals, by what it may go up", () => {
    const said = (what: string, row: number, text: string, currency = "KWD") => {
      const faults = faultsOf({ currency, [methodField(row, what)]: text });
      return Object.entries(faults).flatMap(([field, { key, values }]) =>
        key === "prices.fault.unpayable" ? [`${field} ${values?.currency} ${values?.step}`] : [],
      );
    };
    // The other amounts are of cents: each has a last digit of its own.
    const only = (what: string, row: number, text: string, currency?: string) =>
      said(what, row, text, currency).filter((line) => line.startsWith(methodField(row, what)));
    expect(only("amount", 0, "1.234")).toEqual(["method.0.amount KWD 0.010"]);
    expect(only("amount", 0, "1.230")).toEqual([]);
    expect(only("freeFrom", 0, "50.001")).toEqual(["method.0.freeFrom KWD 0.010"]);
    expect(only("amount", 1, "0.005")).toEqual(["method.1.amount KWD 0.010"]);
    expect(only("steps", 2, "500 1.234")).toEqual(["method.2.steps KWD 0.010"]);
    expect(only("steps", 3, "9.999 1.230"), "an end is no amount that is paid").toEqual([]);
    expect(only("amount", 0, "12.34", "USD")).toEqual([]);
  });
});
