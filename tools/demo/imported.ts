/** The demo's products and categories in the shapes the store's own API takes. */
import type { Media } from "../../worker/catalog/product.ts";
import type { CategoryChange } from "../../worker/catalog/product-shapes.ts";
import { LANGUAGES, type Language } from "../../worker/markets/markets.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import type { DemoCategory } from "./demo-category.ts";
import type { DemoProduct } from "./demo-product.ts";
import { categoryWords, productWords } from "./demo-words.ts";

const DEMO_SOURCE = "demo";
/** Fewer units than this on the shelf, and staff are told. */
const LOW_STOCK_AT = 5;

type MediaKey = Pick<Media, "alt"> & { key: string };

const perLanguage = <Value>(make: (language: Language) => Value): Record<Language, Value> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as Record<Language, Value>;

/** Published, in every language, found at the source `demo` by its own id. */
export function importedProductOf(product: DemoProduct, pictures: readonly MediaKey[]): ImportedProduct {
  return {
    source: DEMO_SOURCE,
    externalId: product.id,
    status: "published",
    brand: product.brand,
    productType: product.type,
    languageDefault: "en",
    translations: perLanguage((language) => {
      const [slug, title, description] = productWords(language, product.id);
      return { slug, title, description };
    }),
    categoryIds: [product.categoryId],
    attributes: [...product.attributes],
    media: pictures.map(({ key, alt }) => ({ key, sourceUrl: null, alt })),
    rank: product.rank,
    variants: product.variants.map(({ sku, options, quantity, prices }) => ({
      sku,
      options: { ...options },
      barcodes: [],
      weightGrams: product.weightGrams,
      quantity,
      lowStockAt: LOW_STOCK_AT,
      prices: { ...prices },
    })),
  };
}

type Placed = DemoCategory & { parentId: string | null; position: number };

/** `imageKey` is the key its picture was uploaded under. */
export function categoryChangeOf(category: Placed, imageKey: string): CategoryChange {
  const { parentId, position } = category;
  const translations = perLanguage((language) => {
    const [slug, name, description] = categoryWords(language, category.id);
    return { slug, name, description, seoTitle: "", seoDescription: "" };
  });
  return { parentId, position, imageKey, translations };
}
