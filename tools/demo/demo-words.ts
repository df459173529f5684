/** The words of the demo's catalogue: one file a language, by the ids of products and categories. */
import type { Language } from "../../worker/markets/markets.ts";
import ar from "./words/ar.json" with { type: "json" };
import de from "./words/de.json" with { type: "json" };
import en from "./words/en.json" with { type: "json" };
import es from "./words/es.json" with { type: "json" };
import fr from "./words/fr.json" with { type: "json" };
import hi from "./words/hi.json" with { type: "json" };
import it from "./words/it.json" with { type: "json" };
import ja from "./words/ja.json" with { type: "json" };
import ko from "./words/ko.json" with { type: "json" };
import pl from "./words/pl.json" with { type: "json" };
import pt from "./words/pt.json" with { type: "json" };

export type DemoWords = readonly [slug: string, name: string, description: string];
type WordsFile = {
  products: Readonly<Record<string, readonly string[]>>;
  categories: Readonly<Record<string, readonly string[]>>;
  /** What a picture shows; `{title}` and `{colour}` are put in. */
  pictures: { front: string; detail: string };
};

export const DEMO_WORDS: Readonly<Record<Language, WordsFile>> = { en, de, ja, ar, fr, es, it, pl, ko, pt, hi };

export const productWords = (language: Language, id: string): DemoWords => wordsAt(language, "products", id);
export const categoryWords = (language: Language, id: string): DemoWords => wordsAt(language, "categories", id);

function wordsAt(language: Language, of: "products" | "categories", id: string): DemoWords {
  const [slug, name, description] = DEMO_WORDS[language][of][id] ?? [];
  if (!slug || !name || !description) throw new Error(`The demo has no words for ${id} of its ${of} in ${language}`);
  return [slug, name, description];
}
