/** What of a product its facets are made of. */
import { convertUnit } from "../../catalog/attributes/units.ts";
import type { Attribute } from "../../catalog/product.ts";
import type { FacetUnits } from "../facets/facet-label-store.ts";
import type { Kind } from "../ranking/search-plan.ts";

/** Attributes kept of one product, in their order: further ones hardly ever help to choose. */
const ATTRIBUTES_MAX = 32;
/** A longer text is a description, and no value to choose by. */
const VALUE_LENGTH_MAX = 60;
const KEY_LENGTH_MAX = 80;

/** Short names, since every row has them. */
export type Facts = {
  /** Its kinds: categories, those above them, its type. */
  k: readonly Kind[];
  /** Brand. */
  b: string;
  /** Texts and truths: key and value. */
  v: readonly (readonly [key: string, value: string])[];
  /** Numbers: key, value, unit. */
  n: readonly (readonly [key: string, value: number, unit: string])[];
};

/** Numbers are in their key's unit where it has one and theirs can be told in it; others are as they came. */
export function factsOf(
  brand: string,
  kinds: readonly Kind[],
  attributes: readonly Attribute[],
  units: FacetUnits,
): Facts {
  const kept = attributes.filter(isFacet).slice(0, ATTRIBUTES_MAX);
  return {
    k: kinds,
    b: brand,
    v: kept.flatMap((each) => (each.kind === "number" ? [] : [[each.key, String(each.value)] as const])),
    n: kept.flatMap((each) => (each.kind === "number" ? [numberIn(units, each)] : [])),
  };
}

function numberIn(
  units: FacetUnits,
  { key, value, unit }: Extract<Attribute, { kind: "number" }>,
): readonly [string, number, string] {
  const kept = units.get(key);
  const converted = kept && unit ? convertUnit(value, unit, kept) : null;
  return kept && converted !== null ? [key, converted, kept] : [key, value, unit ?? ""];
}

const isFacet = (attribute: Attribute): boolean =>
  attribute.key.length <= KEY_LENGTH_MAX &&
  (attribute.kind !== "text" || (attribute.value !== "" && attribute.value.length <= VALUE_LENGTH_MAX));
