import { describe, expect, test } from "vitest";
import { hoursField, pickupFaultAt, pickupField, pickupFields, pickupOf } from "../../site/forms/pickup-fields.ts";
import { draftZone, methodField, zoneFields } from "../../site/forms/zone-fields.ts";
import { newLocationShape } from "../../worker/inventory/location-shapes.ts";
import { LOCALES } from "../../worker/markets/markets.ts";
import { hoursRows, readyText } from "../../worker/shipping/pickup-words.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import { BERLIN, BERLIN_PICKUP, PICKUP_METHOD } from "./berlin-counter.ts";

/** Intl parts with spaces that are not broken and are not to be seen. */
const plain = (text: string) => text.replaceAll(/[\u2009\u202f\u00a0]/g, " ");

describe("opening hours", () => {
  test("are told together where days follow each other and are alike, as the language writes them", () => {
    const rows = (locale: (typeof LOCALES)[number]) =>
      hoursRows(BERLIN_PICKUP.hours, locale).map(({ days, times }) => plain(`${days} ${times}`));
    expect(rows("en-US")).toEqual(["Mon – Fri 10:00 AM – 7:00 PM", "Sat 10:00 AM – 4:00 PM"]);
    expect(rows("de-DE")).toEqual(["Mo – Fr 10:00–19:00 Uhr", "Sa 10:00–16:00 Uhr"]);
    for (const locale of LOCALES) expect(rows(locale), locale).toHaveLength(2);
  });

  test("that end at midnight are told without the next day, and a Sunday closes the week", () => {
    const all = { fromMinutes: 0, toMinutes: 1_440 };
    const daily = hoursRows(
      Array.from({ length: 7 }, () => all),
      "de-DE",
    );
    expect(daily.map(({ days, times }) => plain(`${days} ${times}`))).toEqual(["Mo – So 00:00–23:59 Uhr"]);
  });

  test("and the moment from which it is ready is told by the clock there", () => {
    expect(plain(readyText("2026-11-24T15:15", "en-GB"))).toBe("Tue 24 Nov, 15:15");
    for (const locale of LOCALES) expect(readyText("2026-11-24T15:15", locale), locale).toMatch(/24|٢٤|२४/);
  });
});

describe("the form of a location", () => {
  const sentOf =
    (over: Record<string, string> = {}) =>
    (name: string) =>
      ({ ...pickupFields(BERLIN_PICKUP), ...over })[name] ?? "";
  const faultsOf = (over: Record<string, string>) => {
    const checked = newLocationShape.safeParse({ ...BERLIN, pickup: pickupOf(sentOf(over)) });
    return checked.success ? [] : checked.error.issues.map(({ path: [, ...rest] }) => pickupFaultAt(rest)[0]);
  };

  test("sent as it is shown changes nothing", () => {
    expect(newLocationShape.parse({ ...BERLIN, pickup: pickupOf(sentOf()) }).pickup).toEqual(BERLIN_PICKUP);
    expect(pickupOf((name) => pickupFields(null)[name] ?? "")).toBeNull();
    const late = { ...BERLIN_PICKUP, hours: BERLIN_PICKUP.hours.map(() => ({ fromMinutes: 0, toMinutes: 1_440 })) };
    expect(pickupOf((name) => pickupFields(late)[name] ?? "")).toMatchObject({ hours: late.hours });
  });

  test("tells what is wrong at its field", () => {
    expect(faultsOf({ [hoursField(1, "to")]: "" })).toEqual([hoursField(1, "to")]);
    expect(faultsOf({ [hoursField(2, "from")]: "20:00" })).toEqual([hoursField(2, "to")]);
    expect(faultsOf({ [pickupField("readyHours")]: "soon" })).toEqual([pickupField("readyHours")]);
    expect(faultsOf({ [pickupField("line1")]: "x".repeat(101) })).toEqual([pickupField("line1")]);
    const closed = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].flatMap((day) => [
        [hoursField(day, "from"), ""],
        [hoursField(day, "to"), ""],
      ]),
    );
    expect(faultsOf(closed)).toEqual([hoursField(1, "from")]);
  });
});

test("the form of a zone keeps where a pick-up is collected, of locations that there are", () => {
  const [zone] = SHIPPED_ZONES.filter(({ id }) => id === "de").map((each) => ({
    ...each,
    methods: [...each.methods, PICKUP_METHOD],
  }));
  if (!zone) throw new Error("There is a zone for Germany");
  const sent = (name: string) => zoneFields(zone)[name] ?? "";
  const locationsOf = (known: string[]) =>
    (draftZone(sent, known).ask.methods as { locations?: string[] }[]).map(({ locations }) => locations);
  expect(locationsOf(["main", "berlin"])).toEqual([undefined, undefined, ["berlin"]]);
  expect(locationsOf(["main"])).toEqual([undefined, undefined, undefined]);
  const { faultsAt } = draftZone(sent, []);
  expect(Object.keys(faultsAt([["methods", 2, "locations"]]))).toEqual([methodField(2, "locations")]);
});
