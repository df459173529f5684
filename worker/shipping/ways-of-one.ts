/** The ways that one unit, alone, goes to each country of a market: what programs are told beside its price. */
import type { Market } from "../markets/markets.ts";
import { type GoodsFacts, shippedGoods } from "./shipped-goods.ts";
import { listShippingChoices } from "./shipping-choices.ts";
import type { ShippingZone } from "./zone.ts";

export type CountryWay = { country: string; name: string; amountMinor: number; daysMin: number; daysMax: number };

/** None to a country that it is not sent to. `facts` by product. */
export function waysToCountries(
  terms: { zones: readonly ShippingZone[]; market: Market; facts: ReadonlyMap<string, GoodsFacts> },
  unit: { sku: string; productId: string; weightGrams: number; amountMinor: number },
): CountryWay[] {
  const { zones, market, facts } = terms;
  const goods = shippedGoods([{ ...unit, quantity: 1, unitMinor: unit.amountMinor }], facts);
  return market.countries.flatMap((country) => {
    const choices = listShippingChoices({ zones, market, to: { country }, goods });
    const ways = choices.ok ? choices.value : [];
    return ways.map(({ name, amountMinor, daysMin, daysMax }) => ({ country, name, amountMinor, daysMin, daysMax }));
  });
}
