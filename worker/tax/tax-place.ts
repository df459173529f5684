/**
 * Where a sale is taxed. Parts of a country that lie outside the area of its tax are told by their postal codes: what is
 * sent there leaves the area, and is taxed when it comes in. Source for the EU: article 6 of Directive 2006/112/EC.
 */

/** `region` is the code of a state or province where it has a say, else empty; of a postal code only the beginning is read. */
export type TaxPlace = { country: string; region: string; postalCode?: string };

const BY_REGION: ReadonlySet<string> = new Set(["US", "CA", "IN", "BR"]);
/** Whether the region has a say in the rate: then the country alone does not tell it. */
export const taxesByRegion = (country: string): boolean => BY_REGION.has(country);

/** Parts outside the area: the Canary Islands, Ceuta, Melilla; Büsingen, Heligoland; Livigno, Campione; the overseas departments; Åland. */
const OUTSIDE: Readonly<Record<string, RegExp>> = {
  ES: /^(35|38|51|52)/,
  DE: /^(78266|27498)$/,
  // 23030, Livigno's code of old, is that of a dozen towns inside.
  IT: /^(23041|22061)$/,
  FR: /^97/,
  FI: /^22/,
};
/** Parts with rates of their own, as regions of the rates: Jungholz and Mittelberg; the Azores and Madeira. */
const APART: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  AT: [[/^(6691|6991|6992|6993)$/, "DE"]],
  PT: [
    [/^9[5-9]/, "20"],
    [/^9[0-4]/, "30"],
  ],
};
/** Places with a country code of their own that are taxed as part of another: Monaco (France), the Isle of Man (the UK). */
const SAME_AREA: Readonly<Record<string, string>> = { MC: "FR", IM: "GB" };

export type TaxArea = { country: string; region: string; isOutside: boolean };

/** The country and region whose rates stand, and whether the place is outside the country's area. */
export function areaOf({ country, region, postalCode = "" }: TaxPlace): TaxArea {
  const code = postalCode.replaceAll(/\s/g, "");
  const home = SAME_AREA[country] ?? country;
  const isOutside = code !== "" && (OUTSIDE[home]?.test(code) ?? false);
  const apart = APART[home]?.find(([pattern]) => pattern.test(code))?.[1];
  return { country: home, region: apart ?? (taxesByRegion(home) ? region : ""), isOutside };
}
