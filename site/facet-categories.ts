/** Categories among the facets: named, in the order of the tree, each below the one it belongs to. Pure. */
import type { CategoryNode } from "../worker/catalog/category.ts";
import type { Facet, FacetValue } from "../worker/search/facets/facet.ts";

const KEY = "category";

/**
 * `within` are ids that every product of the list is in: they are left out, as is what no tree has, but for what is
 * chosen. A facet without a choice left is not offered.
 */
export function withCategoryNames(
  facets: readonly Facet[],
  tree: readonly CategoryNode[],
  within: readonly string[] = [],
): Facet[] {
  return facets.flatMap((facet) => {
    if (facet.key !== KEY || facet.kind !== "values") return [facet];
    const byId = new Map(facet.values.map((value) => [value.value, value]));
    for (const id of within) if (!byId.get(id)?.chosen) byId.delete(id);
    const values = inOrder(tree, byId, 0);
    return values.length > 1 || values.some(({ chosen }) => chosen) ? [{ ...facet, values }] : [];
  });
}

/** Siblings by how many products they have. */
function inOrder(nodes: readonly CategoryNode[], byId: ReadonlyMap<string, FacetValue>, level: number): FacetValue[] {
  const countOf = ({ id }: CategoryNode) => byId.get(id)?.count ?? 0;
  return nodes
    .toSorted((a, b) => countOf(b) - countOf(a))
    .flatMap(({ id, name, children }) => {
      const own = byId.get(id);
      const below = inOrder(children, byId, own ? level + 1 : level);
      return own ? [{ ...own, label: name, level }, ...below] : below;
    });
}
