/** An address as a form has it: which fields a country needs, what they are called, and what is wrong with each. */
import { done, type Outcome, refused } from "../../worker/base/outcome.ts";
import type { Address } from "../../worker/checkout/checkout.ts";
import {
  ADDRESS_FIELDS,
  type AddressFault,
  type AddressRule,
  checkAddress,
  checkTaxPlace,
} from "../../worker/markets/address.ts";
import { type AddressField, addressFormOf } from "../../worker/markets/address-forms.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { phoneExample, phoneOf, phoneText } from "../../worker/markets/phone.ts";
import { findRegion } from "../../worker/markets/regions.ts";
import type { MessageKey, Translate } from "../messages.ts";
import type { Fields } from "./fields.ts";

/** The WHATWG's names, so that browsers fill in what they know. */
const AUTOCOMPLETE = {
  name: "name",
  line1: "address-line1",
  line2: "address-line2",
  district: "address-level3",
  city: "address-level2",
  region: "address-level1",
  postalCode: "postal-code",
  phone: "tel",
} as const satisfies Record<AddressField, string>;

const LABELS: Readonly<Record<AddressField, MessageKey>> = {
  name: "address.name",
  line1: "address.line1",
  line2: "address.line2",
  district: "address.district",
  city: "address.city",
  region: "address.region.province",
  postalCode: "address.postalCode",
  phone: "address.phone",
};
/** By the words of the address data, and by country where it has none that people there would use. */
const WORDS: Readonly<Partial<Record<AddressField, Readonly<Record<string, MessageKey>>>>> = {
  region: {
    area: "address.region.area",
    county: "address.region.county",
    department: "address.region.department",
    district: "address.district.district",
    do_si: "address.region.doSi",
    emirate: "address.region.emirate",
    island: "address.region.island",
    oblast: "address.region.oblast",
    parish: "address.region.parish",
    prefecture: "address.region.prefecture",
    region: "address.region",
    state: "address.region.state",
  },
  city: {
    post_town: "address.city.postTown",
    suburb: "address.city.suburb",
    district: "address.district.district",
  },
  district: {
    neighborhood: "address.district.neighborhood",
    district: "address.district.district",
    townland: "address.district.townland",
    village_township: "address.district.village",
  },
  postalCode: {
    zip: "address.postalCode.zip",
    pin: "address.postalCode.pin",
    eircode: "address.postalCode.eircode",
    GB: "address.postalCode.postcode",
    AU: "address.postalCode.postcode",
    BR: "address.postalCode.cep",
  },
};
const PARTS = { region: "state", city: "locality", district: "sublocality", postalCode: "zip" } as const;
/** The source has no word where it means a province, as in Canada, Italy and Spain; Brazil and India have states. */
const STATES: ReadonlySet<string> = new Set(["BR", "IN"]);

/** What this country calls the field; a general word where it has none of its own. */
export function addressLabel(t: Translate, field: AddressField, country: string): string {
  const words = addressFormOf(country)?.words ?? {};
  const word = field in PARTS ? words[PARTS[field as keyof typeof PARTS]] : undefined;
  const own = field === "region" && STATES.has(country) ? "state" : (word ?? country);
  return t(WORDS[field]?.[own] ?? LABELS[field]);
}

const FAULTS: Readonly<Record<AddressRule, MessageKey>> = {
  required: "address.fault.required",
  too_long: "address.fault.tooLong",
  not_text: "address.fault.notText",
  unknown_region: "address.fault.region",
  bad_postal_code: "address.fault.postalCode",
  other_region: "address.fault.postalRegion",
  bad_phone: "address.fault.phone",
  not_served: "address.fault.country",
};
/** The message, and its values. `field` may be `country` too. */
export const addressFaultOf = (t: Translate, rule: AddressRule, field: string, country: string) => ({
  key: FAULTS[rule],
  values: {
    field: field === "country" ? t("address.country") : addressLabel(t, field as AddressField, country),
    example: field === "phone" ? phoneExample(country) : (addressFormOf(country)?.postalCode?.example ?? ""),
  },
});

/** In the page's language. */
export function addressFault(t: Translate, rule: AddressRule, field: string, country: string): string {
  const { key, values } = addressFaultOf(t, rule, field, country);
  return t(key, values);
}

/** What is wrong with one field of a form. */
export type FieldFault = Pick<AddressFault, "path" | "rule">;

/**
 * The address as the API takes it, or every fault. Where the form offers a choice of regions one must be chosen, also in
 * countries where programs may write any text, or none.
 */
export function checkSentAddress(given: Address, market: Market): Outcome<Address, { at: readonly FieldFault[] }> {
  const checked = checkAddress(given, market);
  const choice = choiceFaultOf(given);
  if (!choice)
    return checked.ok ? done(checked.value) : refused({ at: inFormOrder(checked.problem.at, given.country) });
  const others = checked.ok ? [] : checked.problem.at.filter(({ path }) => path !== choice.path);
  return refused({ at: inFormOrder([...others, choice], given.country) });
}

/** Whoever goes down the list of faults goes down the form. What is no field of the country's stands first, as the country does. */
function inFormOrder(faults: readonly FieldFault[], country: string): FieldFault[] {
  const shown = fieldsFor(country).map(({ field }) => `.${field}`);
  const placeOf = ({ path }: FieldFault) => shown.findIndex((end) => path.endsWith(end));
  return faults.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The same of what is downloaded: where it is taxed. */
export function checkSentPlace(given: Address, market: Market): Outcome<Address, { at: readonly FieldFault[] }> {
  const checked = checkTaxPlace(given, market);
  return checked.ok
    ? done(checked.value)
    : refused({ at: [choiceFaultOf(given) ?? checked.problem.at[0]].flatMap((at) => at ?? []) });
}

/** What was left unchosen is told like what is not on the list: "choose one", where other fields say "fill this in". */
function choiceFaultOf({ country, region }: Address): FieldFault | null {
  if (!addressFormOf(country)?.regionChosen || findRegion(country, region.trim())) return null;
  return { path: "shippingAddress.region", rule: "unknown_region" };
}

const COUNTRY = /^[A-Za-z]{2}$/;

/** As sent, or empty; the country is the market's first unless another was chosen. What is no country's code is no choice. */
export function addressOf(fields: Fields, market: Market): Address {
  const chosen = fields.text("country");
  const country = COUNTRY.test(chosen) ? chosen.toUpperCase() : market.countries[0];
  const given = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, fields.text(field)]));
  return { ...emptyAddress(market), ...given, country };
}

/**
 * Whether another country was chosen than the one whose fields were shown: then the form is shown anew, with the fields of
 * that country and what was typed, and nothing is checked. That is how the choice works without a script.
 */
export function changedCountry(fields: Fields, { country }: Address): boolean {
  const shown = fields.text("shownCountry");
  return shown !== "" && shown !== country;
}

/** In the market's first country. */
export const emptyAddress = (market: Market): Address => ({
  name: "",
  line1: "",
  line2: "",
  city: "",
  region: "",
  postalCode: "",
  country: market.countries[0],
});

/** What the field holds: a telephone number as it is dialled in the country. */
export const fieldText = (address: Address, field: AddressField): string => {
  const text = address[field] ?? "";
  return field === "phone" && phoneOf(text, address.country) ? phoneText(text, address.country) : text;
};

/** How a field is typed: what browsers fill in, and which keys a phone shows first. */
type Typing = {
  autocomplete: (typeof AUTOCOMPLETE)[AddressField];
  type?: "tel";
  inputmode?: "numeric";
  autocapitalize?: "characters" | "words";
};
export type ShownField = { field: AddressField; optional: boolean; typing: Typing };

/** The fields of a form, in the country's order; what a country never writes is left out. */
export function fieldsFor(country: string): readonly ShownField[] {
  const form = addressFormOf(country);
  if (!form) return [];
  const isNeeded = (field: AddressField) => form.required.has(field) || (field === "region" && form.regionChosen);
  return form.fields.map((field) => ({ field, optional: !isNeeded(field), typing: typingOf(field, country) }));
}

function typingOf(field: AddressField, country: string): Typing {
  const autocomplete = AUTOCOMPLETE[field];
  if (field === "name") return { autocomplete, autocapitalize: "words" };
  if (field === "phone") return { autocomplete, type: "tel" };
  if (field !== "postalCode") return { autocomplete };
  const isNumber = /^[\d -]*$/.test(addressFormOf(country)?.postalCode?.example ?? "");
  return isNumber ? { autocomplete, inputmode: "numeric" } : { autocomplete, autocapitalize: "characters" };
}
