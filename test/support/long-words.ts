/** Goods whose every word is as long as the store takes them, in each language of the catalogue: what pages have to bear. */
import { LANGUAGES, type Language } from "../../worker/markets/markets.ts";
import { MARKETS } from "./markets.ts";
import { askAsStaff } from "./staff.ts";

export const LONG_SKU = "LOOKS-LONG";
/** Of the collection they are in; of the goods, with a hyphen and the language. */
export const LONG_SLUG = "looks-long";
/** One word: what breaks a narrow column first. */
export const LONG_BRAND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const TITLE_LETTERS = 300;

const WORDS: Readonly<Record<Language, string>> = {
  en: "Counterrevolutionarily-overcompensated electroencephalographically",
  de: "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
  ja: "超高速ワイヤレスブルートゥーススピーカーシステム多機能防水",
  ar: "أفاستسقيناكموها والكهرومغناطيسية",
  fr: "anticonstitutionnellement hexakosioihexekontahexaphobie",
  es: "electroencefalografistas otorrinolaringológicamente",
  it: "precipitevolissimevolmente psiconeuroendocrinoimmunologia",
  pl: "konstantynopolitańczykowianeczka pięćdziesięciogroszówka",
  ko: "초고속무선블루투스스피커시스템다기능방수고음질",
  pt: "pneumoultramicroscopicossilicovulcanoconiótico",
  hi: "लौहपथगामिनीसूचकदर्शकहरितताम्रलौहपट्टिका",
};

/** As long as a title may be, with a word of emoji that belong together. */
export const longWords = (language: Language): string =>
  `${WORDS[language]} 👩‍👩‍👧‍👦 ${`${WORDS[language]} `.repeat(12)}`.slice(0, TITLE_LETTERS).trim();

/** Puts them on sale in every market, last in every list, and into a collection. */
export async function putLongWords(): Promise<void> {
  const prices = Object.fromEntries(MARKETS.map(({ currency }) => [currency, { amountMinor: 1_234_567 }]));
  const translations = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      {
        slug: `${LONG_SLUG}-${language}`,
        title: longWords(language),
        description: `${WORDS[language]} `.repeat(40).trim(),
      },
    ]),
  );
  const named = LANGUAGES.map((language) => [language, { slug: LONG_SLUG, name: longWords(language).slice(0, 120) }]);
  await askAsStaff("PUT", `/api/admin/collections/${LONG_SLUG}`, {
    version: 0,
    translations: Object.fromEntries(named),
  });
  await askAsStaff("PUT", `/api/admin/products/${LONG_SLUG}`, {
    status: "published",
    languageDefault: "en",
    brand: LONG_BRAND,
    productType: "headphones",
    rank: -1_000,
    translations,
    options: [{ name: WORDS.de.slice(0, 60), values: [WORDS.de.repeat(2).slice(0, 120)] }],
    newVariants: [
      {
        sku: LONG_SKU,
        options: { [WORDS.de.slice(0, 60)]: WORDS.de.repeat(2).slice(0, 120) },
        openingQuantity: 1_000,
        prices,
      },
    ],
  });
}
