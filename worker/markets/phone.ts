/**
 * Telephone numbers of any country. They are kept as E.164 writes them (`+4930901820`) and shown as people of the country
 * do. The rules are those of Google's libphonenumber.
 */
import {
  type CountryCode,
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";

/** Longer text is no number, and is not looked at. E.164 has 15 digits; the rest is how people group them. */
const TEXT_MAX = 40;

/** In E.164, whatever digits and signs it was typed with; a number without a country's code is taken as one of `country`. Null of what is none. */
export function phoneOf(text: string, country: string): string | null {
  if (text.length > TEXT_MAX) return null;
  const number = parsePhoneNumberFromString(text.normalize("NFKC"), { ...homeOf(country), extract: false });
  return number?.isValid() && !number.ext ? number.number : null;
}

/** As it is dialled in `country`: without the country's code where it is its own. */
export function phoneText(phone: string, country: string): string {
  const number = parsePhoneNumberFromString(phone);
  if (!number) return phone;
  const isHome = isSupportedCountry(country) && number.countryCallingCode === getCountryCallingCode(country);
  return isHome ? number.formatNational() : number.formatInternational();
}

/** Such as people of the country would type it; empty where none is known. */
export function phoneExample(country: string): string {
  const home = homeOf(country).defaultCountry;
  return (home && getExampleNumber(home, examples)?.formatNational()) ?? "";
}

const homeOf = (country: string): { defaultCountry?: CountryCode } =>
  isSupportedCountry(country) ? { defaultCountry: country } : {};
