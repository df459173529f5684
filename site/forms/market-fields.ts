/**
 * A market as fields: what they show of one, and the body of the API as typed. What is wrong is said by check-market.ts; its
 * paths lead back to the fields. Pure.
 */
import {
  COUNTRIES_MAX,
  type MarketFault,
  type MarketProblem,
  type MarketRule,
  POSITION_MAX,
} from "../../worker/markets/check-market.ts";
import type { MarketFacts, Markets } from "../../worker/markets/markets.ts";
import { PAYMENT_METHODS } from "../../worker/payments/payment-methods.ts";
import type { MessageKey } from "../messages.ts";
import { type Fault, type Faults, type Sent, wholeOf } from "./admin-fields.ts";

export const methodField = (type: string) => `method.${type}`;

/** Where a new one goes in the list: after all there are. */
const POSITION_STEP = 10;

/** Of a market, or of one that is to be made: as the default market is, in no country yet. */
export function marketFields(market: MarketFacts | null, markets: Markets): Readonly<Record<string, string>> {
  const { default: first, all } = markets;
  const last = Math.max(...all.map(({ position }) => position));
  const shown = market ?? first;
  return {
    id: market?.id ?? "",
    version: String(market?.version ?? 0),
    locale: shown.locale,
    countries: (market?.countries ?? []).join(", "),
    currency: shown.currency,
    priceListId: market?.priceListId ?? "",
    taxDisplay: shown.taxDisplay,
    shippingZoneId: market?.shippingZoneId ?? "",
    timeZone: market?.timeZone ?? "",
    domain: market?.domain ?? "",
    state: market?.state ?? "draft",
    position: String(market?.position ?? Math.min(last + POSITION_STEP, POSITION_MAX)),
    ...Object.fromEntries((market?.paymentMethods ?? []).map((type) => [methodField(type), "on"])),
  };
}

/** As typed, right or wrong. Countries may be parted by anything that is no letter. */
export const draftMarket = (sent: Sent): Record<string, unknown> => ({
  version: wholeOf(sent("version")),
  locale: sent("locale"),
  countries: countriesOf(sent("countries")),
  currency: sent("currency"),
  priceListId: sent("priceListId") || null,
  taxDisplay: sent("taxDisplay"),
  shippingZoneId: sent("shippingZoneId") || null,
  paymentMethods: PAYMENT_METHODS.map(({ type }) => type).filter((type) => sent(methodField(type)) === "on"),
  timeZone: sent("timeZone").trim(),
  domain: sent("domain").trim().toLowerCase() || null,
  state: sent("state"),
  position: wholeOf(sent("position")),
});

/** One more than there may be, at most: so that too many are refused. */
const countriesOf = (text: string): string[] =>
  text
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u, COUNTRIES_MAX + 2)
    .filter(Boolean);

const FORM: Fault = { key: "admin.fault.form" };
const POSITION: Fault = { key: "admin.fault.priority", values: { max: POSITION_MAX } };

/** Rules that only a form breaks that is not the one that was shown, or that has grown old. */
const OF_FORM = [
  ...(["locale_unknown", "currency_unknown", "price_list_invalid", "price_list_unknown"] as const),
  ...(["shipping_zone_invalid", "shipping_zone_unknown", "payment_method_invalid"] as const),
] as const;
type RuleOfForm = (typeof OF_FORM)[number];
const isOfForm = (rule: MarketRule): rule is RuleOfForm => (OF_FORM as readonly MarketRule[]).includes(rule);

/** Of the shape of the body, which a form as it was shown always has. */
export const faultsOfShape = (paths: readonly (readonly PropertyKey[])[]): Faults =>
  Object.fromEntries(paths.map(([part]) => [String(part), part === "position" ? POSITION : FORM]));

/** What the fields are called, in the order they stand in. */
const NAMES: Readonly<Record<string, MessageKey>> = {
  id: "markets.path",
  locale: "markets.language",
  domain: "markets.domain",
  countries: "markets.countries",
  timeZone: "markets.timeZone",
  shippingZoneId: "markets.zone",
  currency: "prices.currency",
  priceListId: "prices.list",
  taxDisplay: "markets.tax",
  paymentMethods: "markets.payment",
  state: "admin.status",
  position: "zones.position",
};

/** Each at its field; a country by what was typed. */
export function faultsOfMarket(at: readonly MarketFault[], sent: Sent): Faults {
  const typed = countriesOf(sent("countries"));
  const faults = at.map(({ path, rule }): readonly [string, Fault] => {
    const [part = "", row = ""] = path.split(".");
    if (rule === "position_invalid") return [part, POSITION];
    if (isOfForm(rule)) return [part, FORM];
    return [part, { key: `markets.fault.${rule}`, values: { country: typed[Number(row)] ?? "" } }];
  });
  // The first of each field is told, in the order the fields stand in.
  const first = new Map(faults.toReversed());
  return Object.fromEntries(Object.keys(NAMES).flatMap((name) => [...first].filter(([field]) => field === name)));
}

/** What is told above the form. */
export function faultOfMarket({ code }: Exclude<MarketProblem, { code: "market.invalid" }>): Fault {
  if (code === "market.too_many") return { key: "markets.fault.many" };
  return { key: code === "market.unknown" ? "markets.fault.unknown" : "markets.fault.changed" };
}

/** What a field is called in the list of faults. */
export const marketFieldName = (field: string): MessageKey => NAMES[field] ?? "markets.one";
