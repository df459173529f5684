/**
 * Where a sale is taxed. Parts of a country that lie outside the area of its tax are told by their postal codes: what is
 * sent there leaves the area, and is taxed when it comes in. Sources: article 6 of Directive 2006/112/EC for the EU; section 1
 * of the Value Added Tax Act 1994 with schedule 1 of the Interpretation Act 1978 for the UK, section 6 of the Isle of Man Act
 * 1979, article 8 and annex 3 of the Windsor Framework; § 1-2 of Norway's merverdiavgiftsloven; the treaty of 28 October 1994
 * between Switzerland and Liechtenstein on value added tax.
 */
import { isInEu } from "../markets/unions.ts";

/** `region` is the code of a state or province where it has a say, else empty; of a postal code only the beginning is read. */
export type TaxPlace = { country: string; region: string; postalCode?: string };

const BY_REGION: ReadonlySet<string> = new Set(["US", "CA", "IN", "BR"]);
/** Whether the region has a say in the rate: then the country alone does not tell it. */
export const taxesByRegion = (country: string): boolean => BY_REGION.has(country);

/** Parts outside the area that have a code of their own, and that addresses may name by the country's: Jersey, Guernsey; Svalbard and Jan Mayen; Åland. */
const OWN_CODE: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  GB: [
    [/^JE\d/, "JE"],
    [/^GY\d/, "GG"],
  ],
  NO: [[/^(917\d|8099)$/, "SJ"]],
  FI: [[/^22/, "AX"]],
};
/** Others outside it: the Canary Islands, Ceuta, Melilla; Büsingen, Heligoland; Livigno, Campione; France overseas; Mount Athos. */
const OUTSIDE: Readonly<Record<string, RegExp>> = {
  ES: /^(35|38|51|52)/,
  DE: /^(78266|27498)$/,
  // 23030, Livigno's code of old, is that of a dozen towns inside.
  IT: /^(23041|22061)$/,
  FR: /^(97|98[4678])/,
  GR: /^6308[67]$/,
};
/** Parts with rates of their own, as regions of the rates: Jungholz and Mittelberg; the Azores and Madeira. */
const APART: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  AT: [[/^(6691|6991|6992|6993)$/, "DE"]],
  PT: [
    [/^9[5-9]/, "20"],
    [/^9[0-4]/, "30"],
  ],
};
/** Places with a country code of their own that are taxed as part of another: Monaco, the Isle of Man, Liechtenstein. */
const SAME_AREA: Readonly<Record<string, string>> = { MC: "FR", IM: "GB", LI: "CH" };
/** Northern Ireland, whose rates are the UK's, and whose goods follow the Union's rules. */
const NORTHERN_IRELAND = /^BT\d/;

/** As it is compared. */
export const codeOf = ({ postalCode = "" }: Pick<TaxPlace, "postalCode">): string =>
  postalCode.replaceAll(/\s/g, "").toUpperCase();
const ownCodeOf = (country: string, code: string): string | null =>
  OWN_CODE[country]?.find(([pattern]) => pattern.test(code))?.[1] ?? null;
/** The place by its own code, where it has one. */
export function withOwnCode(place: TaxPlace): TaxPlace {
  const own = ownCodeOf(place.country, codeOf(place));
  return own === null ? place : { ...place, country: own };
}

/** `isUnion`: goods sent there go by the rules of the Union. A download has no postal code, so it never goes to Northern Ireland. */
export type TaxArea = { country: string; region: string; isOutside: boolean; isUnion: boolean };

/** The country and region whose rates stand, and whether the place is outside the country's area. */
export function areaOf({ country, region, postalCode = "" }: TaxPlace): TaxArea {
  const code = codeOf({ postalCode });
  const home = SAME_AREA[country] ?? country;
  const isOutside = code !== "" && (ownCodeOf(home, code) !== null || (OUTSIDE[home]?.test(code) ?? false));
  const apart = APART[home]?.find(([pattern]) => pattern.test(code))?.[1];
  const isUnion = isInEu(home) || (home === "GB" && NORTHERN_IRELAND.test(code));
  return { country: home, region: apart ?? (taxesByRegion(home) ? region : ""), isOutside, isUnion };
}
