/** A product's versions: what each was, how two differ, and what it takes to go back to one. */
import { LANGUAGES, type Language } from "../../markets/markets.ts";
import type { ListedPrice } from "../../pricing/price.ts";
import type { PriceListId } from "../../pricing/price-list.ts";
import type { TaxClass } from "../../tax/tax-class.ts";
import type { DownloadTerms } from "../digital/digital.ts";
import type { Attribute, Media, ProductOption, ProductStatus, VariantOptions } from "../product.ts";
import type { ProductRecord } from "../product-document.ts";
import { type ProductWrite, writeOf } from "../product-write.ts";
import type { Publication } from "../publication.ts";

/**
 * `schedule` and `pictures`: the store by itself, by the clock or since a picture was fetched. `unrecorded`: from before versions were
 * kept, or a change of what only belongs to it, such as its category's name.
 */
export const VERSION_SOURCES = ["staff", "import", "schedule", "pictures", "revert", "unrecorded"] as const;
export type VersionSource = (typeof VERSION_SOURCES)[number];
/** What the store does by itself is nobody's change: it holds up no undo. */
export const OWN_SOURCES: readonly VersionSource[] = ["schedule", "pictures"];
/** Who writes, and why. `note` is short: an import's run, the version that was gone back to. */
export type VersionWhy = {
  atMs: number;
  by: { id: string; name: string };
  source: Exclude<VersionSource, "unrecorded">;
  note: string;
};
/** `current`: it is what shoppers see. */
export type VersionRow = {
  version: number;
  atMs: number;
  byId: string;
  byName: string;
  source: VersionSource;
  note: string;
};

/** Of one product; older ones are forgotten. */
export const VERSIONS_MAX = 200;
/** Of the kept parts of one product. A version whose parts alone are larger is forgotten at once. */
export const VERSION_BYTES_MAX = 2_000_000;
/** What is older goes with the product's next change, but for so many of the newest. */
export const VERSION_AGE_MAX_MS = 2 * 365 * 86_400_000;
export const VERSIONS_KEPT_MIN = 20;
/** Keeps a part of a product with 2,000 variants far below what a row may hold (2 MB). */
export const VARIANTS_OF_PART_MAX = 250;

export type VariantState = {
  sku: string;
  position: number;
  options: VariantOptions;
  barcode: string | null;
  weightGrams: number;
  lowStockAt: number;
  offered: boolean;
  prices: Readonly<Partial<Record<PriceListId, ListedPrice>>>;
};
export type TextState = {
  slug: string;
  title: string;
  description: string;
  descriptionHtml: string | null;
  seoTitle: string;
  seoDescription: string;
};
/** A product as it was in a version. Stock is not in it: it has its own ledger. */
export type ProductState = Publication & {
  status: ProductStatus;
  brand: string;
  productType: string;
  taxClass: TaxClass;
  languageDefault: Language;
  attributes: readonly Attribute[];
  media: readonly Media[];
  rank: number;
  tags: readonly string[];
  options: readonly ProductOption[];
  translations: Readonly<Partial<Record<Language, TextState>>>;
  /** Of the categories it was put in. */
  categoryIds: readonly string[];
  /** Of the products that stood beside it. */
  relatedIds: readonly string[];
  variants: readonly VariantState[];
  /** What its bundles were made of. */
  components: readonly { sku: string; componentSku: string; quantity: number }[];
  /** What its digital goods were sold as. */
  downloads: readonly (DownloadTerms & { sku: string })[];
};

/** The state that parts say. A field that a part of long ago does not have yet is as a new product has it. */
export function stateOf(parts: ReadonlyMap<string, string>): ProductState {
  const read = <Value>(part: string, instead: Value) => JSON.parse(parts.get(part) ?? "null") ?? instead;
  const begun = (start: string) => [...parts].filter(([part]) => part.startsWith(start)).map(([, text]) => text);
  const texts = begun("texts/").map((text) => JSON.parse(text) as TextState & { language: Language });
  return {
    ...{ markets: null, publishFromMs: null, publishUntilMs: null, tags: [], options: [], taxClass: "standard" },
    ...read("facts", {}),
    translations: Object.fromEntries(texts.map(({ language, ...text }) => [language, text])),
    categoryIds: read("categories", []),
    relatedIds: read("related", []),
    variants: begun("variants/")
      .flatMap((text) => JSON.parse(text) as VariantState[])
      .toSorted((a, b) => a.position - b.position || (a.sku < b.sku ? -1 : 1)),
    components: read("components", []),
    downloads: read("downloads", []),
  };
}

/** `path` such as `translations.de.title` or `variants.DESK-1.prices.EUR`; undefined where one side has nothing there. */
export type Difference = { path: string; before: unknown; after: unknown };

/** Named one by one; `more` says how many differ besides. */
export const DIFFERENCES_MAX = 500;

export type Differences = { items: Difference[]; more: number };

/** Lists differ as wholes, but variants one by one, by their SKU; one that is withdrawn is not there. */
export const differencesOf = (before: ProductState, after: ProductState): Differences =>
  differencesBetween(comparable(before), comparable(after));

/** The same for what has no variants. */
export function differencesBetween(before: object, after: object): Differences {
  const items = walk("", before, after);
  return { items: items.slice(0, DIFFERENCES_MAX), more: Math.max(0, items.length - DIFFERENCES_MAX) };
}

const comparable = ({ variants, ...state }: ProductState) => ({
  ...state,
  variants: Object.fromEntries(
    variants.flatMap(({ sku, offered, ...variant }) => (offered ? [[sku, variant] as const] : [])),
  ),
});

function walk(path: string, before: unknown, after: unknown): Difference[] {
  if (!isRecord(before) || !isRecord(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => walk(path === "" ? key : `${path}.${key}`, before[key], after[key]));
}

/**
 * What is written to make a product again what it was. Variants and languages that came since are withdrawn and dropped;
 * its stock, its barcodes, what its bundles are made of and its files stay as they are.
 */
export function writeBackTo(record: ProductRecord, state: ProductState): ProductWrite {
  const {
    translations,
    categoryIds,
    relatedIds,
    variants,
    components: _components,
    downloads: _downloads,
    ...facts
  } = state;
  const now = writeOf(record);
  const texts = LANGUAGES.flatMap((language) => {
    const text = translations[language];
    return text ? [{ language, ...text }] : [];
  });
  const was = new Map(variants.map((variant) => [variant.sku, variant]));
  return {
    ...now,
    product: { ...now.product, ...facts },
    translations: texts,
    retired: now.translations
      .filter((row) => texts.find((text) => text.language === row.language)?.slug !== row.slug)
      .map(({ language, slug }) => ({ language, slug })),
    dropped: now.translations.map((row) => row.language).filter((language) => !translations[language]),
    categoryIds,
    relatedIds,
    variants: now.variants.map((variant) => ({ ...variant, ...(was.get(variant.sku) ?? { offered: false }) })),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
