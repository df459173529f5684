/** What of a product its facets are made of, and the words by which the full text narrows to a value of one. */
import type { Attribute } from "../../catalog/product.ts";
import { ATTRIBUTE_PREFIX } from "../facets/facet.ts";
import { categoryKind, kindTokenOf } from "../ranking/kind.ts";
import type { Kind } from "../ranking/search-plan.ts";
import { foldText } from "../words/fold-text.ts";

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

/** The word that stands in the full text of every product with this value of a facet. */
export function markOf(key: string, value: string): string {
  if (key === "category") return kindTokenOf(categoryKind(value));
  if (key === "brand") return kindTokenOf(`b:${foldText(value)}`);
  return kindTokenOf(`v:${key.slice(ATTRIBUTE_PREFIX.length)}=${value}`);
}

/** The words of a product's own facts. Categories have theirs among its kinds. */
export const marksOf = ({ b, v }: Facts): string[] => [
  ...(b === "" ? [] : [markOf("brand", b)]),
  ...v.map(([key, value]) => markOf(ATTRIBUTE_PREFIX + key, value)),
];
