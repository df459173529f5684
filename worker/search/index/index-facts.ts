/** What of a product its facets are made of. */
import type { Attribute } from "../../catalog/product.ts";
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

export function factsOf(brand: string, kinds: readonly Kind[], attributes: readonly Attribute[]): Facts {
  const kept = attributes.filter(isFacet).slice(0, ATTRIBUTES_MAX);
  return {
    k: kinds,
    b: brand,
    v: kept.flatMap((each) => (each.kind === "number" ? [] : [[each.key, String(each.value)] as const])),
    n: kept.flatMap((each) => (each.kind === "number" ? [[each.key, each.value, each.unit ?? ""] as const] : [])),
  };
}

const isFacet = (attribute: Attribute): boolean =>
  attribute.key.length <= KEY_LENGTH_MAX &&
  (attribute.kind !== "text" || (attribute.value !== "" && attribute.value.length <= VALUE_LENGTH_MAX));
