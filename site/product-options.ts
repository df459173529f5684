/** The choices of a product: for every option and value, the variant it leads to from the one shown. Pure. */
import type { VariantOptions } from "../worker/catalog/product.ts";

type Choosable = { sku: string; options: VariantOptions };
export type OptionValue = {
  value: string;
  /** The variant to go to: this value with everything else as it is, or the nearest there is. */
  sku: string;
  chosen: boolean;
  /** False where the other options must change to have this value. */
  fits: boolean;
};
export type OptionGroup = { name: string; values: readonly OptionValue[] };

/** Groups and values in the order in which the variants first name them. */
export function optionGroupsOf(variants: readonly Choosable[], shown: Choosable): OptionGroup[] {
  const names = [...new Set(variants.flatMap(({ options }) => Object.keys(options)))];
  return names.map((name) => ({ name, values: valuesOf(variants, shown, name) }));
}

function valuesOf(variants: readonly Choosable[], shown: Choosable, name: string): OptionValue[] {
  const values = new Set(variants.flatMap(({ options }) => options[name] ?? []));
  return [...values].map((value) => {
    const having = variants.filter(({ options }) => options[name] === value);
    const nearest = having.reduce((best, each) =>
      sharedWith(each, shown, name) > sharedWith(best, shown, name) ? each : best,
    );
    const others = Object.keys(shown.options).filter((other) => other !== name).length;
    return {
      value,
      sku: nearest.sku,
      chosen: shown.options[name] === value,
      fits: sharedWith(nearest, shown, name) === others,
    };
  });
}

/** How many options besides `name` two variants have in common. */
const sharedWith = (one: Choosable, other: Choosable, name: string): number =>
  Object.entries(one.options).filter(([key, value]) => key !== name && other.options[key] === value).length;

/** The pictures with the one that shows a variant first: the one whose description names most of the variant's options. */
export function picturesFor<Picture extends { alt: string }>(
  pictures: readonly Picture[],
  optionWords: readonly string[],
): Picture[] {
  const named = ({ alt }: Picture) => optionWords.filter((words) => words !== "" && alt.includes(words)).length;
  return pictures.toSorted((one, other) => named(other) - named(one));
}

/** The variant that is asked for; without one, the first that can be bought, else the first. Null when it is unknown. */
export function variantShown<Variant extends Choosable>(
  variants: readonly Variant[],
  sku: string | null,
  canBuy: (sku: string) => boolean,
): Variant | null {
  if (sku !== null) return variants.find((variant) => variant.sku === sku) ?? null;
  return variants.find((variant) => canBuy(variant.sku)) ?? variants[0] ?? null;
}
