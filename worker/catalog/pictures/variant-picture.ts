/** Which of a product's pictures shows a variant: a cart, an order and a mail show the colour that was chosen. Pure. */
import type { Language } from "../../markets/markets.ts";
import type { Media } from "../product.ts";

/**
 * The one whose description names most of the variant's options (in words of the language), the first of equals. Null of a
 * product without pictures.
 */
export function pictureOfVariant(
  pictures: readonly Media[],
  optionWords: readonly string[],
  language: Language,
): Media | null {
  const named = ({ alt }: Media) => {
    const said = alt[language] ?? "";
    return optionWords.filter((words) => words !== "" && said.includes(words)).length;
  };
  return pictures.reduce<Media | null>((best, each) => (best && named(best) >= named(each) ? best : each), null);
}
