/** What each language's words have in common, with the words of its shops. */
import { describe, expect, test } from "vitest";
import type { Language } from "../../worker/markets/markets.ts";
import { keyRows, traitsOfTerms } from "../../worker/search/index/row-terms.ts";
import { goesOn } from "../../worker/search/suggestion.ts";
import { foldText } from "../../worker/search/words/fold-text.ts";
import { readQuery } from "../../worker/search/words/query-words.ts";
import { SEARCH_LANGUAGES, type SearchLanguage } from "../../worker/search/words/search-language.ts";
import { wordsOf } from "../../worker/search/words/split-words.ts";
import { stemOf } from "../../worker/search/words/stem.ts";
import { synonymsOf } from "../../worker/search/words/synonyms.ts";

const stem = (word: string, language: SearchLanguage) => stemOf(foldText(word), language);

describe("forms of a word have one stem", () => {
  test.each<[SearchLanguage, string[]]>([
    ["fr", ["ordinateur", "ordinateurs"]],
    ["fr", ["câble", "câbles"]],
    ["fr", ["tableau", "tableaux"]],
    ["fr", ["journal", "journaux"]],
    ["fr", ["jeu", "jeux"]],
    ["fr", ["noir", "noire", "noirs", "noires"]],
    ["fr", ["batterie", "batteries"]],
    ["fr", ["écouteur", "écouteurs"]],
    ["es", ["auricular", "auriculares"]],
    ["es", ["luz", "luces", "luces"]],
    ["es", ["negro", "negra", "negros", "negras"]],
    ["es", ["ratón", "ratones"]],
    ["es", ["portátil", "portátiles"]],
    ["es", ["cable", "cables"]],
    ["it", ["cavo", "cavi"]],
    ["it", ["cuffia", "cuffie"]],
    ["it", ["tasca", "tasche"]],
    ["it", ["orologio", "orologi"]],
    ["it", ["portatile", "portatili"]],
    ["it", ["disco", "dischi"]],
    ["pt", ["botão", "botões"]],
    ["pt", ["portátil", "portáteis"]],
    ["pt", ["carregador", "carregadores"]],
    ["pt", ["preto", "preta", "pretos", "pretas"]],
    ["pt", ["mouse", "mouses"]],
    ["pt", ["lençol", "lençóis"]],
    ["pl", ["słuchawka", "słuchawki", "słuchawek", "słuchawkami"]],
    ["pl", ["głośnik", "głośniki", "głośników", "głośnikiem"]],
    ["pl", ["kabel", "kable", "kabli", "kablem"]],
    ["pl", ["ładowarka", "ładowarki", "ładowarek"]],
    ["pl", ["bezprzewodowy", "bezprzewodowa", "bezprzewodowe", "bezprzewodowych"]],
    ["pl", ["zegarek", "zegarki", "zegarków"]],
    ["pl", ["laptop", "laptopy", "laptopów", "laptopem"]],
    ["hi", ["जूता", "जूते", "जूतों"]],
    ["hi", ["घड़ी", "घड़ियाँ", "घड़ियों"]],
    ["hi", ["किताब", "किताबें", "किताबों"]],
    ["hi", ["बैटरी", "बैटरियां"]],
  ])("in %s: %j", (language, forms) => {
    expect(new Set(forms.map((form) => stem(form, language))).size).toBe(1);
  });

  test.each<[SearchLanguage, string, string]>([
    ["fr", "écran", "écrou"],
    ["fr", "poêle", "poil"],
    ["es", "pila", "pie"],
    ["it", "cavo", "capo"],
    ["pt", "capa", "cabo"],
    ["pl", "mysz", "myjka"],
    ["hi", "घड़ी", "गाड़ी"],
  ])("in %s %s is no %s", (language, one, other) => {
    expect(stem(one, language)).not.toBe(stem(other, language));
  });

  test("an English word has English forms in every language's texts only by its own rules", () => {
    expect(stemOf("laptops", "pl")).toBe("laptops");
    expect(readQuery("laptops", "pl", []).lookup.keys).toEqual(expect.arrayContaining(["pl=laptops", "e=laptop"]));
  });
});

test("the vocabulary lists a word under its stem in each language whose texts have it, and a query asks for the same", () => {
  const rows = (["fr", "de"] as const).map((wordsIn) => ({ ...EMPTY, title: "cables", wordsIn }));
  const keys = keyRows(traitsOfTerms(rows)).map(([key]) => key);
  for (const language of ["fr", "de", "en"] as const) {
    const asked = readQuery("cable", language, []).lookup.keys;
    expect(asked.filter((key) => key.includes("=")).some((key) => keys.includes(key))).toBe(true);
  }
  expect(keys.some((key) => key.startsWith("it="))).toBe(false);
});
const EMPTY = { brand: "", category: "", codes: "", text: "", kinds: "" };

describe("words meet however they are written", () => {
  test.each<[SearchLanguage, string, string]>([
    ["fr", "l'écran", "ecran"],
    ["fr", "Cartouche d’encre", "cartouche encre"],
    ["it", "custodia dell'auto", "custodia auto"],
    ["it", "un'asciugatrice", "asciugatrice"],
    ["fr", "Housse pour l'iPad", "housse pour ipad"],
    ["ko", "이어폰을", "이어폰"],
    ["ko", "노트북으로", "노트북"],
    ["ko", "케이블로", "케이블"],
    ["ko", "카메라를", "카메라"],
    ["hi", "घड़ी", "घडी"],
    ["hi", "हिन्दी", "हिंदी"],
    ["hi", "चाँद", "चांद"],
    ["hi", "कॅमेरा", "केमेरा"],
    ["hi", "फ़ोन", "फोन"],
    ["hi", "२४ इंच", "24 इंच"],
    ["ar", "٥٠٠ جيجابايت", "500 جيجابايت"],
    ["pl", "Głośnik", "glosnik"],
  ])("in %s %s is found by %s", (language, stored, asked) => {
    expect(wordsOf(stored, language)).toEqual(wordsOf(asked, language));
  });

  test("a name that begins with an elision is found with its sign and without", () => {
    expect(wordsOf("L'Oréal Paris", "fr")).toEqual(["loreal", "oreal", "paris"]);
    expect(wordsOf("l'oréal", "fr")).toEqual(["oreal"]);
    expect(wordsOf("De'Longhi", "it")).toEqual(["delonghi"]);
    expect(wordsOf("kid's don't", "en")).toEqual(["kids", "dont"]);
  });

  test("Korean nouns are found whether they are written together or apart", () => {
    const together = wordsOf("무선이어폰", "ko");
    expect(together).toEqual(["무선", "선이", "이어", "어폰"]);
    for (const word of wordsOf("무선 이어폰", "ko")) expect(together).toContain(word);
  });

  test("a Korean noun keeps an end that is no particle there", () => {
    expect(wordsOf("종이", "ko")).toEqual(["종이"]);
    expect(wordsOf("프로", "ko")).toEqual(["프로"]);
  });
});

describe("amounts are read as their language writes them", () => {
  test.each<[SearchLanguage, string, string]>([
    ["fr", "2 To", "2tb"],
    ["fr", "512 Go", "512gb"],
    ["fr", "15,6 pouces", "15.6in"],
    ["fr", "20 000 mAh", "20000mah"],
    ["de", "20.000 mAh", "20000mah"],
    ["de", "1.000,5 kg", "1000.5kg"],
    ["es", "27 pulgadas", "27in"],
    ["es", "0,750 l", "0.75l"],
    ["it", "32 pollici", "32in"],
    ["pt", "15,6 polegadas", "15.6in"],
    ["pl", "24 cale", "24in"],
    ["pl", "1,5 litra", "1.5 litra"],
    ["ko", "27인치", "27in"],
    ["hi", "5 लीटर", "5l"],
    ["hi", "1,00,000 mAh", "100000mah"],
    ["en", "20,000 mAh", "20000mah"],
  ])("in %s %s is %s", (language, text, words) => {
    expect(wordsOf(text, language).join(" ")).toBe(words);
  });

  test.each<[SearchLanguage, string, string[]]>([
    ["en", "2 to 4", ["2", "to", "4"]],
    ["fr", "iPhone 15 128 Go", ["iphone", "15", "128gb"]],
    ["fr", "USB 3.0", ["usb", "3.0"]],
    ["de", "2.5 GHz", ["2.5ghz"]],
    ["de", "192.168.100.100", ["192.168", "100.100"]],
  ])("in %s %s is %j", (language, text, words) => {
    expect(wordsOf(text, language)).toEqual(words);
  });
});

describe("what says nothing is left out, in its own language", () => {
  test.each<[SearchLanguage, string, string[]]>([
    ["fr", "housse pour le portable", ["housse", "portable"]],
    ["fr", "barre de son", ["barre", "son"]],
    ["fr", "bague or", ["bague", "or"]],
    ["en", "mit press", ["mit", "press"]],
    ["es", "funda para el móvil", ["funda", "movil"]],
    ["it", "borsa per il portatile", ["borsa", "portatile"]],
    ["pl", "etui na telefon", ["etui", "telefon"]],
    ["pt", "capa para celular", ["capa", "celular"]],
    ["hi", "लैपटॉप के लिए बैग", ["लैपटॉप", "बैग"]],
  ])("in %s %s looks for %j", (language, query, pieces) => {
    expect(readQuery(query, language, []).pieces).toEqual(pieces.map((piece) => foldText(piece)));
  });
});

describe("what shops call otherwise is found", () => {
  test.each<[SearchLanguage, string, string]>([
    ["fr", "ordinateurs portables", "laptop"],
    ["fr", "lave-linge", "machine a laver"],
    ["es", "sin cables", "wireless"],
    ["it", "cavi", "cable"],
    ["pl", "ładowarki", "charger"],
    ["pt", "fones de ouvido", "headphones"],
    ["ko", "보조배터리", "power bank"],
    ["hi", "मोबाइल", "smartphone"],
    ["fr", "fridge", "refrigerator"],
  ])("in %s %s also means %s", (language, query, meant) => {
    const { pieces } = readQuery(query, language, []);
    const wordings = synonymsOf(language, [])
      .near(pieces)
      .filter(({ start, end }) => start === 0 && end === pieces.length)
      .flatMap((near) => near.wordings.map((words) => words.join(" ")));
    expect(wordings).toContain(meant);
  });
});

test("a name goes on from what is typed in scripts whose vowels are marks, and whose syllables are put together", () => {
  expect(goesOn("बैग", "बै")).toBe(true);
  expect(goesOn("बैग", "बग")).toBe(false);
  expect(goesOn("무선 이어폰", "이어포")).toBe(true);
  expect(goesOn("Housse pour l'iPad", "ipad")).toBe(true);
});

test("the search knows the words of every language of the catalogue", () => {
  const known: readonly SearchLanguage[] = SEARCH_LANGUAGES;
  // Does not compile when the catalogue has a language that is not among them.
  const ofCatalogue = (language: Language): SearchLanguage => language;
  expect(known.map((language) => synonymsOf(language, []).near(["laptop"]).length)).not.toContain(0);
  expect(ofCatalogue("en")).toBe("en");
});
