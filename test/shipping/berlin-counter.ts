/** A place in Berlin where shoppers collect, for tests: open on weekdays from 10 to 19, on Saturdays from 10 to 16. */
import type { OpenPickup, PickupPoint } from "../../worker/inventory/pickup.ts";
import type { ShippingMethod } from "../../worker/shipping/zone.ts";

const [WEEKDAY, SATURDAY] = [
  { fromMinutes: 600, toMinutes: 1_140 },
  { fromMinutes: 600, toMinutes: 960 },
];
export const BERLIN_PICKUP: PickupPoint = {
  open: true,
  address: { name: "Counter Mitte", line1: "Musterweg 1", line2: "", city: "Berlin", region: "", postalCode: "10115" },
  hours: [null, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, SATURDAY],
  readyHours: 2,
};
/** What `POST /api/admin/locations` takes. */
export const BERLIN = {
  id: "berlin",
  name: "Berlin",
  country: "DE",
  priority: 20,
  timeZone: "Europe/Berlin",
  cutOffMinutes: 960,
  pickup: BERLIN_PICKUP,
};
export const berlinCounter = (over: Partial<OpenPickup> = {}): OpenPickup => ({
  ...{ ...BERLIN, active: true, handlingDays: 0, version: 1 },
  ...over,
});
export const PICKUP_METHOD: ShippingMethod = {
  id: "pickup",
  kind: "pickup",
  names: {},
  fee: { by: "flat", amountMinor: 0 },
  freeFromMinor: null,
  daysMin: 0,
  daysMax: 0,
  refuses: [],
  locations: ["berlin"],
};
