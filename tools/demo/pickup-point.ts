/** Where the demo shop's things are collected in Germany, and what lies there: some units of a few SKUs. */
import type { ShippingMethod } from "../../worker/shipping/zone.ts";
import { DEMO_SELLER } from "./seller.ts";

const { line1, line2, postalCode, city, region, country, timeZone } = DEMO_SELLER.seller;
const WEEKDAY = { fromMinutes: 10 * 60, toMinutes: 19 * 60 };
const SATURDAY = { fromMinutes: 10 * 60, toMinutes: 18 * 60 };

export const PICKUP_LOCATION = {
  ...{ id: "berlin", name: "Berlin", country, priority: 20, timeZone, cutOffMinutes: 17 * 60 },
  pickup: {
    open: true,
    address: { name: "TechRetail Berlin", line1, line2, city, region, postalCode },
    hours: [null, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, SATURDAY],
    readyHours: 2,
  },
} as const;
/** The shipping zone that is given the method. */
export const PICKUP_ZONE = "de";
export const PICKUP_METHOD: ShippingMethod = {
  ...{ id: "pickup", kind: "pickup", names: {}, fee: { by: "flat", amountMinor: 0 }, freeFromMinor: null },
  ...{ daysMin: 0, daysMax: 0, refuses: [], locations: [PICKUP_LOCATION.id] },
};
export const UNITS_TO_COLLECT: Readonly<Record<string, number>> = {
  "TAL-LOOP-MID": 12,
  "TAL-ORB-SLV": 6,
  "VER-DASH-GRA": 8,
};
