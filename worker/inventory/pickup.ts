/** A location where shoppers collect what they bought: whether it does, what it is called, where it is and when it is open. */

import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Address } from "../checkout/checkout.ts";
import { type AddressProblem, checkAddress } from "../markets/address.ts";
import type { Location } from "./location.ts";

/** Minutes after midnight by the location's clock; `toMinutes` may be 1,440, the day's end. */
export type OpenHours = { fromMinutes: number; toMinutes: number };
/** Sunday first, as days of the week are counted; null is a day on which it is closed. */
export type WeekHours = readonly (OpenHours | null)[];

export type PickupPoint = {
  /** Staff may close the counter for a while, and keep what is said of it. */
  open: boolean;
  /** In the location's country. `name` is what shoppers read; `phone` whom they ring. */
  address: Omit<Address, "country">;
  hours: WeekHours;
  /** Hours from the order, or the next opening, until it is ready. */
  readyHours: number;
};

export const WEEK_DAYS = 7;
export const READY_HOURS_MAX = 336;
export const DAY_MINUTES = 1_440;

/** A location that gives goods out at this moment. */
export type OpenPickup = Location & { pickup: PickupPoint };
export const isPickupOpen = (location: Location): location is OpenPickup =>
  location.active && location.pickup?.open === true;

export const pickupAddressOf = ({ country, pickup }: OpenPickup): Address => ({ ...pickup.address, country });

/** With the address as the location's country writes it; refused field by field. */
export function checkPickup(pickup: PickupPoint, country: string): Outcome<PickupPoint, AddressProblem> {
  const checked = checkAddress({ ...pickup.address, country }, { countries: [country] }, "pickup.address");
  if (!checked.ok) return refused(checked.problem);
  const { country: _country, ...address } = checked.value;
  return done({ ...pickup, address });
}
