/** What the API answers of products: the shapes in its description, and how a document becomes one. */
import { z } from "@hono/zod-openapi";
import { QUANTITY_MAX } from "../cart/cart.ts";
import type { StockOffer } from "../inventory/stock-offer.ts";
import { LANGUAGES, type Market } from "../markets/markets.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { priceAt } from "../pricing/price.ts";
import { priceListOf } from "../pricing/price-list.ts";
import { beforeOf } from "../pricing/prior-price.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { ProductDocument } from "./product.ts";

export const priceAnswer = z.object({ amountMinor: z.int(), currency: currencyShape }).openapi("Money");
const slugs = z.partialRecord(z.enum(LANGUAGES), z.string());
const before = {
  compareAtMinor: z.int().nullable().openapi({ description: "What it is reduced from, or null" }),
  lowest30Days: z
    .boolean()
    .openapi({ description: "Whether that is the lowest price of the 30 days before, as EU law has it" }),
};
const tiersAnswer = z
  .array(z.object({ from: z.int(), amountMinor: z.int() }))
  .openapi({ description: "What each unit costs from so many on" });

const unitsAnswer = z.int().nullable();

export const cardAnswer = z
  .object({
    id: z.string(),
    externalId: z.string().nullable().openapi({ description: "Its id at the source it was imported from" }),
    slug: z.string(),
    title: z.string(),
    brand: z.string(),
    price: priceAnswer.openapi({ description: "Of the variant that costs least" }),
    ...before,
    image: z.string(),
    available: unitsAnswer.openapi({ description: "Units of all variants that may be bought, as last seen" }),
    promised: z.enum(["backorder", "preorder"]).nullable().openapi({ description: "None of them is here yet" }),
    variantCount: z.int(),
  })
  .openapi("ProductCard");
export const cardsAnswer = z.object({ items: z.array(cardAnswer), nextCursor: z.string().nullable() });

/** What is said of units that are sold before they are here. */
export const promiseAnswer = z
  .object({ kind: z.enum(["backorder", "preorder"]), atMs: z.int() })
  .nullable()
  .openapi({ description: "Of units that are not here: they ship by then; null where all are here" });

/** The part of a line that speaks of its variant, in carts and orders alike. */
export const soldVariantAnswer = z.object({
  sku: z.string(),
  productId: z.string(),
  title: z.string(),
  slug: z.string(),
  options: z.record(z.string(), z.string()),
  image: z.string(),
  unitMinor: z.int().min(0),
});

export const attributeAnswer = z.union([
  z.object({ key: z.string(), kind: z.literal("text"), value: z.string() }),
  z.object({ key: z.string(), kind: z.literal("number"), value: z.number(), unit: z.string().exactOptional() }),
  z.object({ key: z.string(), kind: z.literal("boolean"), value: z.boolean() }),
]);

export const productAnswer = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    slug: z.string(),
    slugs: slugs.openapi({ description: "Its slug in each language it is written in" }),
    title: z.string(),
    description: z.string(),
    brand: z.string(),
    productType: z.string(),
    image: z.string(),
    media: z.array(z.object({ image: z.string(), alt: z.string() })),
    categories: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
    attributes: z.array(attributeAnswer),
    price: priceAnswer,
    available: unitsAnswer,
    variantCount: z.int(),
    variants: z.array(
      z.object({
        sku: z.string(),
        options: z.record(z.string(), z.string()),
        barcode: z.string().nullable(),
        price: priceAnswer,
        ...before,
        tiers: tiersAnswer,
        available: unitsAnswer.openapi({
          description:
            "Units that may be bought, as last seen, promised ones included; null where they are not counted",
        }),
        here: unitsAnswer.openapi({ description: "Those of them that are there" }),
        promise: promiseAnswer,
        orderMax: z.int().openapi({ description: "Units of one order" }),
      }),
    ),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Product");
export type ProductAnswer = z.infer<typeof productAnswer>;

const NOT_OFFERED: StockOffer = { units: 0, here: 0, promise: null, orderMax: 0, keptBack: 0 };
const countOf = (units: number) => (Number.isFinite(units) ? units : null);
const stockAnswerOf = ({ units, here, promise, orderMax }: StockOffer) => ({
  available: countOf(units),
  here: countOf(here),
  promise,
  orderMax: Math.min(QUANTITY_MAX, orderMax),
});

/** Of one answer, in their order; of a product with more, `variantsFrom` asks for the next. */
export const VARIANTS_ANSWERED_MAX = 100;

/** Null where no variant has a price in the market's currency: it is not sold there. */
export function productAnswerOf(
  document: ProductDocument,
  market: Market,
  offers: ReadonlyMap<string, StockOffer>,
  nowMs: number,
  variantsFrom = 0,
): ProductAnswer | null {
  const { currency, language } = market;
  const variants = document.variants.flatMap(({ sku, options, barcode, prices }) => {
    const price = prices[priceListOf(market)];
    if (!price) return [];
    const { amountMinor, tiers, ...now } = priceAt(price, nowMs);
    const from = beforeOf({ amountMinor, ...now }, market);
    const told = { compareAtMinor: from?.minor ?? null, lowest30Days: from?.lowest30Days ?? false, tiers: [...tiers] };
    const stock = stockAnswerOf(offers.get(sku) ?? NOT_OFFERED);
    return [{ sku, options, barcode, price: { amountMinor, currency }, ...told, ...stock }];
  });
  if (variants.length === 0) return null;
  const { id, externalId, slug, title, description, brand, productType, categories, attributes } = document;
  return {
    ...{ id, externalId, slug, slugs: document.slugs, title, description, brand, productType },
    image: imagePathOf(document.media[0], document),
    media: document.media
      .filter((media) => media.key !== null)
      .map((media) => ({ image: imagePathOf(media, document), alt: media.alt[language] ?? title })),
    categories: [...categories],
    attributes: [...attributes],
    price: { amountMinor: Math.min(...variants.map((variant) => variant.price.amountMinor)), currency },
    variantCount: variants.length,
    available: countOf(variants.reduce((sum, { available }) => sum + (available ?? Number.POSITIVE_INFINITY), 0)),
    variants: variants
      .slice(variantsFrom, variantsFrom + VARIANTS_ANSWERED_MAX)
      .map((variant) => ({ ...variant, options: { ...variant.options } })),
    updatedAt: new Date(document.updatedAtMs).toISOString(),
  };
}
