/** The points where a cart may be collected in a market, what each costs and from when it would be ready. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { ShippingChoice } from "../checkout/checkout.ts";
import type { Location } from "../inventory/location.ts";
import { isPickupOpen, type OpenPickup, pickupAddressOf } from "../inventory/pickup.ts";
import type { Market } from "../markets/markets.ts";
import { feeMinorOf } from "./fee.ts";
import { methodName } from "./method-names.ts";
import { readyFrom } from "./pickup-ready.ts";
import { refusedLine, type ShippedGoods, type ShippingProblem } from "./shipping-choices.ts";
import { openIn, type ShippingMethod, type ShippingZone } from "./zone.ts";

/** Where and when to collect, as the buyer was told: kept with the order. */
export type PickupChoice = ShippingChoice & { pickup: NonNullable<ShippingChoice["pickup"]> };
type Ask = {
  zones: readonly ShippingZone[];
  locations: readonly Location[];
  market: Market;
  goods: ShippedGoods;
  nowMs: number;
};
type Offered = { method: ShippingMethod; location: OpenPickup };

/** No slug holds it, so no method's id is a choice's. */
const AT = "@";
/** What a checkout names: the method, and where. */
const pickupIdOf = ({ method, location }: Offered): string => `${method.id}${AT}${location.id}`;
export const isPickupId = (id: string): boolean => id.includes(AT);

/**
 * Cheapest first; of one location the first method that takes the goods. What a place is not sent, or no parcel may hold,
 * may be collected, unless the method itself refuses it.
 */
export function listPickups(ask: Ask): PickupChoice[] {
  const taken = offeredIn(ask).filter(({ method }) => !refusedLine(method, ask.goods));
  const choices = taken.flatMap((offered) => choiceOf(offered, ask) ?? []);
  const first = choices.filter(
    ({ pickup }, at) => choices.findIndex((other) => other.pickup.location === pickup.location) === at,
  );
  return first.toSorted((a, b) => a.amountMinor - b.amountMinor);
}

/** The one with this id, if it is offered at this moment. */
export function choosePickup(ask: Ask, id: string): Outcome<PickupChoice, ShippingProblem> {
  const offered = offeredIn(ask).find((each) => pickupIdOf(each) === id);
  if (!offered) return refused({ code: "checkout.pickup_closed" });
  const line = refusedLine(offered.method, ask.goods);
  if (line) return refused({ code: "checkout.method_refuses_goods", sku: line.sku });
  const choice = choiceOf(offered, ask);
  return choice ? done(choice) : refused({ code: "checkout.shipping_unknown" });
}

/** A market's goods are collected in its own countries, as they are sent there alone. */
function offeredIn({ zones, locations, market }: Ask): Offered[] {
  const open = new Map(locations.filter(isPickupOpen).map((location) => [location.id, location]));
  return openIn(zones, market.currency, market.shippingZoneId).flatMap(({ methods }) =>
    methods
      .filter(({ kind }) => kind === "pickup")
      .flatMap((method) =>
        (method.locations ?? []).flatMap((id) => {
          const location = open.get(id);
          return location && market.countries.includes(location.country) ? [{ method, location }] : [];
        }),
      ),
  );
}

function choiceOf(offered: Offered, { market, goods, nowMs }: Ask): PickupChoice | null {
  const { method, location } = offered;
  const weightGrams = goods.lines.reduce((sum, line) => sum + line.weightGrams, 0);
  const amountMinor = feeMinorOf(method, { subtotalMinor: goods.subtotalMinor, weightGrams });
  if (amountMinor === null) return null;
  return {
    id: pickupIdOf(offered),
    name: methodName(method, market.locale),
    amountMinor,
    daysMin: 0,
    daysMax: 0,
    pickup: {
      location: location.id,
      address: pickupAddressOf(location),
      hours: location.pickup.hours,
      readyFrom: readyFrom(location, market.timeZone, nowMs),
    },
  };
}
