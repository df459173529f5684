import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SKU_LENGTH_MAX } from "../../worker/catalog/product.ts";
import { barcodeOf } from "../../worker/transfer/formats/barcode.ts";
import { madeSkuOf } from "../../worker/transfer/formats/made-sku.ts";
import { writtenMinorOf, writtenNumberOf } from "../../worker/transfer/formats/written-number.ts";

describe("a price as it is written", () => {
  test.each([
    ["9.99", "USD", 999],
    ["12.5", "USD", 1_250],
    ["75", "USD", 7_500],
    ["0.07", "USD", 7],
    ["19.9900", "USD", 1_999],
    ["1234567.89", "USD", 123_456_789],
    ["980", "JPY", 980],
    ["980.00", "JPY", 980],
    ["1,50", "USD", 150],
    ["1,234.50", "USD", 123_450],
    ["1.234,50", "USD", 123_450],
    ["1 234,50", "USD", 123_450],
    ["1,234", "USD", 123_400],
    ["$5", "USD", 500],
    ["12.99 USD", "USD", 1_299],
    ["€ 12,99", "EUR", 1_299],
    ["US$ 5.50", "USD", 550],
    ["CA$5", "CAD", 500],
    ["5 zł", "PLN", 500],
    ["R$ 1.234,50", "BRL", 123_450],
    ["￥1200", "JPY", 1_200],
    ["1'234.50 CHF", "CHF", 123_450],
    ["₹1,23,456.50", "INR", 12_345_650],
  ] as const)("%s in %s is %i", (text, currency, amount) => {
    expect(writtenMinorOf(text, currency)).toBe(amount);
  });

  test.each([
    "",
    "free",
    "-1",
    "5.",
    ".5",
    "1e3",
    "1.999",
    "1,2,3",
    "1234567890",
    "15.00 EUR",
    "19,99 €",
    "£5",
    "CA$5",
    "$5 EUR",
  ])("%j is no price in US dollars", (text) => {
    expect(writtenMinorOf(text, "USD")).toBeNull();
  });

  test("yen have no coins smaller than one", () => {
    expect(writtenMinorOf("980.5", "JPY")).toBeNull();
  });

  test("every amount in cents is read as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
        expect(writtenMinorOf(text, "USD")).toBe(cents);
      }),
    );
  });
});

test.each([
  ["0.5", 0.5],
  ["0,5", 0.5],
  ["1,000", 1_000],
  ["-3", -3],
  [".5", 0.5],
  ["a few", null],
])("a weight or a quantity of %j is %j", (text, number) => {
  expect(writtenNumberOf(text)).toBe(number);
});

describe("a trade item number", () => {
  test.each([
    ["0882780756328", "0882780756328"],
    ["882780756328", "0882780756328"],
    ["00882780756328", "0882780756328"],
    ["'0882780756328", "0882780756328"],
    ["088-2780 756328", "0882780756328"],
    ["10882780756325", "10882780756325"],
    ["96385074", "96385074"],
    [" in-house 7 ", "in-house 7"],
    ["", ""],
  ])("%j is compared as %j", (text, barcode) => {
    expect(barcodeOf(text)).toBe(barcode);
    expect(barcodeOf(barcode)).toBe(barcode);
  });
});

describe("a SKU made for a variant without one", () => {
  test("says what it is for, and is the same each time", () => {
    expect(madeSkuOf("shopify", "clay-plant-pot", { Size: "Large" })).toBe("SHOPIFY-CLAY-PLANT-POT-LARGE");
    expect(madeSkuOf("shopify", "lamp", {})).toBe("SHOPIFY-LAMP");
    expect(madeSkuOf("shopify", "lampe", { Größe: "5½ / groß" })).toBe(
      madeSkuOf("shopify", "lampe", { A: "5½ / groß" }),
    );
  });

  test("fits, and two long names that begin alike stay two", () => {
    const handle = "a-very-long-handle-that-goes-on-and-on".repeat(4);
    const [one, other] = [madeSkuOf("shopify", `${handle}-1`, {}), madeSkuOf("shopify", `${handle}-2`, {})];
    expect(one).not.toBe(other);
    expect([one.length, other.length]).toEqual([SKU_LENGTH_MAX, SKU_LENGTH_MAX]);
  });

  test("told apart, variants whose options differ only in signs get SKUs of their own", () => {
    const glasses = (strength: string) => madeSkuOf("shopify", "reading-glasses", { Strength: strength }, "told-apart");
    expect(glasses("+1")).not.toBe(glasses("-1"));
    expect(glasses("+1")).toBe(glasses("+1"));
  });

  test("has neither commas nor more than the letters a SKU may have", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (handle, value) => {
        for (const apart of [undefined, "told-apart"] as const) {
          const sku = madeSkuOf("shopify", handle, { Size: value }, apart);
          expect(sku).toMatch(/^SHOPIFY[^,\p{Cc}]*$/u);
          expect(sku.length).toBeLessThanOrEqual(SKU_LENGTH_MAX);
        }
      }),
    );
  });
});
