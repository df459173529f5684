import { describe, expect, test } from "vitest";
import { combineOptions, skusFor, type WantedOption } from "../../worker/catalog/option-combinations.ts";
import { SKU_LENGTH_MAX, VARIANTS_MAX } from "../../worker/catalog/product.ts";

const colour: WantedOption = { name: "Colour", values: ["Red", "Blue"], was: "Colour" };
const size: WantedOption = { name: "Size", values: ["S", "M", "L"], was: null };
const variant = (sku: string, options: Record<string, string>, offered = true) => ({ sku, options, offered });

describe("options that staff set", () => {
  test("of a product with one plain variant: it takes the first choice, all others are missing", () => {
    expect(combineOptions([{ ...colour, was: null }, size], [variant("LAMP", {})])).toEqual({
      ok: true,
      value: {
        changed: [{ sku: "LAMP", options: { Colour: "Red", Size: "S" } }],
        missing: [
          { Colour: "Red", Size: "M" },
          { Colour: "Red", Size: "L" },
          { Colour: "Blue", Size: "S" },
          { Colour: "Blue", Size: "M" },
          { Colour: "Blue", Size: "L" },
        ],
      },
    });
  });

  test("that are there already change nothing, and a withdrawn variant does not stand for its choice", () => {
    const had = [variant("RED", { Colour: "Red" }), variant("BLUE", { Colour: "Blue" }, false)];
    expect(combineOptions([colour], had)).toEqual({
      ok: true,
      value: { changed: [], missing: [{ Colour: "Blue" }] },
    });
  });

  test("by another name keep their values; a value that only a variant has stays", () => {
    const had = [variant("RED", { Color: "Red" }), variant("PINK", { Color: "Pink" })];
    expect(combineOptions([{ ...colour, was: "Color" }], had)).toEqual({
      ok: true,
      value: {
        changed: [
          { sku: "RED", options: { Colour: "Red" } },
          { sku: "PINK", options: { Colour: "Pink" } },
        ],
        missing: [{ Colour: "Blue" }],
      },
    });
  });

  test("are not taken away where two variants would be the same choice", () => {
    const had = [variant("RED-S", { Colour: "Red", Size: "S" }), variant("RED-M", { Colour: "Red", Size: "M" })];
    expect(combineOptions([colour], had)).toMatchObject({
      ok: false,
      problem: { code: "same_choice", sku: "RED-M", other: "RED-S" },
    });
  });

  test("never make more variants than a product may have", () => {
    const many = (name: string, count: number): WantedOption => ({
      name,
      values: Array.from({ length: count }, (_, index) => String(index)),
      was: null,
    });
    const all = combineOptions([many("A", 50), many("B", 40)], []);
    expect(all.ok && all.value.missing.length).toBe(VARIANTS_MAX);
    expect(combineOptions([many("A", 50), many("B", 41)], [])).toMatchObject({
      ok: false,
      problem: { code: "too_many", count: 2_050, max: VARIANTS_MAX },
    });
  });
});

test("SKUs say what they stand for, and are told apart", () => {
  const choices = [{ C: "Forest green" }, { C: "forest-green" }, { C: "\u9ed2" }, { C: "!" }];
  expect(skusFor("LAMP", choices, new Set(["LAMP"]))).toEqual([
    "LAMP-FOREST-GREEN",
    "LAMP-FOREST-GREEN-2",
    "LAMP-\u9ed2",
    "LAMP-2",
  ]);
  const [long] = skusFor("L".repeat(80), [{ C: "Red" }], new Set());
  expect(long).toHaveLength(SKU_LENGTH_MAX);
});
