/**
 * Which country's tax a sale bears, and whether it bears any. Goods sent to a consumer are taxed where they arrive (articles
 * 33 and 59c of Directive 2006/112/EC; VATA 1994 s 7 in the UK; nexus and destination in the US; the province of delivery
 * in Canada: Excise Tax Act, schedule IX; s 10 of India's IGST Act); what leaves for where the shop collects nothing is an export.
 * What the buyer collects is taxed where it lies (article 31 of the Directive; s 7 (2) VATA; section 310 A 1 of the Streamlined
 * Sales and Use Tax Agreement; schedule IX, part II; s 10 (1) (c) IGST Act), whoever buys: nothing was sent to anybody.
 */
import { isInEu } from "../markets/unions.ts";
import { type Exemption, exemptionAt } from "./exemptions/exemption.ts";
import { areaOf, type TaxArea, type TaxPlace } from "./tax-place.ts";
import { placeKey, type RateTable, ratesAt } from "./tax-rate.ts";
import type { TaxSettings } from "./tax-settings.ts";

/**
 * domestic: within the seller's country. oss: to a consumer in another member state (or goods to Northern Ireland), at the rate there. home_rate: the
 * same below the threshold, at the rate of home. destination: where the shop is registered abroad. export: it leaves
 * untaxed, and whoever takes it in pays there. not_collected: a state of the US where the shop has no nexus, or a home
 * whose rates nobody has given. reverse_charge: the business that buys owes the tax. exempt: the buyer has a certificate.
 */
export const TREATMENTS = [
  ...(["domestic", "oss", "home_rate", "destination"] as const),
  ...(["export", "not_collected", "reverse_charge", "exempt"] as const),
] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** Who buys. `vatCountry`: of the VAT number that was taken (`XI`: Northern Ireland's), or null. `exemptions`: the certificates of the account, wherever they hold. */
export type TaxBuyer = { vatCountry: string | null; exemptions: readonly Exemption[] };
export const CONSUMER: TaxBuyer = { vatCountry: null, exemptions: [] };

/**
 * `place` is where the rates come from; null where no tax is charged. `relief` is whose tax is then taken out of prices
 * that hold it; null where they hold none. `certificate`: the number by which the buyer is exempt.
 */
export type Supply = { treatment: Treatment; place: TaxPlace | null; relief: TaxPlace | null; certificate?: string };

const charged = (treatment: Treatment, { country, region }: TaxPlace): Supply => ({
  treatment,
  place: { country, region },
  relief: null,
});
const free = (treatment: Treatment, relief: TaxPlace | null): Supply => ({ treatment, place: null, relief });

/**
 * What the store knows, and the day on which it is asked. `isPastThreshold`: what was counted of sales to other member states
 * exceeds the Union's threshold, with this one. `collected`: the goods lie at the place, and are not sent there. `isLeftToBorder`:
 * they are worth more than sellers take the tax of, and their buyer owes it where they come in.
 */
type SupplyTerms = {
  settings: TaxSettings;
  table: RateTable;
  day: string;
  isPastThreshold?: boolean;
  collected?: boolean;
  isLeftToBorder?: boolean;
};

export function supplyOf(terms: SupplyTerms, to: TaxPlace, buyer: TaxBuyer): Supply {
  const { settings } = terms;
  const area = areaOf(to);
  const usual = terms.collected ? supplyAt(terms, area) : usualSupply(terms, area);
  if (area.isOutside && terms.collected)
    return free("not_collected", usual.place && { country: usual.place.country, region: "" });
  if (area.isOutside || terms.isLeftToBorder)
    return free("export", usual.place && { country: usual.place.country, region: "" });
  // A certificate frees from the tax of the place it is of; where none is charged, there is nothing to free from.
  const exemption = usual.place && exemptionAt(buyer.exemptions, usual.place, terms.day);
  if (exemption) return { ...free("exempt", usual.place), certificate: exemption.certificate };
  return !terms.collected && owesTaxItself(settings, area, buyer) ? free("reverse_charge", usual.place) : usual;
}

/** To somebody of whom nothing is known. */
function usualSupply({ settings, table, day, isPastThreshold = false }: SupplyTerms, area: TaxArea): Supply {
  const { seller, oss } = settings;
  if (!ratesAt(table, area, day)) return free(area.country === seller.country ? "not_collected" : "export", null);
  if (area.country === seller.country) return usSupply(settings, area) ?? charged("domestic", area);
  if (area.isUnion && isInEu(seller.country))
    return oss === "registered" || (oss === "counted" && isPastThreshold)
      ? charged("oss", area)
      : charged("home_rate", { country: seller.country, region: "" });
  if (!collects(settings, area.country)) return free("export", null);
  return usSupply(settings, area) ?? charged("destination", area);
}

/** Of goods that lie there: never another country's tax, and never an export. */
function supplyAt({ settings, table, day }: SupplyTerms, area: TaxPlace): Supply {
  const isHome = area.country === settings.seller.country;
  // A location in another member state is registered there, whatever is collected elsewhere.
  const isUnion = isInEu(area.country) && isInEu(settings.seller.country);
  const isTaxed = ratesAt(table, area, day) && (isHome || isUnion || collects(settings, area.country));
  if (!isTaxed) return free("not_collected", null);
  return usSupply(settings, area) ?? charged(isHome ? "domestic" : "destination", area);
}

/** Whether who buys may owe the tax itself: the number that says so is then to be looked up. */
export function mayReverseCharge(settings: TaxSettings, to: TaxPlace, buyer: TaxBuyer): boolean {
  const area = areaOf(to);
  return !area.isOutside && owesTaxItself(settings, area, buyer);
}

/**
 * A business registered in another member state, which goods are sent to from this one: articles 138 and 194 to 196 of the
 * Directive. Within the seller's own country it pays the tax like anybody. A number of Northern Ireland counts for goods
 * that go there.
 */
const owesTaxItself = ({ seller }: TaxSettings, { country, isUnion }: TaxArea, { vatCountry }: TaxBuyer): boolean =>
  isInEu(seller.country) &&
  isUnion &&
  country !== seller.country &&
  vatCountry !== null &&
  (isInEu(vatCountry) || (vatCountry === "XI" && country === "GB")) &&
  vatCountry !== seller.country;

const collects = ({ collectsIn }: TaxSettings, country: string) => collectsIn === null || collectsIn.includes(country);

function usSupply({ usStates }: TaxSettings, area: TaxPlace): Supply | null {
  const untaxed = area.country === "US" && usStates !== null && !usStates.includes(area.region);
  return untaxed ? free("not_collected", null) : null;
}

/** Whether both ends of an Indian sale lie in one state: then IGST is halved into CGST and SGST (sections 7 and 8, IGST Act). */
export const isWithinState = ({ seller }: TaxSettings, place: TaxPlace): boolean =>
  place.country === "IN" && seller.country === "IN" && placeKey(seller) === placeKey(place);
