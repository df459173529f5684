/** Rates that staff add: where they count, and whether they fit what a place levies. */
import type { TaxClass } from "./tax-class.ts";
import { taxesByRegion } from "./tax-place.ts";
import { type DatedRate, type LevyRates, placeKey, type RateTable, type TaxKind } from "./tax-rate.ts";

/** It stands beside those the store came with, and over one of the same day. `region` is empty for the whole country. */
export type AddedRate = DatedRate & { country: string; region: string; kind: TaxKind; taxClass: TaxClass };

/**
 * Those of whole countries come first, so that a region's own count in it whatever the order in which they were added. A
 * region that had no entry begins with what its country levies.
 */
export function withAdded(table: RateTable, added: readonly AddedRate[]): RateTable {
  const grown: Record<string, readonly LevyRates[]> = { ...table };
  for (const rate of [...added.filter(({ region }) => region === ""), ...added.filter(({ region }) => region !== "")])
    for (const key of keysOf(grown, rate)) grown[key] = levying(grown[key] ?? grown[rate.country] ?? [], rate);
  return grown;
}

/**
 * The entries a rate counts in. One of the whole country counts in each that has the tax already, or in all where it is new.
 * Where the tax does not go by region, parts apart (Jungholz, Madeira) have rates of their own, which the mainland's leave.
 */
function keysOf(table: RateTable, { country, region, kind }: AddedRate): string[] {
  if (region !== "") return [placeKey({ country, region })];
  const all = entriesOf(table, country);
  const having = all.filter((key) => table[key]?.some((levy) => levy.kind === kind));
  if (having.length > 0) return having;
  return all.length > 0 ? all : [country];
}

const entriesOf = (table: RateTable, country: string): string[] =>
  Object.keys(table).filter((key) => key === country || (taxesByRegion(country) && key.startsWith(`${country}-`)));

function levying(levied: readonly LevyRates[], { kind, taxClass, fromDate, per100k }: AddedRate): readonly LevyRates[] {
  const had: LevyRates = levied.find((levy) => levy.kind === kind) ?? { kind, rates: { standard: [] } };
  const dated = [...(had.rates[taxClass] ?? []).filter((rate) => rate.fromDate !== fromDate), { fromDate, per100k }];
  dated.sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
  const levy = { ...had, rates: { ...had.rates, [taxClass]: dated } };
  return levied.includes(had) ? levied.map((each) => (each === had ? levy : each)) : [...levied, levy];
}

/** `kinds` are the taxes of the place. `mixed`: its tax is a part of its own base, beside which no other can stand. */
type RateFit = { fit: "known" | "new" | "mixed"; kinds: readonly TaxKind[] };

/** Whether a place levies the tax already. Any is known where nothing is levied yet. */
export function fitOf(table: RateTable, rate: Pick<AddedRate, "country" | "region" | "kind">): RateFit {
  const { country, region, kind } = rate;
  const keys = region === "" ? entriesOf(table, country) : [placeKey(rate)];
  const levied = keys.flatMap((key) => table[key] ?? table[country] ?? []);
  const kinds = [...new Set(levied.map((levy) => levy.kind))];
  if (kinds.length === 0 || kinds.includes(kind)) return { fit: "known", kinds };
  return { fit: levied.some(({ inside }) => inside) ? "mixed" : "new", kinds };
}
