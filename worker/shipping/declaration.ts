/** What a customs declaration (the post's CN 22 and CN 23, and what carriers ask instead) says of an order, line by line. */
import { sumMinor } from "../pricing/money.ts";

/** What the store knows of a product now: what was missing at the sale may be there by the time the parcel is packed. */
export type DeclaredFacts = { tariffCode: string | null; originCountry: string | null };
type SoldLine = {
  sku: string;
  productId: string;
  title: string;
  quantity: number;
  totalMinor: number;
  taxMinor: number;
  digital?: boolean;
};
export const DECLARED_FACTS = ["tariffCode", "originCountry", "weight"] as const;
export type DeclaredFact = (typeof DECLARED_FACTS)[number];
/** Of all units of the line together: `weightGrams` is null where it is not known, `worthMinor` is without tax. */
export type DeclaredLine = DeclaredFacts & {
  sku: string;
  productId: string;
  title: string;
  quantity: number;
  weightGrams: number | null;
  worthMinor: number;
  missing: readonly DeclaredFact[];
};
/** `weightGrams` is null while any line's is not known. */
export type Declaration = { lines: readonly DeclaredLine[]; weightGrams: number | null; worthMinor: number };

/** What is downloaded is no part of it. `facts` are by product, `weights` (grams of one) by SKU; 0 says nothing. */
export function declarationOf(
  sold: readonly SoldLine[],
  taxIncluded: boolean,
  facts: ReadonlyMap<string, DeclaredFacts>,
  weights: ReadonlyMap<string, number>,
): Declaration {
  const lines = sold
    .filter(({ digital }) => !digital)
    .map((line): DeclaredLine => {
      const { sku, productId, title, quantity, totalMinor, taxMinor } = line;
      const { tariffCode = null, originCountry = null } = facts.get(productId) ?? {};
      const weightGrams = (weights.get(sku) ?? 0) * quantity || null;
      const known = { tariffCode, originCountry, weight: weightGrams };
      return {
        ...{ sku, productId, title, quantity, tariffCode, originCountry, weightGrams },
        worthMinor: taxIncluded ? totalMinor - taxMinor : totalMinor,
        missing: DECLARED_FACTS.filter((fact) => known[fact] === null),
      };
    });
  const weighed = lines.flatMap(({ weightGrams }) => weightGrams ?? []);
  return {
    lines,
    weightGrams: weighed.length === lines.length ? sumMinor(weighed) : null,
    worthMinor: sumMinor(lines.map(({ worthMinor }) => worthMinor)),
  };
}
