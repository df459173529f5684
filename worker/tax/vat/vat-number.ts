/** A business's VAT number: read as people write it, kept in one way, held to its country's form. No register is asked here. */
import { isInEu } from "../../markets/unions.ts";
import { VAT_FORMS } from "./vat-forms.ts";

/** `prefix` is what the number begins with; `country` is ISO 3166-1 alpha-2; `number` stands without its prefix. */
export type VatNumber = { prefix: string; country: string; number: string };

/** Letters of a number and their spaces; the longest has fifteen. */
export const VAT_TEXT_MAX = 30;

const PREFIX_OF: Readonly<Record<string, string>> = { GR: "EL" };
const COUNTRY_OF: Readonly<Record<string, string>> = { EL: "GR", XI: "GB" };
const prefixOf = (country: string): string => PREFIX_OF[country] ?? country;

/** Whether numbers of the country are known here. */
export const hasVatForm = (country: string): boolean => Object.hasOwn(VAT_FORMS, prefixOf(country));

/** What people put around and into numbers. */
const BETWEEN = /[\s.\-/·–_\p{Cf}]/gu;
/** Of Switzerland and Norway: says that the number is registered for the tax, and is no part of it. */
const SUFFIX = /(MWST|TVA|IVA|TPV|MVA)$/;

/**
 * The number, or null where it is none: its form or its check does not hold. `country` is whose it is where it is written
 * without a prefix.
 */
export function readVatNumber(text: string, country: string): VatNumber | null {
  if (text.length > VAT_TEXT_MAX) return null;
  const signs = text.normalize("NFKC").toUpperCase().replaceAll(BETWEEN, "");
  const prefix = prefixOf(signs.slice(0, 2));
  return numberOf(prefix, signs.slice(2)) ?? numberOf(prefixOf(country), signs);
}

function numberOf(prefix: string, signs: string): VatNumber | null {
  const form = Object.hasOwn(VAT_FORMS, prefix) ? VAT_FORMS[prefix] : undefined;
  const number = tidied(prefix, signs);
  if (!form?.pattern.test(number) || !form.holds(number)) return null;
  return { prefix, country: COUNTRY_OF[prefix] ?? prefix, number };
}

/** Belgian and Greek numbers of old have a digit less; a Swiss one may come without the E of its prefix. */
function tidied(prefix: string, signs: string): string {
  if (prefix === "CH") return signs.replace(SUFFIX, "").replace(/^(?:CHE)?(?=\d{9}$)/, "E");
  if (prefix === "NO") return signs.replace(SUFFIX, "");
  if (prefix === "BE" && signs.length === 9) return `0${signs}`;
  return prefix === "EL" && signs.length === 8 ? `0${signs}` : signs;
}

/** As it is kept and printed: `DE129273398`. */
export const vatTextOf = ({ prefix, number }: VatNumber): string => prefix + number;

/** Whose it is to the Union: Northern Ireland's stand apart from the UK's others. */
export const vatCountryOf = ({ prefix, country }: VatNumber): string => (prefix === "XI" ? prefix : country);

/** Whether the Union's register has numbers of its kind. */
export const isInVies = ({ prefix, country }: VatNumber): boolean => isInEu(country) || prefix === "XI";
