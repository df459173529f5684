/**
 * Where a parcel can be followed, at its carrier's own page for one number, in the form of address that the carrier gives out
 * for links. A carrier that has no such address (India Post asks for the number and a picture's letters), or that is not
 * here, is told by name and number alone.
 */

/** `names` as staff write them, folded; `at` takes the number, ready for an address. */
type Carrier = { names: readonly string[]; at(number: string): string };

const CARRIERS: readonly Carrier[] = [
  { names: ["ups", "united parcel service"], at: (number) => `https://www.ups.com/track?tracknum=${number}` },
  { names: ["dhl"], at: (number) => `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${number}` },
  { names: ["fedex", "federal express"], at: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}` },
  {
    names: ["usps", "us postal service", "united states postal service"],
    at: (number) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}`,
  },
  { names: ["royal mail"], at: (number) => `https://www.royalmail.com/track-your-item#/tracking-results/${number}` },
  {
    names: ["colissimo", "la poste", "laposte"],
    at: (number) => `https://www.laposte.fr/outils/suivre-vos-envois?code=${number}`,
  },
  // In the United Kingdom DPD has numbers and pages of its own; before the others.
  { names: ["dpd uk", "dpd local"], at: (number) => `https://track.dpd.co.uk/search?reference=${number}` },
  { names: ["dpd"], at: (number) => `https://tracking.dpd.de/status/en_US/parcel/${number}` },
  { names: ["gls"], at: (number) => `https://gls-group.com/EU/en/parcel-tracking?match=${number}` },
  {
    names: ["poste italiane"],
    at: (number) => `https://www.poste.it/cerca/index.html#/risultati-spedizioni/${number}`,
  },
  { names: ["inpost"], at: (number) => `https://inpost.pl/sledzenie-przesylek?number=${number}` },
  { names: ["correios"], at: (number) => `https://rastreamento.correios.com.br/app/index.php?objetos=${number}` },
  {
    names: ["yamato", "kuroneko", "ヤマト", "クロネコ"],
    at: (number) => `https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id=${number}`,
  },
  {
    names: ["sagawa", "佐川"],
    at: (number) => `https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo=${number}`,
  },
  {
    names: ["japan post", "日本郵便", "ゆうパック"],
    at: (number) => `https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1=${number}&locale=ja`,
  },
  {
    names: ["cj logistics", "cj대한통운", "대한통운"],
    at: (number) => `https://trace.cjlogistics.com/next/tracking.html?wblNo=${number}`,
  },
  { names: ["aramex", "أرامكس"], at: (number) => `https://www.aramex.com/track/results?ShipmentNumber=${number}` },
  {
    names: ["canada post", "postes canada"],
    at: (number) => `https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=${number}`,
  },
  {
    names: ["correos"],
    at: (number) => `https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number=${number}`,
  },
];
/** Companies of their own, whose names begin like another's. */
const OTHERS = ["correos express", "correos de mexico", "correos de chile", "correos de costa rica"];

/** Letters and digits, parted by spaces or dashes as on a label. */
const NUMBER = /^[a-z\d]{5,40}$/i;

/** What staff may choose from; any other name is taken as it is written. */
export const CARRIER_NAMES = [
  ...["DHL", "UPS", "FedEx", "USPS", "DPD", "GLS", "Royal Mail", "DPD UK", "Colissimo", "La Poste", "Poste Italiane"],
  ...["Correos", "InPost", "Canada Post", "Correios", "Yamato", "Sagawa", "Japan Post", "CJ Logistics", "Aramex"],
  "India Post",
] as const;

/** Null where there is no page for it, or where the number is none that a carrier gives. */
export function trackingUrlOf(carrier: string, trackingNumber: string): string | null {
  const number = trackingNumber.replace(/[\s-]/g, "");
  const name = foldedName(carrier);
  if (!NUMBER.test(number) || OTHERS.some((other) => says(name, other))) return null;
  const found = CARRIERS.find(({ names }) => names.some((each) => says(name, each)));
  return found ? found.at(encodeURIComponent(number)) : null;
}

/** `DHL Express` and `dhl-express` are `dhl express`; accents are left out. */
const foldedName = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();

/** Latin names begin it as whole words: UPS is no part of USPS. Others may stand anywhere: they are not parted by spaces. */
const says = (name: string, each: string): boolean =>
  /^[a-z ]+$/.test(each) ? name === each || name.startsWith(`${each} `) : name.includes(foldedName(each));
