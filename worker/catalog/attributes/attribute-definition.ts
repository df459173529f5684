/** What may be said of products of a type: of which kind each attribute is, in which unit, and what it is called. */
import type { Language, MarketId } from "../../markets/markets.ts";
import type { Attribute } from "../product.ts";
import { convertUnit, isConvertible } from "./units.ts";

export type AttributeLabels = Readonly<Partial<Record<Language, string>>>;
/**
 * `productType` is empty for every type. `unit` is what values are kept in; `shownUnits` what some markets see. What is `archived`
 * holds nothing: whoever asks what may be said passes it over.
 */
export type AttributeDefinition = {
  productType: string;
  key: string;
  kind: Attribute["kind"];
  unit: string | null;
  shownUnits: Readonly<Record<MarketId, string>>;
  labels: AttributeLabels;
  facetable: boolean;
  required: boolean;
  position: number;
  archived: boolean;
};
/** Of all types together, archived ones too. */
export const DEFINITIONS_MAX = 2_000;

/** What a definition goes by. */
export type AttributeName = Pick<AttributeDefinition, "productType" | "key">;

/** `type/key` as one text: a slash, and the sign that writes it, are written in the type as addresses write them. */
export const attributeIdOf = ({ productType, key }: AttributeName): string =>
  `${productType.replaceAll("%", "%25").replaceAll("/", "%2F")}/${key}`;

/** Null for what is no such text. */
export function attributeNameOf(id: string): AttributeName | null {
  const end = id.indexOf("/");
  if (end < 0 || end === id.length - 1) return null;
  return { productType: id.slice(0, end).replaceAll("%2F", "/").replaceAll("%25", "%"), key: id.slice(end + 1) };
}

/** Those of a type, its own before what is said of every type; by position, then by key. */
export function definitionsOf(
  all: readonly AttributeDefinition[],
  productType: string,
): ReadonlyMap<string, AttributeDefinition> {
  const fitting = all
    .filter((each) => each.productType === "" || each.productType === productType)
    .toSorted((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
  const own = new Map(fitting.filter((each) => each.productType !== "").map((each) => [each.key, each]));
  return new Map(
    fitting.map(({ key }) => key).map((key) => [key, own.get(key) ?? fitting.find((each) => each.key === key)]) as [
      string,
      AttributeDefinition,
    ][],
  );
}

/** Every wrong place of a product's attributes, by its path; what nobody defined may be anything. */
export function wrongAttributes(
  attributes: readonly Attribute[],
  definitions: ReadonlyMap<string, AttributeDefinition>,
  isPublished: boolean,
): { path: string; why: string }[] {
  const said = new Set(attributes.map(({ key }) => key));
  const missing = [...definitions.values()].filter((each) => isPublished && each.required && !said.has(each.key));
  return [
    ...attributes.flatMap((attribute, index) => {
      const why = whyWrong(attribute, definitions.get(attribute.key));
      return why === null ? [] : [{ path: `attributes.${index}`, why }];
    }),
    ...missing.map(({ key }) => ({ path: "attributes", why: `${key} is needed before it is published` })),
  ];
}

function whyWrong(attribute: Attribute, definition: AttributeDefinition | undefined): string | null {
  if (!definition) return null;
  if (attribute.kind !== definition.kind) return `${attribute.key} is a ${definition.kind}`;
  if (attribute.kind !== "number") return null;
  const { unit } = attribute;
  if (definition.unit === null) return unit === undefined ? null : `${attribute.key} has no unit`;
  if (unit === undefined) return `${attribute.key} is in ${definition.unit}`;
  return isConvertible(unit, definition.unit) ? null : `${attribute.key} is in ${definition.unit}, not in ${unit}`;
}

/** In the definitions' order, what nobody defined after them; a number in the unit that the market is shown. */
export function attributesShown(
  attributes: readonly Attribute[],
  definitions: ReadonlyMap<string, AttributeDefinition>,
  market: MarketId,
): Attribute[] {
  const place = new Map([...definitions.keys()].map((key, index) => [key, index]));
  const at = ({ key }: Attribute) => place.get(key) ?? definitions.size;
  return attributes
    .toSorted((a, b) => at(a) - at(b))
    .map((attribute) => inUnitOf(attribute, definitions.get(attribute.key), market));
}

function inUnitOf(attribute: Attribute, definition: AttributeDefinition | undefined, market: MarketId): Attribute {
  if (attribute.kind !== "number" || attribute.unit === undefined || !definition) return attribute;
  const unit = definition.shownUnits[market] ?? definition.unit;
  const value = unit === null ? null : convertUnit(attribute.value, attribute.unit, unit);
  return value === null || unit === null ? attribute : { ...attribute, value, unit };
}
