import { describe, expect, test } from "vitest";
import { NONE_REPEATED, type RepeatedCodes, textOfProblem } from "../../worker/transfer/formats/file-problem.ts";
import { surveyGatherer } from "../../worker/transfer/formats/file-survey.ts";
import { readableKeyOf } from "../../worker/transfer/formats/icecat-ndjson.ts";
import { listReader, listSurveyor } from "../../worker/transfer/formats/list-reader.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";

const INK = {
  id: "1399",
  name: "80",
  title: "HP 80 Original Cyan",
  ean: ["882780756328", "0882780756328", "0088698629123"],
  short_description: "80 175-ml Cyan DesignJet <b>Ink Cartridge</b>",
  img_high: "http://images.example/high.jpg",
  img_500x500: "http://images.example/500.jpg",
  date_released: "2006-07-01T00:00:00Z",
  supplier: "HP",
  price: 12_595,
  attr_t_type: "Original",
  attr_n_width: 56,
  attr_b_energy_star: true,
  attr_n_package_weight: 450.4,
};

function readLines(lines: readonly (string | object)[], repeated: RepeatedCodes = NONE_REPEATED) {
  const [format, settings] = [{ list: "icecat", items: "lines" } as const, { currency: "USD" } as const];
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const [surveyor, gatherer] = [listSurveyor(format, settings), surveyGatherer({ isList: true })];
  surveyor.push(text);
  surveyor.end();
  gatherer.add(surveyor.take());
  const reader = listReader(format, settings, { ...gatherer.end([]), repeated });
  return [...reader.push(text), ...reader.end()];
}
function productOf(over: object = {}, repeated?: RepeatedCodes): ImportedProduct {
  const [read] = readLines([{ ...INK, ...over }], repeated);
  if (!read || !("product" in read)) throw new Error(JSON.stringify(read));
  return read.product;
}

describe("a line of Icecat's is a product", () => {
  test("with typed attributes, US cents, every EAN once, and a category for what it is", () => {
    expect(productOf()).toEqual({
      source: "icecat",
      externalId: "1399",
      brand: "HP",
      productType: "ink-toner",
      translations: { en: { title: "HP 80 Original Cyan", description: "80 175-ml Cyan DesignJet Ink Cartridge" } },
      categoryIds: ["ink-toner"],
      attributes: [
        { key: "Model", kind: "text", value: "80" },
        { key: "Type", kind: "text", value: "Original" },
        { key: "Width", kind: "number", value: 56, unit: "mm" },
        { key: "Energy star", kind: "boolean", value: true },
        { key: "Package weight", kind: "number", value: 450.4, unit: "g" },
      ],
      media: [{ key: null, sourceUrl: "http://images.example/500.jpg", alt: {} }],
      rank: -94,
      variants: [
        {
          sku: "ICECAT-1399",
          barcodes: ["0882780756328", "0088698629123"],
          weightGrams: 450,
          quantity: null,
          prices: { USD: { amountMinor: 12_595 } },
        },
      ],
    });
  });

  test.each([
    ["Apple MacBook Pro 13 notebook", "laptops", "laptops"],
    ["Samsung 40 inch LED Smart TV", "tvs", "televisions"],
    ["Targus notebook sleeve", "bags-cases", "bags-cases"],
    ["HDMI cable 2 m", "cables", "chargers-cables"],
    ["HP care pack for a notebook, 3 years", "other", "more"],
    ["Thing without a name", "other", "more"],
  ])("%s is one of %s, in the category %s", (title, productType, category) => {
    expect(productOf({ title })).toMatchObject({ productType, categoryIds: [category] });
  });

  test("newer things come before older ones, and one without a date is among the oldest", () => {
    const rankOf = (date_released?: string) => productOf({ date_released }).rank ?? 0;
    expect(rankOf("2015-01-01")).toBeGreaterThan(rankOf("2006-07-01"));
    expect([rankOf(), rankOf("0000-00-00"), rankOf("soon")]).toEqual([-130, -130, -130]);
  });

  test("an address of a picture that is none is left out", () => {
    expect(productOf({ img_500x500: "javascript:alert(1)", img_high: "" }).media).toEqual([]);
  });

  test("a barcode that several products have names none of them", () => {
    const repeated = { skus: new Set<string>(), barcodes: new Set(["0882780756328"]) };
    expect(productOf({}, repeated).variants[0]?.barcodes).toEqual(["0088698629123"]);
  });

  test("empty lines are no products", () => {
    expect(readLines(["", "  ", INK])).toHaveLength(1);
  });

  test.each([
    ["thermal_design_power__tdp_", "Thermal design power (TDP)"],
    ["number_of_usb_ports", "Number of USB ports"],
    ["wi_fi", "Wi-Fi"],
  ])("the attribute %s is called %s", (name, key) => {
    expect(readableKeyOf(name)).toBe(key);
  });
});

describe("a bad line is told with its row and what is wrong", () => {
  const { supplier: _supplier, ...nameless } = INK;
  test.each<[string, string | object, string]>([
    ["no JSON", '{"id":', "row 2: is not JSON"],
    ["a number", "5", "row 2:"],
    ["no maker", nameless, 'row 2, column "supplier":'],
    ["a price in words", { ...INK, id: "2", price: "12.95" }, 'row 2, column "price":'],
    ["a price of nothing", { ...INK, id: "2", price: 0 }, 'row 2, column "price":'],
    ["a price in fractions", { ...INK, id: "2", price: 12.5 }, 'row 2, column "price":'],
    ["a price beyond all", { ...INK, id: "2", price: 99_999_999_999 }, 'row 2, column "price":'],
    ["a number as text", { ...INK, id: "2", attr_n_width: "56" }, 'row 2, column "attr_n_width": is not of the kind'],
    ["an endless title", { ...INK, id: "2", title: "x".repeat(301) }, 'row 2, column "title":'],
    ["a title of nothing but markup", { ...INK, id: "2", title: "<b></b>" }, 'row 2, column "title":'],
    ["the same product again", INK, 'row 2, column "id": 1399 is at row 1 already'],
  ])("%s", (_, line, text) => {
    const [, read] = readLines([INK, line]);
    if (!read || !("problems" in read)) throw new Error("the line was taken");
    expect(textOfProblem(read.problems[0] ?? { row: 0, column: null, why: "" })).toContain(text);
  });
});
