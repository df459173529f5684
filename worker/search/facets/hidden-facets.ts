/** Attributes that staff keep from the filters: the definition of a product's own type counts before what is said of every type. */
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { typeKind } from "../ranking/kind.ts";
import type { Kind } from "../ranking/search-plan.ts";
import { foldText } from "../words/fold-text.ts";

/** Keys that are not offered for a product of these kinds. */
export type HiddenFacets = (kinds: readonly Kind[]) => ReadonlySet<string>;

type Definition = Pick<AttributeDefinition, "productType" | "key" | "facetable">;

/** What nobody defined is offered. A product whose kinds tell no type has that of `other`. */
export function hiddenFacetsOf(definitions: readonly Definition[]): HiddenFacets {
  const byType = Map.groupBy(definitions, ({ productType }) => productType);
  const everywhere = hiddenOf(byType.get("") ?? [], new Set());
  const hidden = new Map(
    [...byType].map(([type, own]) => [typeKind(foldText(type)), hiddenOf(own, everywhere)] as const),
  );
  const other = hidden.get(typeKind("other")) ?? everywhere;
  return (kinds) => {
    const kind = kinds.find((each) => each.startsWith(TYPE_PREFIX));
    return kind ? (hidden.get(kind) ?? everywhere) : other;
  };
}
const TYPE_PREFIX = typeKind("");

function hiddenOf(own: readonly Definition[], before: ReadonlySet<string>): ReadonlySet<string> {
  const hidden = new Set(before);
  for (const { key, facetable } of own) {
    if (facetable) hidden.delete(key);
    else hidden.add(key);
  }
  return hidden;
}
