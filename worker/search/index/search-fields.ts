/** What of a product is searched in one language: the words of each field of its row in the index. */
import { type CategoryTranslationRow, shownIn } from "../../catalog/category.ts";
import type { Attribute } from "../../catalog/product.ts";
import type { MembershipRow, ProductRow, TranslationRow, VariantRow } from "../../catalog/product-document.ts";
import { knownTypeOf } from "../../catalog/product-type.ts";
import type { Language } from "../../markets/markets.ts";
import { categoryKind, kindTokenOf, typeKind } from "../ranking/kind.ts";
import type { Kind, SearchFields } from "../ranking/search-plan.ts";
import { BAR } from "../words/field-words.ts";
import { foldText } from "../words/fold-text.ts";
import { joinedCodesOf, wordsOf } from "../words/split-words.ts";

/** Words kept of a description and of attributes: long texts must not drown short ones, nor fill the index. */
const TITLE_WORDS_MAX = 80;
const DESCRIPTION_WORDS_MAX = 80;
const FEATURE_WORDS_MAX = 80;
const CODES_MAX = 300;

/** What search reads of a product. */
export type SearchedProduct = {
  product: Pick<ProductRow, "externalId" | "brand" | "productType" | "attributes" | "tags">;
  variants: readonly Pick<VariantRow, "sku" | "options" | "barcode" | "offered">[];
  memberships: readonly Pick<MembershipRow, "categoryId" | "direct">[];
  categoryTranslations: readonly Pick<CategoryTranslationRow, "categoryId" | "language" | "name">[];
};
type SearchedText = Pick<TranslationRow, "language" | "title" | "description">;

export function searchFieldsOf(
  record: SearchedProduct,
  translation: SearchedText,
  moreBarcodes: readonly string[],
): SearchFields {
  const { product } = record;
  return {
    title: written(wordsOf(translation.title, translation.language).slice(0, TITLE_WORDS_MAX)),
    brand: written(wordsOf(product.brand, translation.language)),
    category: written(categoryOf(record, translation.language)),
    codes: written(codesOf(record, translation, moreBarcodes)),
    text: written(textOf(record, translation)),
    kinds: written(kindsOf(record).map(kindTokenOf)),
  };
}

const written = (words: readonly string[]): string => words.join(" ");

/** Every category it is in, those above them, and its type. */
export const kindsOf = ({ product, memberships }: Pick<SearchedProduct, "product" | "memberships">): Kind[] => [
  ...memberships.map((row) => categoryKind(row.categoryId)),
  ...(product.productType === "" || product.productType === "other" ? [] : [typeKind(foldText(product.productType))]),
];

/**
 * The names of the categories it was put in, and its source's own word for what it is where that is none of the store's
 * types; behind a bar the names of the categories above: what is in `Printers & ink` need not be a printer.
 */
function categoryOf(record: SearchedProduct, language: Language): string[] {
  const namesOf = (direct: boolean) =>
    record.memberships
      .filter((row) => row.direct === direct)
      .map(({ categoryId }) => record.categoryTranslations.filter((row) => row.categoryId === categoryId))
      .map((rows) => shownIn(rows, language)?.name ?? "")
      .join(" ");
  const { productType } = record.product;
  const ownWord = knownTypeOf(productType) === "other" && productType !== "other" ? productType : "";
  const above = wordsOf(namesOf(false), language);
  return [...wordsOf(`${namesOf(true)} ${ownWord}`, language), ...(above.length > 0 ? [BAR, ...above] : [])];
}

/** What describes it, then behind a bar what it lists: a list of features says little of what a product is. */
function textOf({ product, variants }: SearchedProduct, translation: SearchedText): string[] {
  const said = (text: string) => wordsOf(text, translation.language);
  // Amounts are numbers of ours, whose decimal point is one in every language.
  const featureWords = (each: Attribute) =>
    each.kind === "number" ? wordsOf(featureOf(each), "en") : said(featureOf(each));
  const told = product.attributes.filter((each) => each.kind === "text" && WHAT_IT_IS.test(each.key));
  const description = [...said(translation.description).slice(0, DESCRIPTION_WORDS_MAX), ...told.flatMap(featureWords)];
  const options = variants.filter(({ offered }) => offered).flatMap((variant) => Object.values(variant.options));
  const rest = product.attributes.filter((each) => !told.includes(each));
  // Words first: amounts without their names are the least that people search for.
  const features = rest
    .toSorted((a, b) => FEATURE_ORDER.indexOf(a.kind) - FEATURE_ORDER.indexOf(b.kind))
    .flatMap(featureWords);
  // Once each: how often a list repeats a word says nothing.
  const listed = new Set([...said([...product.tags, ...options].join(" ")), ...features]);
  return [...description, ...(listed.size > 0 ? [BAR, ...[...listed].slice(0, FEATURE_WORDS_MAX)] : [])];
}

const FEATURE_ORDER: readonly Attribute["kind"][] = ["text", "boolean", "number"];

/** Attributes in which a source says what sort of thing a product is. */
const WHAT_IT_IS = /^(product ?)?(type|kind|category|form factor)$/i;

/** What people search for of an attribute: a text's value, the name of what a product has, an amount with its unit. */
function featureOf(attribute: Attribute): string {
  if (attribute.kind === "text") return attribute.value;
  if (attribute.kind === "boolean") return attribute.value ? attribute.key : "";
  return attribute.unit ? `${attribute.value} ${attribute.unit}` : "";
}

const MODEL = /^(model|oem code|part number)$/i;

function codesOf({ product, variants }: SearchedProduct, { title }: SearchedText, moreBarcodes: readonly string[]) {
  const codes = [
    ...(product.externalId ? [product.externalId] : []),
    ...product.attributes.flatMap((each) => (each.kind === "text" && MODEL.test(each.key) ? [each.value] : [])),
    ...variants
      .filter(({ offered }) => offered)
      .flatMap((variant) => [variant.sku, ...(variant.barcode ? [variant.barcode] : [])]),
    ...moreBarcodes,
  ];
  const words = [...codes.flatMap(codeWordsOf), ...joinedCodesOf(title)];
  return [...new Set(words)].slice(0, CODES_MAX);
}

const PART_LENGTH_MIN = 4;
const CODE_LENGTH_MAX = 64;

/** A code without the signs that part it, and each of its parts that is telling by itself: `1000xm5`, not `wh`. */
function codeWordsOf(code: string): string[] {
  const parts = foldText(code)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "");
  const telling = parts.filter((part) => part.length >= PART_LENGTH_MIN && /\d/.test(part));
  const whole = parts.join("");
  return whole === "" || whole.length > CODE_LENGTH_MAX ? telling : [whole, ...telling];
}
