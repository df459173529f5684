/** What a store's own export says of its catalogue besides categories and products: a line each, before the products. */
import { z } from "@hono/zod-openapi";
import { attributeDefinitionShape } from "../../catalog/attributes/attribute-shape.ts";
import type { KeptDefinition } from "../../catalog/attributes/attribute-store.ts";
import type { WholeBrand, WholeCollection } from "../../catalog/groups/group-export-store.ts";
import { brandShape, collectionShape } from "../../catalog/groups/group-shapes.ts";
import { idShape } from "../../catalog/product-shapes.ts";
import { LANGUAGES } from "../../markets/markets.ts";
import { type FileProblem, whyOf } from "./file-problem.ts";

/** As whoever makes it is asked to: version 0, which is a new one. */
export const ownPartShape = z.union([
  z.strictObject({ attribute: attributeDefinitionShape }),
  z.strictObject({ brand: z.strictObject({ id: z.string().min(1).max(100), ask: brandShape }) }),
  z.strictObject({ collection: z.strictObject({ id: idShape, ask: collectionShape }) }),
]);
export type OwnPart = z.output<typeof ownPartShape>;

const KINDS = ["attribute", "brand", "collection"] as const;

/** What a line holds; null where it is none of these. */
export function ownPartOf(value: unknown, row: number): { part: OwnPart } | { problems: FileProblem[] } | null {
  const line = (typeof value === "object" && value !== null ? value : {}) as Record<string, Record<string, unknown>>;
  const kind = KINDS.find((each) => typeof line[each] === "object" && line[each] !== null);
  if (!kind) return null;
  const { id, ...rest } = line[kind] ?? {};
  const ask = { ...rest, version: 0 };
  const parsed = ownPartShape.safeParse({ [kind]: kind === "attribute" ? ask : { id, ask } });
  if (parsed.success) return { part: parsed.data };
  const [issue] = parsed.error.issues;
  return { problems: [{ row, column: kind, why: issue ? whyOf(issue) : "is none of this store's" }] };
}

/** In the order that the store lists them in; languages in that of every list. */
export const attributeLine = ({ version: _version, labels, shownUnits, ...rest }: KeptDefinition): string => {
  const { productType, key, kind, unit, facetable, required, position, archived } = rest;
  const inOrder = Object.fromEntries(LANGUAGES.flatMap((each) => (labels[each] ? [[each, labels[each]]] : [])));
  const units = Object.fromEntries(Object.entries(shownUnits).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const facts = { productType, key, kind, unit, shownUnits: units, labels: inOrder, facetable, required, position };
  return JSON.stringify({ attribute: { ...facts, ...(archived && { archived }) } });
};
export const brandLine = ({ id, slug, name, aliases, logoKey, archived, translations }: WholeBrand): string =>
  JSON.stringify({ brand: { id, slug, name, aliases, logoKey, ...(archived && { archived }), translations } });
export const collectionLine = (collection: WholeCollection): string => {
  const { id, rule, productIds, imageKey, published, archived, position, translations } = collection;
  const facts = { id, rule, productIds, imageKey, published, ...(archived && { archived }), position };
  return JSON.stringify({ collection: { ...facts, translations } });
};
