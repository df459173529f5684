/** Takes an address whole, tidied up, or refuses it field by field, as its country's form asks. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Address } from "../checkout/checkout.ts";
import { taxesByRegion } from "../tax/tax-place.ts";
import { type AddressField, type AddressForm, addressFormOf } from "./address-forms.ts";
import type { Market } from "./markets.ts";
import { phoneOf } from "./phone.ts";
import { isText, plainText } from "./plain-text.ts";
import { isCodeOfRegion } from "./postal-region.ts";
import { findRegion } from "./regions.ts";

/** Characters of each field. */
export const ADDRESS_FIELD_MAX = 100;
/** In the order faults are told where a country's form names none. */
export const ADDRESS_FIELDS = ["name", "line1", "line2", "district", "city", "region", "postalCode", "phone"] as const;

/** `rule` names what is wrong, for pages that say it in their own language; `why` says it in English. */
export type AddressRule =
  | "required"
  | "too_long"
  | "not_text"
  | "unknown_region"
  | "bad_postal_code"
  | "other_region"
  | "bad_phone"
  | "not_served";
export type AddressFault = { path: string; rule: AddressRule; why: string };
export type AddressProblem = { code: "request.invalid"; at: readonly AddressFault[] };

/**
 * The address with spaces tidied, the postal code in its usual form and the region as its code. What a country has no
 * use for (a postal code in the UAE) is left out of it. `at` holds every fault, each under `prefix`.
 */
export function checkAddress(
  given: Address,
  market: Pick<Market, "countries">,
  prefix = "shippingAddress",
): Outcome<Address, AddressProblem> {
  const country = given.country.trim().toUpperCase();
  const form = market.countries.includes(country) ? addressFormOf(country) : null;
  if (!form) return refusedAt(prefix, [["country", "not_served"]]);
  const address = tidy({ ...given, country }, form);
  const faults = ADDRESS_FIELDS.flatMap((field) => {
    const rule = faultOf(address, field, form);
    return rule ? [[field, rule] as const] : [];
  });
  return faults.length > 0 ? refusedAt(prefix, faults) : done(address);
}

function tidy(given: Address, form: AddressForm): Address {
  const { country } = given;
  const kept = (field: AddressField) => (form.fields.includes(field) ? plainText(given[field] ?? "") : "");
  const region = kept("region");
  const district = kept("district");
  const phone = kept("phone");
  return {
    name: plainText(given.name),
    line1: plainText(given.line1),
    line2: plainText(given.line2),
    ...(district && { district }),
    city: plainText(given.city),
    region: findRegion(country, region)?.code ?? region,
    postalCode: form.postalCode?.tidy(kept("postalCode")) ?? "",
    country,
    ...(phone && { phone: phoneOf(phone, country) ?? phone }),
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
  if (!market.countries.includes(country) || !addressFormOf(country))
    return refusedAt(prefix, [["country", "not_served"]]);
  const place = { name: "", line1: "", line2: "", city: "", region: "", postalCode: "", country };
  if (!taxesByRegion(country)) return done(place);
  const region = findRegion(country, given.region.trim());
  if (region) return done({ ...place, region: region.code });
  return refusedAt(prefix, [["region", given.region.trim() === "" ? "required" : "unknown_region"]]);
}

/**
 * Who collects: a name, and a telephone number where one is given; nothing is sent, so there is no address. The country is
 * the one whose numbers are meant.
 */
export function checkContact(
  { name, phone = "" }: Pick<Address, "name" | "phone">,
  country: string,
  prefix = "shippingAddress",
): Outcome<Address, AddressProblem> {
  const tidied = plainText(phone);
  const number = tidied && (phoneOf(tidied, country) ?? tidied);
  const contact: Address = {
    ...{ name: plainText(name), line1: "", line2: "", city: "", region: "", postalCode: "", country },
    ...(number && { phone: number }),
  };
  const faults = (["name", "phone"] as const).flatMap((field) => {
    const rule = faultOf(contact, field, { required: NAMED });
    return rule ? [[field, rule] as const] : [];
  });
  return faults.length > 0 ? refusedAt(prefix, faults) : done(contact);
}
const NAMED: ReadonlySet<AddressField> = new Set(["name"]);

function faultOf(address: Address, field: AddressField, form: FaultForm): AddressRule | null {
  const text = address[field] ?? "";
  if (text.length > ADDRESS_FIELD_MAX) return "too_long";
  if (!isText(text)) return "not_text";
  if (text === "") return form.required.has(field) ? "required" : null;
  if (field === "region" && form.region === "list" && !findRegion(address.country, text)) return "unknown_region";
  if (field === "postalCode" && form.postalCode && !form.postalCode.pattern.test(text)) return "bad_postal_code";
  if (field === "phone" && phoneOf(text, address.country) !== text) return "bad_phone";
  return field === "postalCode" && isOfOtherRegion(address) ? "other_region" : null;
}

type FaultForm = Pick<AddressForm, "required"> & Partial<Pick<AddressForm, "region" | "postalCode">>;

const isOfOtherRegion = ({ country, region, postalCode }: Address): boolean =>
  findRegion(country, region) !== null && !isCodeOfRegion(country, region, postalCode);

const WHY: Readonly<Record<AddressRule, string>> = {
  required: "is needed",
  too_long: `is longer than ${ADDRESS_FIELD_MAX} characters`,
  not_text: "holds characters that are not text",
  unknown_region: "is not a region of this country",
  bad_postal_code: "is not a postal code of this country",
  other_region: "is of another region than the one given",
  bad_phone: "is not a telephone number: one of another country begins with + and its code",
  not_served: "is not a country this market ships to",
};

const refusedAt = (prefix: string, faults: readonly (readonly [string, AddressRule])[]) =>
  refused({
    code: "request.invalid",
    at: faults.map(([field, rule]) => ({ path: `${prefix}.${field}`, rule, why: WHY[rule] })),
  });
