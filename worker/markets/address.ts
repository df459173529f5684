/** What an address needs in each country the store ships to. An address is taken whole, tidied up, or refused field by field. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Address } from "../checkout/checkout.ts";
import { taxesByRegion } from "../pricing/tax.ts";
import type { Market } from "./markets.ts";
import { findRegion } from "./regions.ts";

/** Characters of each field. */
export const ADDRESS_FIELD_MAX = 100;

export type AddressField = Exclude<keyof Address, "country">;
type PostalCode = { pattern: RegExp; tidy(text: string): string; example: string };
/** `list`: one of the country's regions. `text`: free and optional. `none`: must be empty. */
export type AddressForm = {
  /** In the order people of the country write them. */
  fields: readonly AddressField[];
  region: "list" | "text" | "none";
  postalCode: PostalCode | null;
};

const asWritten = (text: string) => text;
const hyphenatedAt = (at: number) => (text: string) => {
  const digits = text.replaceAll(/[\s-]/g, "");
  return digits.length > at ? `${digits.slice(0, at)}-${digits.slice(at)}` : digits;
};
/** The inward part of a British postcode is its last three characters. */
const britishPostcode = (text: string) => {
  const packed = text.replaceAll(/\s/g, "").toUpperCase();
  return `${packed.slice(0, -3)} ${packed.slice(-3)}`.trim();
};

const withoutBlanks = (text: string) => text.replaceAll(/\s/g, "");
const canadianPostcode = (text: string) => {
  const packed = withoutBlanks(text).toUpperCase();
  return packed.length > 3 ? `${packed.slice(0, 3)} ${packed.slice(3)}` : packed;
};

const EUROPEAN = ["name", "line1", "line2", "postalCode", "city"] as const;
/** By country; its keys are the countries the store ships to. GB's pattern is that of gov.uk's bulk data transfer. */
export const ADDRESS_FORMS: Readonly<Record<string, AddressForm>> = {
  US: {
    fields: ["name", "line1", "line2", "city", "region", "postalCode"],
    region: "list",
    postalCode: { pattern: /^\d{5}(-\d{4})?$/, tidy: hyphenatedAt(5), example: "94103" },
  },
  GB: {
    fields: ["name", "line1", "line2", "city", "region", "postalCode"],
    region: "text",
    postalCode: { pattern: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, tidy: britishPostcode, example: "SW1A 1AA" },
  },
  DE: { fields: EUROPEAN, region: "none", postalCode: { pattern: /^\d{5}$/, tidy: asWritten, example: "10115" } },
  AT: { fields: EUROPEAN, region: "none", postalCode: { pattern: /^[1-9]\d{3}$/, tidy: asWritten, example: "1010" } },
  JP: {
    fields: ["postalCode", "region", "city", "line1", "line2", "name"],
    region: "text",
    postalCode: { pattern: /^\d{3}-\d{4}$/, tidy: hyphenatedAt(3), example: "100-0001" },
  },
  AE: { fields: ["name", "line1", "line2", "city", "region"], region: "list", postalCode: null },
  CA: {
    fields: ["name", "line1", "line2", "city", "region", "postalCode"],
    region: "list",
    postalCode: { pattern: /^[A-Z]\d[A-Z] \d[A-Z]\d$/, tidy: canadianPostcode, example: "K1A 0B1" },
  },
  FR: { fields: EUROPEAN, region: "none", postalCode: { pattern: /^\d{5}$/, tidy: asWritten, example: "75001" } },
  ES: { fields: EUROPEAN, region: "none", postalCode: { pattern: /^\d{5}$/, tidy: asWritten, example: "28001" } },
  IT: {
    fields: [...EUROPEAN, "region"],
    region: "text",
    postalCode: { pattern: /^\d{5}$/, tidy: asWritten, example: "00118" },
  },
  PL: {
    fields: EUROPEAN,
    region: "none",
    postalCode: { pattern: /^\d{2}-\d{3}$/, tidy: hyphenatedAt(2), example: "00-001" },
  },
  KR: {
    fields: ["postalCode", "region", "city", "line1", "line2", "name"],
    region: "text",
    postalCode: { pattern: /^\d{5}$/, tidy: asWritten, example: "04524" },
  },
  BR: {
    fields: ["name", "line1", "line2", "city", "region", "postalCode"],
    region: "list",
    postalCode: { pattern: /^\d{5}-\d{3}$/, tidy: hyphenatedAt(5), example: "01310-100" },
  },
  IN: {
    fields: ["name", "line1", "line2", "city", "region", "postalCode"],
    region: "list",
    postalCode: { pattern: /^[1-9]\d{5}$/, tidy: withoutBlanks, example: "110001" },
  },
};

/** `rule` names what is wrong, for pages that say it in their own language; `why` says it in English. */
export type AddressRule = "required" | "too_long" | "not_text" | "unknown_region" | "bad_postal_code" | "not_served";
export type AddressFault = { path: string; rule: AddressRule; why: string };
export type AddressProblem = { code: "request.invalid"; at: readonly AddressFault[] };

/**
 * The address with spaces tidied, the postal code in its usual form and the region as its code. What a country has no
 * use for (a postal code in the UAE) is left out of it. `at` holds every fault, each under `prefix`.
 */
export function checkAddress(
  given: Address,
  market: Market,
  prefix = "shippingAddress",
): Outcome<Address, AddressProblem> {
  const country = given.country.trim().toUpperCase();
  const form = market.countries.includes(country) ? ADDRESS_FORMS[country] : undefined;
  if (!form) return refusedAt(prefix, [["country", "not_served"]]);
  const address = tidy({ ...given, country }, form);
  const faults = (["name", "line1", "line2", "city", "region", "postalCode"] as const).flatMap((field) => {
    const rule = faultOf(address, field, form);
    return rule ? [[field, rule] as const] : [];
  });
  return faults.length > 0 ? refusedAt(prefix, faults) : done(address);
}

function tidy(given: Address, form: AddressForm): Address {
  const plain = (text: string) => text.normalize("NFC").replaceAll(/ +/g, " ").trim();
  const region = form.region === "none" ? "" : plain(given.region);
  return {
    name: plain(given.name),
    line1: plain(given.line1),
    line2: plain(given.line2),
    city: plain(given.city),
    region: form.region === "list" ? (findRegion(given.country, region)?.code ?? region) : region,
    // Full-width digits, as typed in Japan, become plain ones (NFKC).
    postalCode: form.postalCode?.tidy(plain(given.postalCode.normalize("NFKC"))) ?? "",
    country: given.country,
  };
}

/**
 * Where a download is taxed: the country, and the region where the tax is a region's. All else is left out, so that nobody
 * is asked for an address to which nothing is sent.
 */
export function checkTaxPlace(
  given: Address,
  market: Market,
  prefix = "shippingAddress",
): Outcome<Address, AddressProblem> {
  const country = given.country.trim().toUpperCase();
  if (!market.countries.includes(country) || !ADDRESS_FORMS[country])
    return refusedAt(prefix, [["country", "not_served"]]);
  const place = { name: "", line1: "", line2: "", city: "", region: "", postalCode: "", country };
  if (!taxesByRegion(country)) return done(place);
  const region = findRegion(country, given.region.trim());
  if (region) return done({ ...place, region: region.code });
  return refusedAt(prefix, [["region", given.region.trim() === "" ? "required" : "unknown_region"]]);
}

const CONTROL = /\p{Cc}/u;
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["line2"]);

function faultOf(address: Address, field: AddressField, form: AddressForm): AddressRule | null {
  const text = address[field];
  if (text.length > ADDRESS_FIELD_MAX) return "too_long";
  if (CONTROL.test(text)) return "not_text";
  if (text === "") return isRequired(field, form) ? "required" : null;
  if (field === "region" && form.region === "list" && !findRegion(address.country, text)) return "unknown_region";
  if (field === "postalCode" && form.postalCode && !form.postalCode.pattern.test(text)) return "bad_postal_code";
  return null;
}

/** Whether a form must insist on the field. */
export function isRequired(field: AddressField, form: AddressForm): boolean {
  if (!form.fields.includes(field) || MAY_BE_EMPTY.has(field)) return false;
  return field !== "region" || form.region === "list";
}

const WHY: Readonly<Record<AddressRule, string>> = {
  required: "is needed",
  too_long: `is longer than ${ADDRESS_FIELD_MAX} characters`,
  not_text: "holds characters that are not text",
  unknown_region: "is not a region of this country",
  bad_postal_code: "is not a postal code of this country",
  not_served: "is not a country this market ships to",
};

const refusedAt = (prefix: string, faults: readonly (readonly [string, AddressRule])[]) =>
  refused({
    code: "request.invalid",
    at: faults.map(([field, rule]) => ({ path: `${prefix}.${field}`, rule, why: WHY[rule] })),
  });
