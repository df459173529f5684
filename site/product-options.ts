/** The choices of a product: for every option and value, the variant it leads to from the one shown. Pure. */
import type { ProductOption, VariantOptions } from "../worker/catalog/product.ts";

type Choosable = { sku: string; options: VariantOptions };
export type OptionValue = {
  value: string;
  /** The variant to go to: this value with everything else as it is, or the nearest there is; of equals, one to be had. */
  sku: string;
  chosen: boolean;
  /** False where the other options must change to have this value. */
  fits: boolean;
};
export type OptionGroup = { name: string; values: readonly OptionValue[] };
type Nearest = { sku: string; shared: number; isHad: boolean };

/**
 * Groups and values in the product's own order; what that does not name comes after, as the variants first name it. Every
 * variant is looked at once, so that two thousand are no burden.
 */
export function optionGroupsOf(
  variants: readonly Choosable[],
  shown: Choosable,
  order: readonly ProductOption[] = [],
  canBuy: (sku: string) => boolean = () => true,
): OptionGroup[] {
  const found = new Map<string, Map<string, Nearest>>();
  for (const { sku, options } of variants) {
    const entries = Object.entries(options);
    const alike = entries.filter(([name, value]) => shown.options[name] === value).length;
    for (const [name, value] of entries) {
      const values = found.get(name) ?? found.set(name, new Map()).get(name);
      // How many options besides this one it has in common with the variant shown.
      const shared = alike - (shown.options[name] === value ? 1 : 0);
      const best = values?.get(value);
      const isHad = canBuy(sku);
      if (!best || shared > best.shared || (shared === best.shared && isHad && !best.isHad))
        values?.set(value, { sku, shared, isHad });
    }
  }
  const names = inOrder(
    [...found.keys()],
    order.map(({ name }) => name),
  );
  return names.map((name) => {
    const nearest = found.get(name) ?? new Map<string, Nearest>();
    const values = inOrder([...nearest.keys()], order.find((option) => option.name === name)?.values ?? []);
    return { name, values: values.map((value) => choiceOf(value, name, nearest, shown)) };
  });
}

function choiceOf(value: string, name: string, found: ReadonlyMap<string, Nearest>, shown: Choosable): OptionValue {
  const { sku, shared } = found.get(value) ?? { sku: shown.sku, shared: 0 };
  const others = Object.keys(shown.options).filter((other) => other !== name).length;
  return { value, sku, chosen: shown.options[name] === value, fits: shared === others };
}

function inOrder(found: readonly string[], order: readonly string[]): string[] {
  const place = new Map(order.map((name, index) => [name, index]));
  return found.toSorted((one, other) => (place.get(one) ?? order.length) - (place.get(other) ?? order.length));
}

/** The pictures with the one that shows a variant first: the one whose description names most of the variant's options. */
export function picturesFor<Picture extends { alt: string }>(
  pictures: readonly Picture[],
  optionWords: readonly string[],
): Picture[] {
  const named = ({ alt }: Picture) => optionWords.filter((words) => words !== "" && alt.includes(words)).length;
  return pictures.toSorted((one, other) => named(other) - named(one));
}

/**
 * A picture for each value of an option, by value: the first whose description has the value or its words. Null unless every
 * value has one of its own: then the option is not what the pictures differ by.
 */
export function picturesOfValues<Picture extends { alt: string }>(
  pictures: readonly Picture[],
  values: readonly (readonly [value: string, words: string])[],
): ReadonlyMap<string, Picture> | null {
  const found = new Map<string, Picture>();
  for (const [value, words] of values) {
    const own = pictures.find(
      ({ alt }) => alt !== "" && [words, value].some((each) => each !== "" && alt.includes(each)),
    );
    if (!own) return null;
    found.set(value, own);
  }
  return found.size > 1 && new Set(found.values()).size === values.length ? found : null;
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
