/**
 * Whether a parcel crosses a border of customs or of tax, and what its buyer is told of it before they pay. Sources: Union
 * Customs Code (Regulation 952/2013), article 4; Windsor Framework, article 5, for Northern Ireland; 19 CFR 101.1 for the
 * US; HMRC, "VAT and overseas goods sold directly to customers in the UK", for consignments of up to £135; toll.no, "The VOEC
 * scheme"; Norway's tollavgiftsloven, whose customs territory leaves out Svalbard and Jan Mayen.
 */

import { isInEu } from "../markets/unions.ts";
import { areaOf, codeOf, type TaxPlace, withOwnCode } from "../tax/tax-place.ts";
import type { Duties } from "./zone.ts";

/**
 * What may be asked for on arrival: duties and taxes; duties, because the store took the tax; taxes, because there are no
 * duties; or nothing, because the store has taken or pays all.
 */
export const CUSTOMS_HINTS = ["duties_and_taxes", "duties", "taxes", "nothing"] as const;
export type CustomsHint = (typeof CUSTOMS_HINTS)[number];

/** Of the EU's customs, though each has a code of its own: Monaco, Åland, and France overseas as far as it belongs. */
const EU_BESIDE: ReadonlySet<string> = new Set("MC AX GP GF MQ RE YT MF".split(" "));
/** Of member states, and not of the EU's customs: Ceuta, Melilla; Heligoland, Büsingen; Livigno; Saint Pierre, Saint Barth, the Pacific. */
const EU_WITHOUT: Readonly<Record<string, RegExp>> = {
  ES: /^5[12]/,
  DE: /^(27498|78266)$/,
  IT: /^23041$/,
  FR: /^(975|97133|984|986|987|988)/,
};
/** States of the US by their postal codes that are not of its customs, though mail is sent there as within the country. */
const US_WITHOUT: ReadonlySet<string> = new Set("AS GU MP VI FM MH PW UM".split(" "));
/** Taxed apart from the country that their customs are those of. */
const TAXED_APART: ReadonlySet<string> = new Set("AX GP GF MQ RE YT MF JE GG SJ".split(" "));
/** Every customs area a place is of: Northern Ireland is of two. */
function areasOf(place: TaxPlace): string[] {
  const { country, region } = withOwnCode(place);
  const code = codeOf(place);
  if (isInEu(country)) {
    const [without] = EU_WITHOUT[country]?.exec(code) ?? [];
    return without === undefined ? ["EU"] : [without === "78266" ? "CH" : `${country}-${without}`];
  }
  if (EU_BESIDE.has(country)) return ["EU"];
  if (country === "GB") return code.startsWith("BT") ? ["GB", "EU"] : ["GB"];
  if (["IM", "JE", "GG"].includes(country)) return ["GB"];
  if (country === "LI") return ["CH"];
  if (country === "PR") return ["US"];
  return [country === "US" && US_WITHOUT.has(region) ? `US-${region}` : country];
}

/** Büsingen is of Switzerland's customs, and of its tax. */
const isTaxedApart = (place: TaxPlace): boolean =>
  !areasOf(place).includes("CH") && (areaOf(place).isOutside || TAXED_APART.has(place.country));

/** Which border lies between two places: of customs, of tax alone (the Canary Islands, Åland), or none. */
export function borderBetween(leaves: TaxPlace, arrives: TaxPlace): "customs" | "tax" | null {
  const [from, to] = [withOwnCode(leaves), withOwnCode(arrives)];
  const there = areasOf(to);
  if (!areasOf(from).some((area) => there.includes(area))) return "customs";
  const [isApart, isToApart] = [isTaxedApart(from), isTaxedApart(to)];
  return isApart === isToApart && (!isApart || from.country === to.country) ? null : "tax";
}

export type CustomsAsk = {
  from: TaxPlace;
  to: TaxPlace;
  /** Whose the zone says they are. */
  duties: Duties;
  /** Whether the price holds or bears the tax of where it goes. */
  isTaxed: boolean;
  /** Whether it is worth so little that the law has sellers take the tax. */
  isLowValue: boolean;
};

/** Null where no border is crossed. What is not known for sure is said as what may be. */
export function customsHintOf(ask: CustomsAsk): CustomsHint | null {
  const border = borderBetween(ask.from, ask.to);
  if (border === null) return null;
  if (ask.duties === "paid") return "nothing";
  if (border === "tax") return ask.isTaxed ? "nothing" : "taxes";
  if (!ask.isTaxed) return "duties_and_taxes";
  return isFreeOfDuty(ask) ? "nothing" : "duties";
}

/** Great Britain and Norway ask for no duty on what sellers take the tax of; Northern Ireland is of the EU's customs too. */
function isFreeOfDuty({ to, isLowValue }: CustomsAsk): boolean {
  const areas = areasOf(to);
  return isLowValue && areas.length === 1 && ["GB", "NO"].includes(areas[0] ?? "");
}
