/** A pick-up point as fields of its location's form: a state, an address, two times a day. Pure. */
import type { PickupPoint } from "../../worker/inventory/pickup.ts";
import { DAY_MINUTES, READY_HOURS_MAX, WEEK_DAYS } from "../../worker/inventory/pickup.ts";
import { ADDRESS_FIELDS, type AddressFault } from "../../worker/markets/address.ts";
import type { Translate } from "../messages.ts";
import { addressFaultOf } from "./address-form.ts";
import { type Fault, type Faults, type Sent, wholeOf } from "./admin-fields.ts";

export const PICKUP_STATES = ["none", "open", "closed"] as const;
type PickupField = (typeof ADDRESS_FIELDS)[number] | "state" | "readyHours";
export const pickupField = (what: PickupField) => `counter.${what}`;
export const hoursField = (day: number, what: "from" | "to") => `hours.${day}.${what}`;
/** Days as `WeekHours` has them, from Monday on. */
export const STAFF_WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
const DAYS = Array.from({ length: WEEK_DAYS }, (_none, day) => day);
const READY_HOURS = 2;

const pair = (value: number) => String(value).padStart(2, "0");
/** Fields of a time know no 24:00: the day's end is its last minute there. */
export const clockOf = (minutes: number) => {
  const shown = Math.min(minutes, DAY_MINUTES - 1);
  return `${pair(Math.floor(shown / 60))}:${pair(shown % 60)}`;
};

/** Minutes after midnight of a time such as 14:00; null of anything else. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.normalize("NFKC").trim()) ?? [];
  const isTime = hours !== undefined && Number(hours) < 24 && Number(minutes) < 60;
  return isTime ? Number(hours) * 60 + Number(minutes) : null;
}

export function pickupFields(pickup: PickupPoint | null): Record<string, string> {
  const fields: Record<string, string> = {
    [pickupField("state")]: pickup ? (pickup.open ? "open" : "closed") : "none",
    [pickupField("readyHours")]: String(pickup?.readyHours ?? READY_HOURS),
  };
  for (const field of ADDRESS_FIELDS) fields[pickupField(field)] = pickup?.address[field] ?? "";
  for (const [day, hours] of (pickup?.hours ?? []).entries()) {
    fields[hoursField(day, "from")] = hours ? clockOf(hours.fromMinutes) : "";
    fields[hoursField(day, "to")] = hours ? clockOf(hours.toMinutes) : "";
  }
  return fields;
}

/** What the API takes, right or wrong; null where nobody collects there. */
export function pickupOf(sent: Sent): unknown {
  const state = sent(pickupField("state"));
  if (state !== "open" && state !== "closed") return null;
  const [district, phone] = [sent(pickupField("district")).trim(), sent(pickupField("phone")).trim()];
  const text = (field: PickupField) => sent(pickupField(field)).trim();
  return {
    open: state === "open",
    address: {
      ...{ name: text("name"), line1: text("line1"), line2: text("line2"), city: text("city") },
      ...{ region: text("region"), postalCode: text("postalCode") },
      ...(district && { district }),
      ...(phone && { phone }),
    },
    hours: DAYS.map((day) => hoursOf(sent(hoursField(day, "from")), sent(hoursField(day, "to")))),
    readyHours: wholeOf(text("readyHours")),
  };
}

const hoursOf = (from: string, to: string): unknown => {
  if (from.trim() === "" && to.trim() === "") return null;
  const toMinutes = minutesOf(to);
  return { fromMinutes: minutesOf(from), toMinutes: toMinutes === DAY_MINUTES - 1 ? DAY_MINUTES : toMinutes };
};

const ADDRESS: Fault = { key: "pickup.fault.address" };
/** Where a path of the shape stands in the form: `["pickup", "hours", 1, "toMinutes"]`. */
export function pickupFaultAt([part, at]: readonly PropertyKey[]): readonly [string, Fault] {
  if (part === "readyHours")
    return [pickupField("readyHours"), { key: "policy.fault.number", values: { min: 0, max: READY_HOURS_MAX } }];
  if (part !== "hours") return [pickupField("line1"), ADDRESS];
  if (at === undefined) return [hoursField(1, "from"), { key: "pickup.fault.noHours" }];
  return [hoursField(Number(at), "to"), { key: "pickup.fault.hours" }];
}

/** What the address's country says is wrong with it, field by field. */
export const pickupAddressFaults = (t: Translate, at: readonly AddressFault[], country: string): Faults =>
  Object.fromEntries(
    at.map(({ path, rule }) => {
      const field = path.split(".").at(-1) ?? "";
      return [`counter.${field}`, addressFaultOf(t, rule, field, country)];
    }),
  );
