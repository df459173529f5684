/**
 * What the catalogue says by keys, in words: attributes and their units. The demo's keys have words in every locale; an
 * imported one that has none is shown as its source wrote it, made readable.
 */

import type { AttributeDefinition } from "../worker/catalog/attributes/attribute-definition.ts";
import { optionValue } from "../worker/catalog/option-words.ts";
import type { Attribute } from "../worker/catalog/product.ts";
import type { Language, Locale } from "../worker/markets/markets.ts";
import type { Format } from "./format.ts";
import { wordsOf } from "./messages.ts";

export type Fact = { label: string; value: string };
type Reader = { locale: Locale; language: Language; format: Format };
/** By the key of the attribute. */
type Definitions = ReadonlyMap<string, Pick<AttributeDefinition, "labels">>;

/**
 * In the order of the attributes; several values of one are one fact. What staff calls one comes before the store's own words
 * for it.
 */
export const factsOf = (
  attributes: readonly Attribute[],
  reader: Reader,
  definitions: Definitions = new Map(),
): Fact[] =>
  [...Map.groupBy(attributes, ({ key }) => key)].map(([key, same]) => ({
    label: labelOf(key, reader, definitions),
    value: listed(
      same.map((attribute) => shownValue(attribute, reader)),
      reader.locale,
    ),
  }));

const listed = (values: readonly string[], locale: Locale): string =>
  values.length === 1 ? (values[0] ?? "") : new Intl.ListFormat(locale, { type: "unit" }).format(values);

function labelOf(key: string, { locale, language }: Reader, definitions: Definitions): string {
  const labels = definitions.get(key)?.labels;
  return labels?.[language] ?? wordsOf(locale, `attributes.${key}`) ?? labels?.en ?? readable(key);
}

function shownValue(attribute: Attribute, { locale, format }: Omit<Reader, "language">): string {
  if (attribute.kind === "boolean") return wordsOf(locale, attribute.value ? "product.yes" : "product.no") ?? "";
  if (attribute.kind === "text") return optionValue(locale, attribute.value);
  return measured(attribute.value, attribute.unit, { locale, format });
}

/** Units with a plural, which each language has its own of; the others are signs, and `messages/{locale}/units.json` has them. */
export const SPANS: Readonly<Record<string, "year" | "day">> = { years: "year", days: "day" };

/** The space does not break, so that a number never stands apart from its unit. */
export function measured(
  value: number,
  unit: string | null | undefined,
  { locale, format }: Omit<Reader, "language">,
): string {
  if (!unit) return format.number(value);
  const span = Object.hasOwn(SPANS, unit) ? SPANS[unit] : undefined;
  if (span) return format.span(value, span);
  return `${format.number(value)}\u00a0${wordsOf(locale, `units.${unit}`) ?? unit}`;
}

/** `max-print-speed` and `maxPrintSpeed` read as `Max print speed`; what has spaces already is left alone. */
export function readable(key: string): string {
  if (/\s/.test(key)) return key;
  const parted = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/[-_.]+/g, " ");
  // What is all capitals stays so: USB, HDMI.
  const words = parted.trim().replace(/\p{Lu}\p{Ll}/gu, (letters) => letters.toLowerCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
