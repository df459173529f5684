/**
 * Which fields an address has in each country, in which order they are written, and which must be there: Google's address
 * data (libaddressinput's rules), as tools/address-data.ts took it. Where the store knows better, it says so here.
 */
import type { Address } from "../checkout/checkout.ts";
import countries from "./address-data.json" with { type: "json" };
import { type PostalCode, postalCodeOf } from "./postal-code.ts";

export type AddressField = Exclude<keyof Address, "country">;
/** What a country calls its parts, in the words of the source; pages have their own for each. */
export type AddressWords = Readonly<Partial<Record<"state" | "locality" | "sublocality" | "zip", string>>>;
export type AddressForm = {
  /** In the order people of the country write them. */
  fields: readonly AddressField[];
  required: ReadonlySet<AddressField>;
  /** `list`: one of the country's regions. `text`: free. `none`: must be empty. */
  region: "list" | "text" | "none";
  /** Whether the store's own forms insist on a choice. Programs may leave a Japanese prefecture out. */
  regionChosen: boolean;
  postalCode: PostalCode | null;
  words: AddressWords;
  /** `%` and a letter for each field, `%n` for a new line; `latin` is the order in Latin letters. */
  format: string;
  latin: string;
};

type Facts = {
  fmt: string;
  lfmt?: string;
  require?: string;
  zip?: string;
  examples?: readonly string[];
  words?: AddressWords;
  regions?: readonly unknown[];
};
const FACTS = countries as unknown as Readonly<Record<string, Facts>>;

/** Of countries that the source says nothing of. */
const REQUIRED = "AC";
/** Japan's municipality is asked for by itself, as its own shops do; an Emirati address may name its town. */
const OTHERWISE: Readonly<Record<string, Partial<Facts>>> = {
  JP: { fmt: "〒%Z%n%S%C%n%A%n%N", lfmt: "%N%n%A%n%C, %S%n%Z", require: "ACSZ" },
  AE: { fmt: "%N%n%O%n%A%n%C, %S", require: "AS" },
};
const REGION_MAY_BE_TEXT: ReadonlySet<string> = new Set(["JP"]);

const FIELDS: Readonly<Record<string, readonly AddressField[]>> = {
  N: ["name"],
  A: ["line1", "line2"],
  D: ["district"],
  C: ["city"],
  S: ["region"],
  Z: ["postalCode"],
};
/** Never asked of anyone. */
const OPTIONAL: ReadonlySet<AddressField> = new Set<AddressField>(["line2", "district"]);

const made = new Map<string, AddressForm>();

/** Null of what is no country's code. */
export function addressFormOf(country: string): AddressForm | null {
  if (!Object.hasOwn(FACTS, country)) return null;
  const form = made.get(country) ?? formOf(country, { ...(FACTS[country] as Facts), ...OTHERWISE[country] });
  made.set(country, form);
  return form;
}

function formOf(country: string, facts: Facts): AddressForm {
  const { fmt, lfmt, require = REQUIRED, zip, examples = [], words = {}, regions = [] } = facts;
  const fields = [...fmt.matchAll(/%([NADCSZ])/g)].flatMap(([, letter = ""]) => FIELDS[letter] ?? []);
  const asked = ["name", ...[...require].flatMap((letter) => FIELDS[letter] ?? [])] as AddressField[];
  const required = new Set(asked.filter((field) => fields.includes(field) && !OPTIONAL.has(field)));
  const regionChosen = required.has("region") && regions.length > 0;
  const mayBeText = regions.length === 0 || REGION_MAY_BE_TEXT.has(country);
  if (mayBeText && regions.length > 0) required.delete("region");
  return {
    fields: [...fields, "phone"],
    required,
    region: fields.includes("region") ? (mayBeText ? "text" : "list") : "none",
    regionChosen,
    postalCode: zip ? postalCodeOf(country, zip, examples) : null,
    words,
    format: fmt,
    latin: lfmt ?? fmt,
  };
}
