/** An address as a form has it: which fields a country needs, what they are called, and what is wrong with each. */
import { done, type Outcome, refused } from "../../worker/base/outcome.ts";
import type { Address } from "../../worker/checkout/checkout.ts";
import {
  ADDRESS_FORMS,
  type AddressFault,
  type AddressField,
  type AddressRule,
  checkAddress,
  checkTaxPlace,
  isRequired,
} from "../../worker/markets/address.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { findRegion, REGIONS } from "../../worker/markets/regions.ts";
import type { MessageKey, Translate } from "../messages.ts";
import type { Fields } from "./fields.ts";

/** Every field but the country. A form has them in its country's order: see `fieldsFor`. */
export const ADDRESS_FIELDS = ["name", "line1", "line2", "city", "region", "postalCode"] as const;

/** The WHATWG's names, so that browsers fill in what they know. */
export const AUTOCOMPLETE: Readonly<Record<AddressField, AutoFill>> = {
  name: "name",
  line1: "address-line1",
  line2: "address-line2",
  city: "address-level2",
  region: "address-level1",
  postalCode: "postal-code",
};

const LABELS: Readonly<Record<AddressField, MessageKey>> = {
  name: "address.name",
  line1: "address.line1",
  line2: "address.line2",
  city: "address.city",
  region: "address.region",
  postalCode: "address.postalCode",
};
const COUNTRY_LABELS: Readonly<Record<string, Partial<Record<AddressField, MessageKey>>>> = {
  US: { region: "address.region.us", postalCode: "address.postalCode.us" },
  GB: { region: "address.region.gb", postalCode: "address.postalCode.gb" },
  JP: { region: "address.region.jp" },
  AE: { region: "address.region.ae" },
};
/** What this country calls the field; a general word where it has none of its own. */
export const addressLabel = (t: Translate, field: AddressField, country: string): string =>
  t(COUNTRY_LABELS[country]?.[field] ?? LABELS[field]);

const FAULTS: Readonly<Record<AddressRule, MessageKey>> = {
  required: "address.fault.required",
  too_long: "address.fault.tooLong",
  not_text: "address.fault.notText",
  unknown_region: "address.fault.region",
  bad_postal_code: "address.fault.postalCode",
  not_served: "address.fault.country",
};
/** In the page's language. `field` may be `country` too. */
export const addressFault = (t: Translate, rule: AddressRule, field: string, country: string): string =>
  t(FAULTS[rule], {
    field: field === "country" ? t("address.country") : addressLabel(t, field as AddressField, country),
    example: ADDRESS_FORMS[country]?.postalCode?.example ?? "",
  });

/** What is wrong with one field of a form. */
export type FieldFault = Pick<AddressFault, "path" | "rule">;

/**
 * The address as the API takes it, or every fault. Where the form offers a choice of regions one must be chosen, also in
 * countries where programs may write any text, or none.
 */
export function checkSentAddress(given: Address, market: Market): Outcome<Address, { at: readonly FieldFault[] }> {
  const checked = checkAddress(given, market);
  const choice = choiceFaultOf(given);
  if (!choice) return checked.ok ? done(checked.value) : refused({ at: checked.problem.at });
  const others = checked.ok ? [] : checked.problem.at.filter(({ path }) => path !== choice.path);
  return refused({ at: [...others, choice] });
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
  if (!Object.hasOwn(REGIONS, country) || findRegion(country, region.trim())) return null;
  return { path: "shippingAddress.region", rule: "unknown_region" };
}

const COUNTRY = /^[A-Za-z]{2}$/;

/** As sent, or empty; the country is the market's first unless another was chosen. What is no country's code is no choice. */
export function addressOf(fields: Fields, market: Market): Address {
  const chosen = fields.text("country");
  const country = COUNTRY.test(chosen) ? chosen.toUpperCase() : market.countries[0];
  const [name, line1, line2, city, region, postalCode] = ADDRESS_FIELDS.map((field) => fields.text(field));
  return {
    name: name ?? "",
    line1: line1 ?? "",
    line2: line2 ?? "",
    city: city ?? "",
    region: region ?? "",
    postalCode: postalCode ?? "",
    country,
  };
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

/** The fields of a form, in the country's order; what a country never writes is left out. */
export const fieldsFor = (country: string): readonly { field: AddressField; optional: boolean }[] => {
  const form = ADDRESS_FORMS[country];
  return form ? form.fields.map((field) => ({ field, optional: !isRequired(field, form) })) : [];
};

type AutoFill = "name" | "address-line1" | "address-line2" | "address-level2" | "address-level1" | "postal-code";
