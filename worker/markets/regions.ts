/** The parts of a country, by the code that tax and carriers use. Where an address must name one, ADDRESS_FORMS says. */

import type { Language } from "./markets.ts";
import { BR_STATES, CA_PROVINCES, IN_STATES } from "./provinces.ts";

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

/** Prefectures, from north to south in the order of ISO 3166-2. Addresses carry their names, which are their codes here. */
const JP_PREFECTURES: readonly string[] = [
  "北海道",
  "青森県",
  "岩手県",
  "宮城県",
  "秋田県",
  "山形県",
  "福島県",
  "茨城県",
  "栃木県",
  "群馬県",
  "埼玉県",
  "千葉県",
  "東京都",
  "神奈川県",
  "新潟県",
  "富山県",
  "石川県",
  "福井県",
  "山梨県",
  "長野県",
  "岐阜県",
  "静岡県",
  "愛知県",
  "三重県",
  "滋賀県",
  "京都府",
  "大阪府",
  "兵庫県",
  "奈良県",
  "和歌山県",
  "鳥取県",
  "島根県",
  "岡山県",
  "広島県",
  "山口県",
  "徳島県",
  "香川県",
  "愛媛県",
  "高知県",
  "福岡県",
  "佐賀県",
  "長崎県",
  "熊本県",
  "大分県",
  "宮崎県",
  "鹿児島県",
  "沖縄県",
];

const named = (list: Readonly<Record<string, string>>): Region[] =>
  Object.entries(list).map(([code, en]) => ({ code, names: { en } }));

/** By country. One that is missing has none to choose from. */
export const REGIONS: Readonly<Record<string, readonly Region[]>> = {
  US: named(US_STATES),
  CA: Object.entries(CA_PROVINCES).map(([code, [en, fr = en]]) => ({ code, names: { en, fr } })),
  BR: named(BR_STATES),
  IN: named(IN_STATES),
  AE: AE_EMIRATES,
  JP: JP_PREFECTURES.map((name) => ({ code: name, names: { en: name } })),
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
