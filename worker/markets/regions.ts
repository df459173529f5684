/** The parts of a country an address must name one of, by the code that tax and carriers use. */

import type { Language } from "./markets.ts";

/** `code` is what an address keeps. */
export type Region = { code: string; names: Readonly<Partial<Record<Language, string>> & { en: string }> };

/** United States Postal Service's two letters; the 50 states and the District of Columbia. */
const US_STATES: Readonly<Record<string, string>> = {
  AL: "Alabama",
  AK: "Alaska",
  AZ: "Arizona",
  AR: "Arkansas",
  CA: "California",
  CO: "Colorado",
  CT: "Connecticut",
  DE: "Delaware",
  DC: "District of Columbia",
  FL: "Florida",
  GA: "Georgia",
  HI: "Hawaii",
  ID: "Idaho",
  IL: "Illinois",
  IN: "Indiana",
  IA: "Iowa",
  KS: "Kansas",
  KY: "Kentucky",
  LA: "Louisiana",
  ME: "Maine",
  MD: "Maryland",
  MA: "Massachusetts",
  MI: "Michigan",
  MN: "Minnesota",
  MS: "Mississippi",
  MO: "Missouri",
  MT: "Montana",
  NE: "Nebraska",
  NV: "Nevada",
  NH: "New Hampshire",
  NJ: "New Jersey",
  NM: "New Mexico",
  NY: "New York",
  NC: "North Carolina",
  ND: "North Dakota",
  OH: "Ohio",
  OK: "Oklahoma",
  OR: "Oregon",
  PA: "Pennsylvania",
  RI: "Rhode Island",
  SC: "South Carolina",
  SD: "South Dakota",
  TN: "Tennessee",
  TX: "Texas",
  UT: "Utah",
  VT: "Vermont",
  VA: "Virginia",
  WA: "Washington",
  WV: "West Virginia",
  WI: "Wisconsin",
  WY: "Wyoming",
};

/** Emirates, by the last part of their ISO 3166-2 code. */
const AE_EMIRATES: readonly Region[] = [
  { code: "AZ", names: { en: "Abu Dhabi", ar: "أبوظبي" } },
  { code: "AJ", names: { en: "Ajman", ar: "عجمان" } },
  { code: "DU", names: { en: "Dubai", ar: "دبي" } },
  { code: "FU", names: { en: "Fujairah", ar: "الفجيرة" } },
  { code: "RK", names: { en: "Ras Al Khaimah", ar: "رأس الخيمة" } },
  { code: "SH", names: { en: "Sharjah", ar: "الشارقة" } },
  { code: "UQ", names: { en: "Umm Al Quwain", ar: "أم القيوين" } },
];

/** By country. One that is missing has none to choose from. */
export const REGIONS: Readonly<Record<string, readonly Region[]>> = {
  US: Object.entries(US_STATES).map(([code, name]) => ({ code, names: { en: name } })),
  AE: AE_EMIRATES,
};

/** The region that a code or a name, in any of its languages and in any case, stands for. */
export function findRegion(country: string, text: string): Region | null {
  const wanted = text.toLowerCase();
  const fits = ({ code, names }: Region) =>
    code.toLowerCase() === wanted || Object.values(names).some((name) => name.toLowerCase() === wanted);
  return REGIONS[country]?.find(fits) ?? null;
}

/** Its name in a language, else in English; text that is no region's code is its own name. */
export function regionName(country: string, code: string, language: Language): string {
  const names = REGIONS[country]?.find((region) => region.code === code)?.names;
  return names?.[language] ?? names?.en ?? code;
}
