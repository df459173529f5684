/** What shoppers choose a variant by, and the variants that are missing for it: made on demand, up to 2,000. Pure. */
import {
  type CombinationProblem,
  combineOptions,
  skusFor,
  type WantedOption,
} from "../../../worker/catalog/option-combinations.ts";
import { type ProductOption, SKU_LENGTH_MAX, VARIANTS_MAX } from "../../../worker/catalog/product.ts";
import type { ProductChanges } from "../../../worker/catalog/product-change.ts";
import { OPENING_QUANTITY_MAX, OPTIONS_MAX } from "../../../worker/catalog/product-shapes.ts";
import type { NewVariant } from "../../../worker/catalog/variant-change.ts";
import type { VariantState } from "../../../worker/catalog/versions/version.ts";
import type { Price } from "../../../worker/pricing/price.ts";
import type { PriceList, PriceListId } from "../../../worker/pricing/price-list.ts";
import { type Fault, type Sent, wholeOf } from "../admin-fields.ts";
import { draftPrice, priceFields, shownPrice } from "../admin-prices.ts";
import { type Draft, type Goods, NOT_A_FORM, type Section } from "./section.ts";

export const OPTION_ROWS = OPTIONS_MAX;
const NAME_LENGTH_MAX = 60;
const VALUE_LENGTH_MAX = 120;
export const optionFields = (row: number) =>
  ({ name: `option.${row}.name`, values: `option.${row}.values`, was: `option.${row}.was` }) as const;
/** What new variants begin with. */
export const NEW = { sku: "new.sku", quantity: "new.quantity" } as const;
export const NEW_PRICE = "new";

/** The options in their order, with every value a variant has. */
export function optionsOf({ options, variants }: Goods): ProductOption[] {
  const offered = variants.filter((variant) => variant.offered);
  const names = new Set([...options.map(({ name }) => name), ...offered.flatMap((each) => Object.keys(each.options))]);
  return [...names].map((name) => {
    const listed = options.find((option) => option.name === name)?.values ?? [];
    const used = offered.flatMap((variant) => variant.options[name] ?? []);
    return { name, values: [...new Set([...listed, ...used])] };
  });
}

const firstOf = ({ variants }: Goods): VariantState | undefined =>
  variants.find((variant) => variant.offered) ?? variants[0];

export const OPTIONS: Section = {
  part: "variants",
  shown: (goods) => ({
    ...Object.fromEntries(
      optionsOf(goods).flatMap(({ name, values }, row) => {
        const fields = optionFields(row);
        return [
          [fields.name, name],
          [fields.values, values.join("\n")],
          [fields.was, name],
        ];
      }),
    ),
    [NEW.sku]: (firstOf(goods)?.sku ?? goods.id).toUpperCase().slice(0, SKU_LENGTH_MAX / 2),
    [NEW.quantity]: "0",
    ...Object.fromEntries(
      ownLists(goods.lists).map((list) => [
        priceFields(NEW_PRICE, list.id).amount,
        shownPrice(firstOf(goods)?.prices[list.id], list).amount,
      ]),
    ),
  }),
  draft(goods, sent): Draft {
    const faults: Record<string, Fault> = {};
    const wanted = wantedOf(sent, faults);
    const combined = combineOptions(wanted, goods.variants);
    if (!combined.ok) {
      faults[optionFields(0).values] = combinationFault(combined.problem);
      return { changes: {}, faults };
    }
    const changes: ProductChanges = {};
    const options = wanted.map(({ name, values }) => ({ name, values }));
    if (JSON.stringify(options) !== JSON.stringify(optionsOf(goods))) changes.options = options;
    if (combined.value.changed.length > 0) changes.variants = combined.value.changed;
    const isMade = sent("make") === "missing" && combined.value.missing.length > 0;
    if (isMade) changes.newVariants = newOf(goods, combined.value.missing, sent, faults);
    return { changes, faults };
  },
  faultAt(path) {
    if (path.startsWith("newVariants")) return [NEW.sku, NOT_A_FORM];
    if (path === "variants") return [optionFields(0).values, tooMany(VARIANTS_MAX + 1)];
    return path.startsWith("options") ? [optionFields(0).values, VALUES_FAULT] : null;
  },
};

const VALUES_FAULT: Fault = { key: "goods.fault.values", values: { max: VALUE_LENGTH_MAX } };
const tooMany = (count: number): Fault => ({
  key: "goods.fault.tooManyVariants",
  values: { count, max: VARIANTS_MAX },
});
const combinationFault = (problem: CombinationProblem): Fault =>
  problem.code === "too_many"
    ? tooMany(problem.count)
    : { key: "goods.fault.wouldBeSame", values: { sku: problem.sku, other: problem.other } };

/** Values are parted by commas or lines, once each. */
function wantedOf(sent: Sent, faults: Record<string, Fault>): WantedOption[] {
  const names = new Set<string>();
  return Array.from({ length: OPTION_ROWS }, (_, row) => row).flatMap((row) => {
    const fields = optionFields(row);
    const name = sent(fields.name).trim();
    const parted = sent(fields.values).split(/[,\n\u3001\u060c]/);
    const values = [...new Set(parted.map((value) => value.trim()).filter(Boolean))];
    if (name === "") {
      if (values.length > 0) faults[fields.name] = { key: "goods.fault.optionName", values: { max: NAME_LENGTH_MAX } };
      return [];
    }
    if (name.length > NAME_LENGTH_MAX)
      faults[fields.name] = { key: "goods.fault.optionName", values: { max: NAME_LENGTH_MAX } };
    if (names.size === names.add(name).size) faults[fields.name] = { key: "goods.fault.optionTwice" };
    if (values.length === 0 || values.some((value) => value.length > VALUE_LENGTH_MAX))
      faults[fields.values] = VALUES_FAULT;
    return [{ name, values, was: sent(fields.was) || null }];
  });
}

function newOf(
  goods: Goods,
  missing: Parameters<typeof skusFor>[1],
  sent: Sent,
  faults: Record<string, Fault>,
): NewVariant[] {
  const stem = sent(NEW.sku).trim();
  if (stem === "" || stem.length > SKU_LENGTH_MAX || stem.includes(","))
    faults[NEW.sku] = { key: "goods.fault.sku", values: { max: SKU_LENGTH_MAX } };
  const openingQuantity = wholeOf(sent(NEW.quantity));
  if (openingQuantity === null || openingQuantity > OPENING_QUANTITY_MAX)
    faults[NEW.quantity] = { key: "policy.fault.number", values: { min: 0, max: OPENING_QUANTITY_MAX } };
  const prices = pricesOf(goods.lists, sent, faults);
  const first = firstOf(goods);
  const skus = skusFor(stem, missing, new Set(goods.variants.map(({ sku }) => sku)));
  return missing.map((options, index) => ({
    sku: skus[index] ?? "",
    options,
    barcode: null,
    weightGrams: first?.weightGrams ?? 0,
    lowStockAt: first?.lowStockAt ?? LOW_STOCK_AT,
    openingQuantity: openingQuantity ?? 0,
    prices,
  }));
}
const LOW_STOCK_AT = 3;

/** Those that follow no other: where a new variant's prices are typed. */
export const ownLists = (lists: readonly PriceList[]): PriceList[] => lists.filter(({ derivation }) => !derivation);

/** A list that is left empty is one it is not sold in. */
export function pricesOf(
  lists: readonly PriceList[],
  sent: Sent,
  faults: Record<string, Fault>,
): Partial<Record<PriceListId, Price>> {
  return Object.fromEntries(
    ownLists(lists).flatMap((list) => {
      const draft = draftPrice(undefined, NEW_PRICE, list, sent);
      Object.assign(faults, draft.faults);
      return draft.price ? [[list.id, draft.price] as const] : [];
    }),
  );
}
