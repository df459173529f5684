import { describe, expect, test } from "vitest";
import {
  type AttributeDefinition,
  attributesShown,
  definitionsOf,
} from "../../worker/catalog/attributes/attribute-definition.ts";
import { convertUnit, isConvertible } from "../../worker/catalog/attributes/units.ts";
import type { Attribute } from "../../worker/catalog/product.ts";

const definition = (over: Partial<AttributeDefinition>): AttributeDefinition => ({
  ...{ productType: "tvs", key: "width", kind: "number", unit: "cm", shownUnits: { "en-us": "in" }, labels: {} },
  ...{ facetable: false, required: false, position: 0, archived: false },
  ...over,
});

describe("a specification", () => {
  const definitions = definitionsOf(
    [
      definition({ productType: "", key: "brightness", unit: "cd/m²", shownUnits: {}, position: 9 }),
      definition({ productType: "", key: "width", unit: "mm", shownUnits: {}, position: 5 }),
      definition({ position: 1 }),
      definition({ key: "weight", productType: "laptops" }),
    ],
    "tvs",
  );
  const attributes: Attribute[] = [
    { key: "other", kind: "text", value: "x" },
    { key: "brightness", kind: "number", value: 400, unit: "cd/m²" },
    { key: "width", kind: "number", value: 1_447.8, unit: "mm" },
  ];

  test("goes by the type's own definitions before those of every type, what nobody defined last", () => {
    expect([...definitions.keys()]).toEqual(["width", "brightness"]);
    expect(definitions.get("width")?.unit).toBe("cm");
    expect(attributesShown(attributes, definitions, "de-de").map(({ key }) => key)).toEqual([
      "width",
      "brightness",
      "other",
    ]);
  });

  test("says a number in the unit that the market reads", () => {
    expect(attributesShown(attributes, definitions, "de-de")[0]).toMatchObject({ value: 144.8, unit: "cm" });
    expect(attributesShown(attributes, definitions, "en-us")[0]).toMatchObject({ value: 57, unit: "in" });
  });
});

describe("units", () => {
  test.each([
    [15.6, "in", "cm", 39.62],
    [1, "kg", "lb", 2.205],
    [2, "TB", "GB", 2_000],
    [1, "m²", "ft²", 10.76],
    [90, "min", "h", 1.5],
    [7, "kg", "kg", 7],
  ])("%d %s is %s %d", (value, from, to, expected) => {
    expect(convertUnit(value, from, to)).toBe(expected);
  });

  test("of different kinds, or that nobody knows, are not converted", () => {
    expect(convertUnit(1, "kg", "cm")).toBeNull();
    expect([isConvertible("parsec", "km"), isConvertible("parsec", "parsec"), isConvertible("W", "kW")]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
