/** The ways a cart's goods can be sent to a destination, what each costs and how many working days it takes. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { ShippingChoice } from "../checkout/checkout.ts";
import type { Market } from "../markets/markets.ts";
import { feeMinorOf } from "./fee.ts";
import { methodName } from "./method-names.ts";
import { type Destination, type Hazard, type ShippingMethod, type ShippingZone, zoneAround, zoneFor } from "./zone.ts";

/** Of a line that is shipped: what keeps it from some methods, and from which places. */
export type ShippedLine = {
  sku: string;
  /** Of the whole line. */
  weightGrams: number;
  hazard?: Hazard | null;
  /** Countries (`AE`) and regions (`US-HI`) it is not sent to. */
  notTo?: readonly string[];
};
export type ShippedGoods = { subtotalMinor: number; lines: readonly ShippedLine[] };
/** `sku` is the line in the way: of all methods, or of the one that was chosen. */
export type ShippingProblem =
  | { code: "checkout.country_not_served" | "checkout.shipping_unknown" | "checkout.pickup_closed" }
  | { code: "checkout.goods_not_shipped" | "checkout.method_refuses_goods" | "checkout.pickup_short"; sku: string };

/** `dependsOnAddress`: what is known of it lies in no zone yet, and the rest may lie in this one, in another, or in none. */
export type ShippingQuote = ShippingChoice & { dependsOnAddress?: true };

type Ask = { zones: readonly ShippingZone[]; market: Market; to: Destination; goods: ShippedGoods };

/**
 * Cheapest first. Refused where nothing goes to the place, or a line of the cart goes by none of the methods. The country
 * alone may be asked about: a store whose zones are parts of it answers with what may be asked there.
 */
export function listShippingChoices(ask: Ask): Outcome<ShippingQuote[], ShippingProblem> {
  const zone = zoneOf(ask);
  if (zone) return choicesIn(zone, ask);
  const around = zoneIn(ask, zoneAround);
  if (!around) return refused({ code: "checkout.country_not_served" });
  const choices = choicesIn(around, ask);
  return choices.ok ? done(choices.value.map((choice) => ({ ...choice, dependsOnAddress: true }))) : choices;
}

function choicesIn(zone: ShippingZone, { market, to, goods }: Ask): Outcome<ShippingChoice[], ShippingProblem> {
  const kept = goods.lines.find((line) => line.notTo?.some((place) => isIn(place, to)));
  if (kept) return refused({ code: "checkout.goods_not_shipped", sku: kept.sku });
  // What is collected does not go there: see pickup-choices.ts.
  const methods = zone.methods.filter(({ kind }) => kind !== "pickup");
  const allowed = methods.filter((method) => !refusedLine(method, goods));
  const refusing = methods.map((method) => refusedLine(method, goods)).find((line) => line !== null);
  if (allowed.length === 0 && refusing) return refused({ code: "checkout.goods_not_shipped", sku: refusing.sku });
  const choices = allowed.flatMap((method) => choiceOf(method, zone, market, goods) ?? []);
  return done(choices.toSorted((a, b) => a.amountMinor - b.amountMinor));
}

/** The one with this id. The destination is all of the address: where that lies in no zone, nothing goes there. */
export function chooseShipping(ask: Ask, methodId: string): Outcome<ShippingChoice, ShippingProblem> {
  const zone = zoneOf(ask);
  if (!zone) return refused({ code: "checkout.country_not_served" });
  const choices = choicesIn(zone, ask);
  if (!choices.ok) return choices;
  const chosen = choices.value.find(({ id }) => id === methodId);
  if (chosen) return done(chosen);
  const method = zone.methods.find(({ id }) => id === methodId);
  const line = method && refusedLine(method, ask.goods);
  return refused(
    line ? { code: "checkout.method_refuses_goods", sku: line.sku } : { code: "checkout.shipping_unknown" },
  );
}

/** From which subtotal a method to the market's first country is free, for banners and carts. */
export function freeShippingFromMinor(zones: readonly ShippingZone[], market: Market): number | null {
  const ask = { zones, market, to: { country: market.countries[0] } };
  const zone = zoneOf(ask) ?? zoneIn(ask, zoneAround);
  const sums =
    zone?.methods.flatMap(({ kind, freeFromMinor }) => (kind === "pickup" ? [] : (freeFromMinor ?? []))) ?? [];
  return sums.length > 0 ? Math.min(...sums) : null;
}

/** The zone that the destination lies in, as far as it is known. */
export const zoneOf = (ask: Omit<Ask, "goods">): ShippingZone | null => zoneIn(ask, zoneFor);

/** Whether anything goes to the destination, or to a part of it. */
export const reaches = (ask: Omit<Ask, "goods">): boolean => zoneIn(ask, zoneAround) !== null;

/** A market sends to its own countries alone. */
const zoneIn = ({ zones, market, to }: Omit<Ask, "goods">, find: typeof zoneFor): ShippingZone | null =>
  market.countries.includes(to.country) ? find(zones, market.currency, to, market.shippingZoneId) : null;

export const refusedLine = ({ refuses }: ShippingMethod, { lines }: ShippedGoods): ShippedLine | null =>
  lines.find(({ hazard }) => hazard && refuses.includes(hazard)) ?? null;

const isIn = (place: string, to: Destination): boolean =>
  place === to.country || (to.region !== undefined && to.region !== "" && place === `${to.country}-${to.region}`);

function choiceOf(
  method: ShippingMethod,
  { duties }: ShippingZone,
  { locale }: Market,
  { subtotalMinor, lines }: ShippedGoods,
): ShippingChoice | null {
  const weightGrams = lines.reduce((sum, line) => sum + line.weightGrams, 0);
  const amountMinor = feeMinorOf(method, { subtotalMinor, weightGrams });
  if (amountMinor === null) return null;
  const { id, daysMin, daysMax } = method;
  return { id, name: methodName(method, locale), amountMinor, daysMin, daysMax, ...(duties === "paid" && { duties }) };
}
