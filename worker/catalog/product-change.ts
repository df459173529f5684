/** What staff may change of a product, and what comes of it. Parts that are left out stay as they are. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import type { TaxClass } from "../tax/tax-class.ts";
import { richTextOf } from "../transfer/formats/rich-text.ts";
import type { Attribute, Media, ProductOption, ProductStatus } from "./product.ts";
import type { ProductRecord } from "./product-document.ts";
import { type ProductWrite, writeOf } from "./product-write.ts";
import type { Publication } from "./publication.ts";
import { type VariantChanges, variantsAfter, wrongTogether, wrongVariants } from "./variant-change.ts";

type TextChange = {
  slug?: string;
  title?: string;
  description?: string;
  /** With its formatting; `description` is then its plain words. Null: it has none. */
  descriptionHtml?: string | null;
  seoTitle?: string;
  seoDescription?: string;
};
/** A list takes the place of the whole list. Prices are merged by currency, so none is taken away. */
export type ProductChanges = Partial<Publication> &
  VariantChanges & {
    status?: ProductStatus;
    brand?: string;
    productType?: string;
    taxClass?: TaxClass;
    rank?: number;
    tags?: readonly string[];
    options?: readonly ProductOption[];
    attributes?: readonly Attribute[];
    media?: readonly Media[];
    /** Ids of the categories it is put in. */
    categoryIds?: readonly string[];
    /** Products to stand beside it, in their order. */
    relatedIds?: readonly string[];
    /** A new language needs a title and a slug. Null: it is not written in it any more. */
    translations?: Partial<Record<Language, TextChange | null>>;
  };
/** `at` holds every wrong place, by its path in the changes. */
export type ChangeProblem = { code: "request.invalid"; at: readonly { path: string; why: string }[] };

/** Refused, with the place, where a change names what the product does not have. */
export function changeProduct(record: ProductRecord, changes: ProductChanges): Outcome<ProductWrite, ChangeProblem> {
  const write = writeOf(record);
  const variants = variantsAfter(write, changes);
  const at = [
    ...wrongTranslations(record, changes),
    ...wrongTimes(record, changes),
    ...wrongRelated(record, changes),
    ...wrongVariants(record, changes),
    ...wrongTogether(variants, changes),
  ];
  if (at.length > 0) return refused({ code: "request.invalid", at });
  const { translations, variants: _variants, newVariants: _new, categoryIds, relatedIds, ...facts } = changes;
  return done({
    ...write,
    product: { ...write.product, ...facts },
    translations: translationsOf(record, changes),
    retired: record.translations
      .filter(
        ({ language, slug }) => translations?.[language] === null || (translations?.[language]?.slug ?? slug) !== slug,
      )
      .map(({ language, slug }) => ({ language, slug })),
    dropped: LANGUAGES.filter((language) => translations?.[language] === null),
    categoryIds: categoryIds ?? null,
    ...(relatedIds && { relatedIds }),
    variants,
  });
}

function translationsOf(record: ProductRecord, changes: ProductChanges): ProductWrite["translations"] {
  return LANGUAGES.flatMap((language) => {
    const had = record.translations.find((row) => row.language === language);
    const change = changes.translations?.[language];
    if (change === null || (!had && !change)) return [];
    const { productId: _id, ...text } = {
      ...NO_TEXT,
      ...had,
      ...change,
      ...describedBy(change),
      language,
      productId: "",
    };
    return [text];
  });
}

const NO_TEXT = { slug: "", title: "", description: "", descriptionHtml: null, seoTitle: "", seoDescription: "" };

/** Words and formatting say the same: either follows the other. What is rendered as it is was sanitised here. */
function describedBy(change: TextChange | undefined): { description?: string; descriptionHtml?: string | null } {
  if (typeof change?.descriptionHtml === "string") {
    const { html, text } = richTextOf(change.descriptionHtml);
    return { description: text, descriptionHtml: html };
  }
  return change?.description === undefined ? {} : { descriptionHtml: null };
}

function wrongTranslations(record: ProductRecord, changes: ProductChanges) {
  return LANGUAGES.flatMap((language) => {
    const change = changes.translations?.[language];
    if (change === null && language === record.product.languageDefault)
      return [{ path: `translations.${language}`, why: "is the product's own language" }];
    if (!change || record.translations.some((row) => row.language === language)) return [];
    return (["slug", "title"] as const)
      .filter((part) => change[part] === undefined)
      .map((part) => ({ path: `translations.${language}.${part}`, why: "is needed for a new language" }));
  });
}

function wrongTimes({ product }: ProductRecord, changes: ProductChanges) {
  const { publishFromMs: from, publishUntilMs: until } = { ...product, ...changes };
  const isWrong = from !== null && until !== null && until <= from;
  return isWrong ? [{ path: "publishUntilMs", why: "is not after publishFromMs" }] : [];
}

const wrongRelated = ({ product }: ProductRecord, { relatedIds = [] }: ProductChanges) =>
  relatedIds.flatMap((id, index) => {
    if (id === product.id) return [{ path: `relatedIds.${index}`, why: "is the product itself" }];
    return relatedIds.indexOf(id) === index ? [] : [{ path: `relatedIds.${index}`, why: `${id} is named twice` }];
  });

/** Parts of a product that are facts of its own row. */
const FACTS = [
  "status",
  "brand",
  "productType",
  "rank",
  "markets",
  "publishFromMs",
  "publishUntilMs",
  "tags",
  "options",
  "attributes",
  "media",
] as const;

/** What a change touched, before and after, for the audit: only the parts that were named. */
export function changedParts(record: ProductRecord, changes: ProductChanges): { before: object; after: object } {
  const named = (part: keyof ProductChanges) => changes[part] !== undefined;
  const { product } = record;
  const skus = new Set(changes.variants?.map(({ sku }) => sku));
  const before = {
    ...Object.fromEntries(FACTS.filter(named).map((fact) => [fact, product[fact]])),
    ...(named("categoryIds") && {
      categoryIds: record.memberships.filter((row) => row.direct).map((row) => row.categoryId),
    }),
    ...(named("relatedIds") && { relatedIds: record.relatedIds }),
    ...(named("translations") && {
      translations: record.translations.filter((row) => changes.translations?.[row.language] !== undefined),
    }),
    ...(named("variants") && { variants: writeOf(record).variants.filter(({ sku }) => skus.has(sku)) }),
  };
  return { before, after: changes };
}
