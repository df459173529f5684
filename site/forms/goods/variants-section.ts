/**
 * A product's variants as a table, a stretch of it a page, with the prices of one list: up to 2,000 of them with ten
 * prices each are more than one form holds. Only variants that the form showed are changed. Pure.
 */
import type { VariantChange } from "../../../worker/catalog/variant-change.ts";
import type { VariantState } from "../../../worker/catalog/versions/version.ts";
import type { PriceList } from "../../../worker/pricing/price-list.ts";
import { type Fault, type Sent, wholeOf } from "../admin-fields.ts";
import { draftPrice, priceFields, shownPrice } from "../admin-prices.ts";
import type { Draft, Section } from "./section.ts";

export const VARIANTS_A_PAGE = 40;
const GRAMS_MAX = 10_000_000;
const LOW_MAX = 1_000_000;
const BARCODE_LENGTH_MAX = 64;

/** The names of a variant's fields. `here` says that the form showed it, and its prices in that list. */
export const variantFields = (sku: string) =>
  ({
    here: `here.${sku}`,
    barcode: `barcode.${sku}`,
    weightGrams: `weight.${sku}`,
    lowStockAt: `low.${sku}`,
    offered: `offered.${sku}`,
  }) as const;

export const VARIANTS: Section = {
  part: "variants",
  shown: ({ variants, lists }) =>
    Object.fromEntries(
      variants.flatMap((variant) => {
        const fields = variantFields(variant.sku);
        return [
          [fields.barcode, variant.barcode ?? ""],
          [fields.weightGrams, String(variant.weightGrams)],
          [fields.lowStockAt, String(variant.lowStockAt)],
          [fields.offered, variant.offered ? "on" : ""],
          ...lists.flatMap((list) => {
            const [names, shown] = [priceFields(variant.sku, list.id), shownPrice(variant.prices[list.id], list)];
            return [
              [names.amount, shown.amount],
              [names.compareAt, shown.compareAt],
            ];
          }),
        ];
      }),
    ),
  draft({ variants, lists }, sent): Draft {
    const faults: Record<string, Fault> = {};
    const changes = variants.flatMap((variant) => {
      const list = lists.find(({ id }) => id === sent(variantFields(variant.sku).here));
      const change = list && changeOf(variant, list, sent, faults);
      return change && Object.keys(change).length > 1 ? [change] : [];
    });
    return { changes: changes.length > 0 ? { variants: changes } : {}, faults };
  },
  faultAt(path, { variants, lists }, sent) {
    // A path names a variant by its SKU, or by its place among those that are changed.
    const [, name = "", part] = /^variants\.(.+)\.(\w+)$/.exec(path) ?? [];
    const changed = this.draft({ variants, lists } as never, sent).changes.variants ?? [];
    const sku = variants.some((each) => each.sku === name) ? name : changed[Number(name)]?.sku;
    if (sku === undefined) return null;
    if (part === "barcode") return [variantFields(sku).barcode, BARCODE_FAULT];
    return part === "options" ? [variantFields(sku).offered, { key: "goods.fault.sameChoice" }] : null;
  },
};

const BARCODE_FAULT: Fault = { key: "admin.fault.tooLong", values: { max: BARCODE_LENGTH_MAX } };
const numberFault = (max: number): Fault => ({ key: "policy.fault.number", values: { min: 0, max } });

function changeOf(variant: VariantState, list: PriceList, sent: Sent, faults: Record<string, Fault>): VariantChange {
  const { sku } = variant;
  const fields = variantFields(sku);
  const change: VariantChange = { sku };
  const barcode = sent(fields.barcode).trim() || null;
  if (barcode !== variant.barcode) {
    if ((barcode ?? "").length > BARCODE_LENGTH_MAX) faults[fields.barcode] = BARCODE_FAULT;
    else change.barcode = barcode;
  }
  for (const [part, max] of [
    ["weightGrams", GRAMS_MAX],
    ["lowStockAt", LOW_MAX],
  ] as const) {
    const value = wholeOf(sent(fields[part]));
    if (value === null || value > max) faults[fields[part]] = numberFault(max);
    else if (value !== variant[part]) change[part] = value;
  }
  const offered = sent(fields.offered) === "on";
  if (offered !== variant.offered) change.offered = offered;
  const draft = draftPrice(variant.prices[list.id], sku, list, sent);
  Object.assign(faults, draft.faults);
  if (draft.price) change.prices = { [list.id]: draft.price };
  return change;
}
