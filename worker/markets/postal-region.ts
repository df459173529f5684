/**
 * Postal codes that tell the region. The parcel goes by the code and the tax by the region: an address whose two disagree is
 * delivered to one and taxed as the other. What a code tells is what the country's post writes beside it; where a beginning
 * lies in several regions it tells all of them, and one that is not listed tells none, so new codes are refused nowhere.
 *
 * Sources: Correos, códigos postales (the first two digits are the province's number, as INE gives them); USPS labelling list
 * L002; Canada Post, the first letter of a postal code; Correios, faixas de CEP; India Post, PIN code ranges; Australia Post,
 * postcode ranges by state. Livigno lies in Sondrio, Campione in Como.
 */

// Each region, or several with a stroke between, and its beginnings: one, or a range of one length. The longest that fits counts.
const SPAIN =
  "VI AB A AL AV BA PM B BU CC CA CS CR CO C CU GI GR GU SS H HU J LE L LO LU M MA MU NA OR O P GC PO SA TF S SG SE SO T TE TO V VA BI ZA Z CE ML";

/** With the codes of the territories, which are countries of their own here. The armed forces' tell none: forms have no such region. */
const UNITED_STATES = `
  PR: 006-007 009; VI: 008; AS: 96799; GU: 9690-9693; PW: 96939-96940;
  FM: 96941-96944; MP: 96950-96952; MH: 96960 96970; MA: 010-027 055; RI: 028-029; NH: 030-038; ME: 039-049;
  VT: 050-054 056-059; CT: 060-069; NJ: 070-089; NY: 005 06390 100-149; PA: 150-196; DE: 197-199;
  DC: 200 202 204-205; MD: 206-212 214-219; VA: 201 220-246; WV: 247-268; NC: 270-289; SC: 290-299;
  GA: 300-319 398-399; FL: 320-339 341-342 344 346-347 349; AL: 350-352 354-369; TN: 370-385; MS: 386-397;
  KY: 400-418 420-427; OH: 430-459; IN: 460-479; MI: 480-499; IA: 500-516 520-528; WI: 530-532 534-535 537-549;
  MN: 550-551 553-567; SD: 570-577; ND: 580-588; MT: 590-599; IL: 600-620 622-629; MO: 630-631 633-641 644-658;
  KS: 660-662 664-679; NE: 680-681 683-693; LA: 700-701 703-708 710-714; AR: 716-729; TX/AR: 755;
  OK: 730-731 734-741 743-749; TX: 733 750-754 756-799 885; CO: 800-816; WY: 820-831 83414; ID: 832-838;
  UT: 840-847; AZ: 850-853 855-857 859-860 863-865; NM: 870-884; NV: 889-891 893-895 897-898;
  CA: 900-908 910-928 930-961; HI: 967-968; OR: 970-979; WA: 980-986 988-994; AK: 995-999`;

/** Ministries on both sides of the Ottawa have codes that begin with K1A. */
const CANADA = `
  NL: A; NS: B; PE: C; NB: E; QC: G-H J; ON: K-N P; ON/QC: K1A; MB: R; SK: S; AB: T; BC: V; NT/NU: X; YT: Y`;

const BRAZIL = `
  SP: 01-19; RJ: 20-28; ES: 29; MG: 30-39; BA: 40-48; SE: 49; PE: 50-56; AL: 57; PB: 58; RN: 59; CE: 60-63;
  PI: 64; MA: 65; PA: 66-67 680-688; AP: 689; AM: 690-692 694-698; RR: 693; AC: 699; DF: 700-727 730-736;
  GO: 728-729 737-767; RO: 768-769; TO: 77; MT: 780-788; MS: 79; PR: 80-87; SC: 88-89; RS: 90-99`;

/** Where a sorting district reaches over a border, as around Chandigarh, Daman or Puducherry, both are told. */
const INDIA = `
  DL: 11; HR: 12-13; PB/CH: 14; PB: 15; CH/PB/HR: 16; HP: 17; JK/LA: 18-19; UP: 20-23 25 27-28; UP/UT: 24 26;
  RJ: 30-34; GJ/DH: 36 39; GJ: 37-38; MH: 40-44; GA: 403; MP: 45-48; CT: 49; TG: 50; TG/AP: 507; AP: 51-53;
  AP/PY: 533; KA: 56-59; TN/PY: 60; TN: 61-64; KL/PY: 67; KL/LD: 68; KL: 69; WB: 70-72 74; WB/SK: 73; AN: 744;
  OR: 75-77; AR/AS: 790-792; ML/AS: 793-794; MN: 795; MZ: 796; NL: 797-798; TR: 799; BR: 80 84-85; BR/JH: 81-82;
  JH: 83`;

/** Towns on the Murray and at the border of Queensland have the codes of either side, and a few of the outback of three. */
const AUSTRALIA = `
  ACT: 02 2600-2610 2612-2617 290-291; NSW: 1 20-23 25 292-299; NSW/JBT/ACT: 2540; NSW/QLD: 24;
  NSW/VIC/SA/ACT: 26-28; VIC/NSW: 3; VIC: 8; QLD/NSW/NT: 4; QLD: 9; SA/NSW: 5; WA: 6; TAS: 7; NT/SA/WA: 08;
  NT: 09`;

const TOLD: Readonly<Record<string, string>> = {
  ES: SPAIN.split(" ")
    .map((region, at) => `${region}: ${String(at + 1).padStart(2, "0")}`)
    .join(";"),
  IT: "SO: 23041; CO: 22061",
  ...{ US: UNITED_STATES, CA: CANADA, BR: BRAZIL, IN: INDIA, AU: AUSTRALIA },
};
const BEGINNING_MAX = 5;

/** By country, each beginning by itself; made where an address first needs it. */
const made = new Map<string, ReadonlyMap<string, readonly string[]>>();
function beginningsOf(country: string): ReadonlyMap<string, readonly string[]> {
  const known = made.get(country);
  if (known) return known;
  const told = Object.hasOwn(TOLD, country) ? (TOLD[country] ?? "").split(";") : [];
  const all = told.flatMap((line) => {
    const [regions = "", beginnings = ""] = line.split(":").map((part) => part.trim());
    return beginnings.split(" ").flatMap((text) => eachOf(text).map((one) => [one, regions.split("/")] as const));
  });
  const beginnings = new Map(all);
  made.set(country, beginnings);
  return beginnings;
}

/** `010-027` is eighteen beginnings, `K-N` four. */
function eachOf(text: string): string[] {
  const [from = "", to] = text.split("-");
  if (to === undefined) return [from];
  if (/\D/.test(from))
    return Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, at) =>
      String.fromCharCode(from.charCodeAt(0) + at),
    );
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) =>
    String(Number(from) + at).padStart(from.length, "0"),
  );
}

/** Whether the code lies in a region, both as an address keeps them; true where the code does not tell. */
export function isCodeOfRegion(country: string, region: string, postalCode: string): boolean {
  const beginnings = beginningsOf(country);
  for (let length = Math.min(BEGINNING_MAX, postalCode.length); length > 0; length -= 1) {
    const told = beginnings.get(postalCode.slice(0, length));
    if (told) return told.includes(region);
  }
  return true;
}
