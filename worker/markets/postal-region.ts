/**
 * Postal codes that tell the region. Parts of Spain and Italy lie outside the area of the Union's tax, which goes by the code:
 * an address whose code and region disagree is delivered to one and taxed as the other. Source: Correos, códigos postales
 * (the first two digits are the province's number, as INE gives them); Livigno lies in Sondrio, Campione in Como.
 */
const SPAIN =
  "VI AB A AL AV BA PM B BU CC CA CS CR CO C CU GI GR GU SS H HU J LE L LO LU M MA MU NA OR O P GC PO SA TF S SG SE SO T TE TO V VA BI ZA Z CE ML";
/** By the beginnings of codes. */
const REGIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ES: Object.fromEntries(SPAIN.split(" ").map((region, at) => [String(at + 1).padStart(2, "0"), region])),
  IT: { "23041": "SO", "22061": "CO" },
};

/** Whether the code lies in a region, both as an address keeps them; true where the code does not tell. */
export function isCodeOfRegion(country: string, region: string, postalCode: string): boolean {
  const known = Object.hasOwn(REGIONS, country) ? REGIONS[country] : undefined;
  const told = known?.[postalCode] ?? known?.[postalCode.slice(0, 2)];
  return told === undefined || told === region;
}
