/** What staff may change of a product's variants: change those there are, add some, withdraw some. None is ever deleted. */
import type { Price } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import { VARIANTS_KEPT_MAX, VARIANTS_MAX, type VariantOptions } from "./product.ts";
import type { ProductRecord } from "./product-document.ts";
import type { ProductWrite, VariantWrite } from "./product-write.ts";

/** `offered: false` withdraws it: it is sold no longer, and stays for the orders and ledgers that name it. */
export type VariantChange = {
  sku: string;
  position?: number;
  options?: VariantOptions;
  barcode?: string | null;
  weightGrams?: number;
  lowStockAt?: number;
  offered?: boolean;
  /** Null takes a list's own price back. */
  prices?: Partial<Record<PriceListId, Price | null>>;
};
export type NewVariant = {
  sku: string;
  options: VariantOptions;
  barcode: string | null;
  weightGrams: number;
  lowStockAt: number;
  openingQuantity: number;
  prices: Partial<Record<PriceListId, Price>>;
};
export type VariantChanges = { variants?: readonly VariantChange[]; newVariants?: readonly NewVariant[] };
type Wrong = { path: string; why: string };

/** Its variants after the changes; the new ones come last. */
export function variantsAfter(write: ProductWrite, { variants, newVariants }: VariantChanges): VariantWrite[] {
  const changes = new Map(variants?.map((change) => [change.sku, change]));
  const last = Math.max(-1, ...write.variants.map(({ position }) => position));
  return [
    ...write.variants.map((variant) => variantAfter(variant, changes.get(variant.sku))),
    ...(newVariants ?? []).map((variant, index) => ({
      ...variant,
      position: last + 1 + index,
      offered: true,
      barcodes: variant.barcode === null ? [] : [variant.barcode],
    })),
  ];
}

function variantAfter(variant: VariantWrite, change: VariantChange | undefined): VariantWrite {
  if (!change) return variant;
  const { prices, ...facts } = change;
  const barcodes = change.barcode ? [change.barcode] : variant.barcodes;
  const own = Object.entries({ ...variant.prices, ...prices }).flatMap(([list, price]) =>
    price ? [[list, price]] : [],
  );
  return { ...variant, ...facts, barcodes, prices: Object.fromEntries(own) };
}

/** Every wrong place of the changes, by its path. */
export function wrongVariants(record: ProductRecord, changes: VariantChanges): Wrong[] {
  const { variants = [], newVariants = [] } = changes;
  const known = new Set(record.variants.map(({ sku }) => sku));
  const seen = new Set<string>();
  const twice = (sku: string) => seen.size === seen.add(sku).size;
  return [
    ...variants.flatMap(({ sku }, index) => {
      if (!known.has(sku)) return [{ path: `variants.${index}.sku`, why: `the product has no variant ${sku}` }];
      return twice(sku) ? [{ path: `variants.${index}.sku`, why: `${sku} is named twice` }] : [];
    }),
    ...newVariants.flatMap(({ sku }, index) =>
      known.has(sku) || twice(sku) ? [{ path: `newVariants.${index}.sku`, why: `there is a variant ${sku}` }] : [],
    ),
  ];
}

/** What is wrong with the variants together; nothing is looked at where neither their number nor their options change. */
export function wrongTogether(after: readonly VariantWrite[], changes: VariantChanges): Wrong[] {
  const touched = changes.variants?.some((change) => change.options || change.offered !== undefined);
  if (!touched && !changes.newVariants?.length) return [];
  const offered = after.filter((variant) => variant.offered);
  const wrong: Wrong[] = [];
  if (offered.length > VARIANTS_MAX) wrong.push({ path: "variants", why: `are more than ${VARIANTS_MAX}` });
  if (after.length > VARIANTS_KEPT_MAX)
    wrong.push({ path: "variants", why: `are more than ${VARIANTS_KEPT_MAX}, withdrawn ones among them` });
  const named = (options: VariantOptions) => Object.keys(options).toSorted().join("\n");
  const names = named(offered[0]?.options ?? {});
  const seen = new Map<string, string>();
  for (const { sku, options } of offered) {
    const path = `variants.${sku}.options`;
    if (named(options) !== names) wrong.push({ path, why: "has other options than the other variants" });
    const choice = JSON.stringify(Object.entries(options).toSorted());
    const other = seen.get(choice);
    if (other !== undefined) wrong.push({ path, why: `is the same choice as ${other}` });
    seen.set(choice, sku);
  }
  return wrong.slice(0, WRONG_MAX);
}
const WRONG_MAX = 50;
