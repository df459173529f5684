/**
 * Words that say nothing of what is looked for, by language; the English ones hold everywhere. They stay where a
 * query has no others. Of words that mean something in another language each stands only in its own.
 */
import { foldText } from "./fold-text.ts";
import type { SearchLanguage } from "./search-language.ts";

const BY_LANGUAGE: Readonly<Record<SearchLanguage, string>> = {
  en: "a an and are at best buy by cheap do does for from i in is it my need new of on or some that the this to want what which with you your",
  de: "am auf aus bei das dem den der des die ein eine einem einen einer fur gunstig im in ist kaufen mein mit neu oder suche um und von zu zum zur",
  // Particles of Japanese. A piece is a run of letters, so only lone ones are meant.
  ja: "の に で を は が と も へ",
  ar: "من في على الى عن مع او و هذا هذه شراء",
  fr: "a acheter au aux avec avoir besoin ce ces cet cette cherche chez dans de des du elle en est et il je la le les leur ma mes meilleur meilleure mon moins ou par pas cher pour que qui sa ses sur un une vos votre",
  es: "a al barato barata busco comprar con cual de del el ella en es esta este la las lo los mas mejor mi mis necesito o para por que quiero se su sus un una uno unos unas y",
  it: "a ad agli ai al alla alle anche che chi col come comprare con cerco da dai dal dalla dalle degli dei del della delle di e ed economico gli ho i il in la le lo mi mio migliore nei nel nella nelle o per piu quale sui sul sulla su tra un una uno vorrei",
  pl: "a albo dla do i jaki jakie kupic lub ma moj na najlepszy najlepsze od oraz po pod przez przy sa sie szukam tani tanie tania to u w we z za ze",
  pt: "a ao aos as barato barata com comprar da das de do dos e em essa esse esta este eu melhor meu minha mais na nas no nos o os ou para pela pelo por preciso procuro que quero se seu sua um uma",
  ko: "및 또는 그리고 위한 추천 구매 저렴한 최고",
  hi: "और एक का कि के को में मे से पर या यह वह है लिए वाला वाली वाले खरीदें सस्ता सबसे",
};

/** English words that mean something elsewhere: French gold. */
const TELLING: Partial<Readonly<Record<SearchLanguage, readonly string[]>>> = { fr: ["or"] };

const sets = new Map<SearchLanguage, ReadonlySet<string>>();

function stopWordsOf(language: SearchLanguage): ReadonlySet<string> {
  const known = sets.get(language);
  if (known) return known;
  const words = foldText(`${BY_LANGUAGE.en} ${BY_LANGUAGE[language]}`).split(" ");
  const set = new Set(words.filter((word) => !TELLING[language]?.includes(word)));
  sets.set(language, set);
  return set;
}

export function withoutStopWords(pieces: readonly string[], language: SearchLanguage): readonly string[] {
  const stops = stopWordsOf(language);
  const telling = pieces.filter((piece) => !stops.has(piece));
  return telling.length > 0 ? telling : pieces;
}
