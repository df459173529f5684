/**
 * Every picture of the demo store: its key and what is drawn. A product's and a category's keys end in a hash of what is
 * drawn, so they are cached for good and an unchanged one is never sent again. The home page's keep plain names.
 */
import { createHash } from "node:crypto";
import { OPTION_WORDS } from "../../worker/catalog/option-words.ts";
import type { Language } from "../../worker/markets/markets.ts";
import type { DemoCategory } from "./demo-category.ts";
import type { DemoProduct } from "./demo-product.ts";
import { COLOURWAYS, type Colourway } from "./drawings/colour.ts";
import { drawDetail, drawFront, drawTile, lookOf, type Portrait } from "./drawings/picture.ts";
import { drawDesk, drawListening } from "./drawings/scenes.ts";

/** `key` is where it is uploaded to; `svg` is the whole file. */
export type Picture = { key: string; svg: string };
export type ProductPicture = Picture & { alt: Readonly<Record<Language, string>> };

const HASH_DIGITS = 12;
const hashed = (name: string, svg: string): Picture => {
  const hash = createHash("sha256").update(svg).digest("hex").slice(0, HASH_DIGITS);
  return { key: `${name}-${hash}.svg`, svg };
};

const COLOUR_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: OPTION_WORDS["en-GB"],
  de: OPTION_WORDS["de-DE"],
  ja: OPTION_WORDS["ja-JP"],
  ar: OPTION_WORDS["ar-AE"],
};

const isColourway = (text: string): text is Colourway => Object.hasOwn(COLOURWAYS, text);

/** The colours a product comes in, in the order of its variants. */
function colourwaysOf({ variants, finish }: DemoProduct): readonly Colourway[] {
  const named = variants.flatMap(({ options }) => options.Colour ?? []).filter(isColourway);
  return named.length > 0 ? [...new Set(named)] : [finish];
}

/**
 * One picture for each colour, `demo/{id}-{colour}-{hash}.svg`, then the close-up of the first, `demo/{id}-detail-{hash}.svg`.
 */
export function picturesOf(product: DemoProduct): readonly ProductPicture[] {
  const { id, brand, portrait } = product;
  const colours = colourwaysOf(product);
  const fronts = colours.map((colour) => ({
    ...hashed(`demo/${id}-${colour.toLowerCase()}`, drawFront(portrait, lookOf(portrait, colour, brand))),
    alt: frontWords(product, isNamed(product) ? colour : null),
  }));
  const detail = drawDetail(portrait, lookOf(portrait, colours[0] ?? product.finish, brand));
  return [...fronts, { ...hashed(`demo/${id}-detail`, detail), alt: detailWords(product) }];
}

const isNamed = ({ variants }: DemoProduct): boolean => variants.some(({ options }) => options.Colour !== undefined);

function frontWords(product: DemoProduct, colour: Colourway | null): ProductPicture["alt"] {
  const title = (language: Language) => product[language][1];
  const shade = (language: Language) => (colour ? (COLOUR_WORDS[language][colour] ?? colour) : null);
  const joined = (language: Language, comma: string) => [title(language), shade(language)].filter(Boolean).join(comma);
  return { en: joined("en", ", "), de: joined("de", ", "), ja: joined("ja", "、"), ar: joined("ar", "، ") };
}

const detailWords = ({ en, de, ja, ar }: DemoProduct): ProductPicture["alt"] => ({
  en: `${en[1]}, seen from near`,
  de: `${de[1]}, aus der Nähe`,
  ja: `${ja[1]}のクローズアップ`,
  ar: `${ar[1]}، لقطة مقرّبة`,
});

/** A category's tile, `demo/category-{id}-{hash}.svg`. */
export function tileOf({ id, picture: [kind, colour, tint, accent] }: DemoCategory): Picture {
  const portrait: Portrait = { kind, tint, setting: "sweep", accent };
  return hashed(`demo/category-${id}`, drawTile(portrait, lookOf(portrait, colour, null)));
}

/** The home page's scenes, 4 to 3, without a wall of their own. */
export const scenes = (): readonly Picture[] => [
  { key: "hero/desk.svg", svg: drawDesk() },
  { key: "hero/listening.svg", svg: drawListening() },
];
