/**
 * The tax of an order from the store's own rates. Shipping is taxed like the goods: where those bear different rates it is
 * split by their value, as a supply that follows the main one (CJEU C-349/96 Card Protection Plan; Abschnitt 3.10 UStAE;
 * HMRC VAT Notice 700/24 on postage and delivery). In the US it is taxed in states that do.
 */
import { splitMinor, sumMinor } from "../pricing/money.ts";
import { STATES_TAXING_SHIPPING } from "./rates/us-shipping.ts";
import { reckonTax, roundingLevelOf, type TaxedItem } from "./reckon-tax.ts";
import type { TaxAnswer, TaxAsk } from "./tax-answer.ts";
import type { TaxClass } from "./tax-class.ts";
import { type Levy, leviesAt, type RateTable } from "./tax-rate.ts";

type Place = { country: string; region: string };
const taxesShipping = (place: Place | null): boolean =>
  place === null || place.country !== "US" || STATES_TAXING_SHIPPING.has(place.region);

/** `withinState`: an Indian sale that begins and ends in one state. */
export type TableTerms = { table: RateTable; withinState: boolean };

/** Of the goods of a class, where and when they are sold; none where no tax is charged. */
export function leviesOf(
  { table, withinState }: TableTerms,
  ask: Pick<TaxAsk, "supply" | "day">,
  of: TaxClass,
): readonly Levy[] {
  const { place } = ask.supply;
  if (!place) return [];
  const levies = leviesAt(table, place, of, ask.day);
  return withinState ? levies.flatMap(halved) : levies;
}

/** Central and state tax are each half of the integrated one: notification 1/2017 of both sets of rates. */
const halved = (levy: Levy): Levy[] =>
  levy.kind === "igst"
    ? (["cgst", "sgst"] as const).map((kind) => ({ ...levy, kind, per100k: levy.per100k / 2 }))
    : [levy];

export function quoteByTable(terms: TableTerms, ask: TaxAsk): TaxAnswer {
  const goods = ask.lines.map(({ amountMinor, taxClass }) => ({ amountMinor, levies: leviesOf(terms, ask, taxClass) }));
  const { place } = ask.supply;
  const shares = shareShipping(goods, ask.shippingMinor, place);
  const taxed = reckonTax([...goods, ...shares], ask.included, roundingLevelOf(place?.country ?? ""), ask.currency);
  return {
    source: "table",
    lines: taxed.slice(0, goods.length),
    shipping: shares.map(({ amountMinor }, at) => ({ amountMinor, parts: taxed[goods.length + at] ?? [] })),
  };
}

/** A share of the shipping for each set of levies, by the value of the goods that bear it. */
export function shareShipping(goods: readonly TaxedItem[], shippingMinor: number, place: Place | null): TaxedItem[] {
  if (shippingMinor === 0) return [];
  if (!taxesShipping(place)) return [{ amountMinor: shippingMinor, levies: [] }];
  const sets = [...Map.groupBy(goods, ({ levies }) => JSON.stringify(levies)).values()];
  const values = sets.map((items) => sumMinor(items.map(({ amountMinor }) => amountMinor)));
  const shares = splitMinor(shippingMinor, values);
  return sets.map((items, at) => ({ amountMinor: shares[at] ?? 0, levies: items[0]?.levies ?? [] }));
}
