/**
 * The variants that a product's options ask for: every choice of one value an option. Those there are keep their SKU and
 * take part in the choice as it is now; what is missing is made after the first of them.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { type ProductOption, SKU_LENGTH_MAX, VARIANTS_MAX, type VariantOptions } from "./product.ts";

/** `was` is the name an option had; null for a new one. */
export type WantedOption = ProductOption & { was: string | null };
type Had = { sku: string; options: VariantOptions; offered: boolean };
export type CombinationProblem =
  | { code: "too_many"; count: number; max: number }
  /** Without the options that were taken away, two variants are the same choice. */
  | { code: "same_choice"; sku: string; other: string };
/** `changed`: those whose options read otherwise now. `missing`: choices that no variant is. */
export type Combinations = {
  changed: readonly { sku: string; options: VariantOptions }[];
  missing: readonly VariantOptions[];
};

/**
 * A variant that lacks an option takes its first value. Values that only a variant has are kept, at the end of their
 * option's. Withdrawn variants are left as they are; a choice that one of them is counts as missing.
 */
export function combineOptions(
  wanted: readonly WantedOption[],
  variants: readonly Had[],
): Outcome<Combinations, CombinationProblem> {
  const offered = variants.filter((variant) => variant.offered);
  const now = offered.map(({ sku, options }) => ({ sku, options, next: chosenBy(wanted, options) }));
  const seen = new Map<string, string>();
  for (const { sku, next } of now) {
    const other = seen.get(choiceOf(next));
    if (other !== undefined) return refused({ code: "same_choice", sku, other });
    seen.set(choiceOf(next), sku);
  }
  const count = wanted.reduce((product, { values }) => product * Math.max(1, values.length), 1);
  if (count > VARIANTS_MAX) return refused({ code: "too_many", count, max: VARIANTS_MAX });
  return done({
    changed: now
      .filter(({ options, next }) => choiceOf(options) !== choiceOf(next))
      .map(({ sku, next }) => ({ sku, options: next })),
    missing: choicesOf(wanted).filter((choice) => !seen.has(choiceOf(choice))),
  });
}

function chosenBy(wanted: readonly WantedOption[], had: VariantOptions): VariantOptions {
  return Object.fromEntries(
    wanted.flatMap(({ name, values, was }) => {
      const value = had[was ?? name] ?? values[0];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const choiceOf = (options: VariantOptions): string => JSON.stringify(Object.entries(options).toSorted());

function choicesOf(wanted: readonly ProductOption[]): VariantOptions[] {
  return wanted
    .filter(({ values }) => values.length > 0)
    .reduce<VariantOptions[]>(
      (choices, { name, values }) => choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
      [{}],
    );
}

const PART_LENGTH_MAX = 12;

/** A SKU for each choice, such as `LAMP-RED-S`: told apart from each other and from those that are taken. */
export function skusFor(stem: string, choices: readonly VariantOptions[], taken: ReadonlySet<string>): string[] {
  const used = new Set(taken);
  return choices.map((choice) => {
    const parts = Object.values(choice).map((value) =>
      value
        .normalize("NFKC")
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, "")
        .slice(0, PART_LENGTH_MAX)
        .toUpperCase(),
    );
    const wish = [stem, ...parts].filter(Boolean).join("-");
    const free = firstFree(wish, used);
    used.add(free);
    return free;
  });
}

function firstFree(wish: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? "" : `-${number}`;
    const sku = wish.slice(0, SKU_LENGTH_MAX - ending.length) + ending;
    if (!used.has(sku)) return sku;
  }
}
