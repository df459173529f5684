/**
 * The tax on what is sold together, to the minor unit. Where it is rounded is stated per country (docs/money.md): once for
 * each rate on the document, or line by line. What is rounded once is then split over the lines, so parts sum to the whole.
 * Half a unit goes up: Revenu Québec, "Calculating the Taxes"; HMRC VATREC12020; section 165.2 of Canada's Excise Tax Act.
 */
import { assert } from "../base/assert.ts";
import { type Currency, payableMinor, scaleMinor, splitMinor, sumMinor } from "../pricing/money.ts";
import { type Levy, RATE_BASE, type TaxKind } from "./tax-rate.ts";

/** An amount as it is shown, and what is levied on it. */
export type TaxedItem = { amountMinor: number; levies: readonly Levy[] };
/** What one tax comes to on one item. `at`: whose it is, where several levy the same tax (state, county, city). */
export type TaxPart = { kind: TaxKind; per100k: number; amountMinor: number; at?: string };
export type RoundingLevel = "rate" | "line";

/** Brazil's invoice states the tax item by item and sums it up (Nota Fiscal Eletrônica, groups M and W). */
const BY_LINE: ReadonlySet<string> = new Set(["BR"]);
/** The others: once per rate and document, as Japan's qualified invoices must (article 70-10 of the Consumption Tax Order). */
export const roundingLevelOf = (country: string): RoundingLevel => (BY_LINE.has(country) ? "line" : "rate");

/**
 * The parts of each item, in the order of its levies. `included`: the amounts hold the tax. What comes on top of them is
 * charged, so it is rounded to what can be paid in `currency`.
 */
export function reckonTax(
  items: readonly TaxedItem[],
  included: boolean,
  level: RoundingLevel,
  currency: Currency | null = null,
): TaxPart[][] {
  const charged = included ? null : currency;
  if (level === "line") return items.map((item) => reckonTogether([item], included, charged)[0] ?? []);
  const places = Map.groupBy(
    items.map((_, at) => at),
    (at) => keyOf(items[at]?.levies ?? []),
  );
  const reckoned: TaxPart[][] = items.map(() => []);
  for (const together of places.values()) {
    const parts = reckonTogether(
      together.map((at) => items[at] ?? { amountMinor: 0, levies: [] }),
      included,
      charged,
    );
    for (const [index, at] of together.entries()) reckoned[at] = parts[index] ?? [];
  }
  return reckoned;
}

const keyOf = (levies: readonly Levy[]) => levies.map(({ kind, per100k }) => `${kind}:${per100k}`).join(" ");

/** Items that bear the same. */
function reckonTogether(items: readonly TaxedItem[], included: boolean, charged: Currency | null): TaxPart[][] {
  const levies = items[0]?.levies ?? [];
  const amounts = items.map(({ amountMinor }) => amountMinor);
  const whole = sumMinor(amounts);
  const split = levies.map((levy) => {
    const taxMinor = taxOf(whole, levy, levies, included);
    return splitMinor(charged ? payableMinor(taxMinor, charged) : taxMinor, amounts);
  });
  return items.map((_, at) =>
    levies.map(({ kind, per100k }, index) => ({ kind, per100k, amountMinor: split[index]?.[at] ?? 0 })),
  );
}

/**
 * One of several taxes on an amount. Out of an amount that holds them it is `amount × rate ÷ (100 % + all rates)`, each
 * rounded by itself: rule 35 of India's CGST Rules, the "VAT fraction" elsewhere. One inside its own base is a part of the
 * whole: article 13 § 1 I of Brazil's Lei Complementar 87/1996.
 */
export function taxOf(amountMinor: number, levy: Levy, levies: readonly Levy[], included: boolean): number {
  const inside = sumMinor(levies.filter((each) => each.inside).map(({ per100k }) => per100k));
  const onTop = sumMinor(levies.filter((each) => !each.inside).map(({ per100k }) => per100k));
  assert(inside === 0 || onTop === 0, "a place levies its taxes inside the price or on top of it, not both");
  if (inside > 0) return scaleMinor(amountMinor, levy.per100k, included ? RATE_BASE : RATE_BASE - inside);
  return scaleMinor(amountMinor, levy.per100k, included ? RATE_BASE + onTop : RATE_BASE);
}

/** What is left of an amount that holds the taxes. */
export const withoutTax = (amountMinor: number, levies: readonly Levy[]): number =>
  amountMinor - sumMinor(levies.map((levy) => taxOf(amountMinor, levy, levies, true)));

export const taxOfParts = (parts: readonly TaxPart[]): number => sumMinor(parts.map(({ amountMinor }) => amountMinor));

/** What one rate of one tax came to on a document. `netMinor`: of what it was levied on. */
export type TaxGroup = { kind: TaxKind; per100k: number; netMinor: number; taxMinor: number; at?: string };

/** By tax, rate and who levies it, in the order they are first met. */
export function groupTaxes(
  items: readonly { amountMinor: number; parts: readonly TaxPart[] }[],
  included: boolean,
): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  for (const { amountMinor, parts } of items) {
    const netMinor = included ? amountMinor - taxOfParts(parts) : amountMinor;
    for (const part of parts) {
      const { kind, per100k, at } = part;
      const key = `${kind}:${per100k}:${at ?? ""}`;
      const had = groups.get(key) ?? { kind, per100k, netMinor: 0, taxMinor: 0, ...(at !== undefined && { at }) };
      groups.set(key, { ...had, netMinor: had.netMinor + netMinor, taxMinor: had.taxMinor + part.amountMinor });
    }
  }
  return [...groups.values()];
}
