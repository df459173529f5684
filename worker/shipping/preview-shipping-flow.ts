/** What a cart that nobody has would pay to an address: for staff who try out their zones. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { listLocations } from "../inventory/supply-store.ts";
import type { World } from "../world.ts";
import { promiseDelivery } from "./delivery-promise.ts";
import { nearestLocation, originOf } from "./origin.ts";
import { listShippingChoices, type ShippingProblem, zoneOf } from "./shipping-choices.ts";
import type { Destination, Hazard } from "./zone.ts";
import { listShippingZones } from "./zone-store.ts";

export type PreviewAsk = {
  market: string;
  to: Destination;
  /** In the market's currency. */
  subtotalMinor: number;
  weightGrams: number;
  hazard: Hazard | null;
};
/** `fromDate` and `toDate` are days (`YYYY-MM-DD`) of its arrival, if it is ordered now. */
export type PreviewChoice = { id: string; name: string; amountMinor: number; fromDate: string; toDate: string };
/** `zoneId` is empty where what is known of the address lies in no zone yet. */
export type ShippingPreview = { zoneId: string; items: PreviewChoice[] };

/** Cheapest first, by the zones as they are now. */
export async function previewShipping(
  world: World,
  ask: PreviewAsk,
): Promise<Outcome<ShippingPreview, ShippingProblem | { code: "market.unknown" }>> {
  const { to, subtotalMinor, weightGrams, hazard } = ask;
  const market = (await world.markets()).known(ask.market);
  if (!market) return refused({ code: "market.unknown" });
  const zones = await listShippingZones(world.catalog);
  const goods = { subtotalMinor, lines: [{ sku: "preview", weightGrams, hazard }] };
  const choices = listShippingChoices({ zones, market, to, goods });
  if (!choices.ok) return choices;
  const origin = originOf(nearestLocation(await listLocations(world.catalog), to.country), market);
  const items = choices.value.map(({ id, name, amountMinor, ...days }) => {
    const { fromDateIso, toDateIso } = promiseDelivery(origin, to.country, days, world.nowMs());
    return { id, name, amountMinor, fromDate: fromDateIso, toDate: toDateIso };
  });
  return done({ zoneId: zoneOf({ zones, market, to })?.id ?? "", items });
}
