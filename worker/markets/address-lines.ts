/**
 * An address as people of its country write it, one line each, in the order of its own script or of Latin letters; the
 * country's name in the reader's language. Addresses of older orders keep what their country's form has no room for.
 */
import type { Address } from "../checkout/checkout.ts";
import { addressFormOf } from "./address-forms.ts";
import type { Locale } from "./markets.ts";
import { phoneText } from "./phone.ts";
import { REGIONS } from "./regions.ts";
import { isolatedFor } from "./typography.ts";

/** These write a region's letters, all others its name. */
const REGION_AS_CODE: ReadonlySet<string> = new Set(["US", "CA", "AU", "IT", "BR"]);
/** In their own script, street and building stand on one line. */
const STREET_ON_ONE_LINE: ReadonlySet<string> = new Set(["JP", "KR", "CN", "TW", "HK"]);
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
/** Of countries that are none: no order's, but what is kept stays readable. */
const PLAIN = "%N%n%A%n%C%n%S%n%Z";

/** Parts that are empty are left out; the country comes last, before the telephone number where there is one. */
export function addressLinesOf(address: Address, locale: Locale): string[] {
  const { country, phone } = address;
  const countryName = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });
  const named = /^[A-Z]{2}$/.test(country) ? (countryName.of(country) ?? country) : country;
  return [...placeLines(address), named, ...(phone ? [isolatedFor(locale, phoneText(phone, country))] : [])];
}

const ENDS_IN_ARABIC = /\p{Script=Arabic}\P{L}*$/u;
/** That of the script in which what stands before it is written. */
const commaAfter = (text: string): string => (ENDS_IN_ARABIC.test(text) ? "\u060C" : ",");

/** All on one line. */
export const inOneLine = (lines: readonly string[]): string =>
  lines.reduce((text, line) => (text === "" ? line : `${text}${commaAfter(text)} ${line}`), "");

function placeLines(address: Address): string[] {
  const form = addressFormOf(address.country);
  const isLatin = !NOT_LATIN.test(`${address.name}${address.line1}${address.city}`);
  const format = (isLatin ? form?.latin : form?.format) ?? PLAIN;
  const parts = partsOf(address, isLatin);
  const lines = format.split("%n").flatMap((line) => (line === "%A" ? parts.street : [written(line, parts)]));
  const left = (["S", "D", "Z"] as const)
    .filter((letter) => !format.includes(`%${letter}`))
    .map((letter) => parts[letter]);
  return [...lines, ...left].filter(Boolean);
}

type Parts = Readonly<Record<"N" | "A" | "D" | "C" | "S" | "Z", string>> & { street: readonly string[] };

function partsOf(address: Address, isLatin: boolean): Parts {
  const { country, name, line1, line2, city, postalCode, district = "" } = address;
  const joined = [line1, line2].filter(Boolean).join(isLatin ? ", " : " ");
  const isOneLine = !isLatin && STREET_ON_ONE_LINE.has(country);
  const region = regionText(address, isLatin);
  return {
    N: name,
    A: joined,
    D: district,
    C: city,
    // Madrid is in Madrid: nobody writes it twice.
    S: region === city ? "" : region,
    Z: postalCode,
    street: isOneLine ? [joined] : [line1, line2],
  };
}

function regionText({ country, region }: Address, isLatin: boolean): string {
  if (REGION_AS_CODE.has(country)) return region;
  const names = REGIONS[country]?.find(({ code }) => code === region)?.names;
  if (!names) return region;
  const { en, ...own } = names;
  return isLatin ? en : (Object.values(own).find((name) => NOT_LATIN.test(name)) ?? en);
}

/** A line of the format with its parts; what stands before a part goes with it, and nothing is left standing between gaps. */
function written(line: string, parts: Parts): string {
  if (!line.includes("%")) return line;
  let text = "";
  for (const [, before = "", letter = ""] of line.matchAll(/([^%]*)%([A-Z])/g)) {
    const part = parts[letter as keyof Omit<Parts, "street">] ?? "";
    if (part !== "")
      text += `${text === "" ? before.replace(/^[\s,/]+/, "") : before.replace(",", commaAfter(text))}${part}`;
  }
  return text;
}
