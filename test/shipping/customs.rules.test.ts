/** Who is told that customs may ask for money, and who is not; and what staff declare. */
import { describe, expect, test } from "vitest";
import { borderBetween, type CustomsAsk, customsHintOf } from "../../worker/shipping/customs.ts";
import { declarationOf } from "../../worker/shipping/declaration.ts";

const place = (text: string) => {
  const [country = "", postalCode = "", region = ""] = text.split("/");
  return { country, region, postalCode };
};

describe("the border between two places", () => {
  test.each([
    ["DE/10115", "AT/1010", null],
    ["DE/10115", "DE/20095", null],
    ["DE/10115", "MC/98000", null],
    ["DE/10115", "PT/9000-001", null],
    ["US//TX", "US//CA", null],
    ["US//TX", "PR/00901", null],
    ["GB/EC1A 1AA", "IM/IM1 1AA", null],
    ["CH/8001", "LI/9490", null],
    // Northern Ireland is of the UK, and its goods are of the EU.
    ["GB/EC1A 1AA", "GB/BT1 1AA", null],
    ["DE/10115", "GB/BT1 1AA", null],
    ["US//TX", "GB/BT1 1AA", "customs"],
    ["GB/EC1A 1AA", "IE/D01", "customs"],
    ["DE/10115", "GB/EC1A 1AA", "customs"],
    ["DE/10115", "CH/8001", "customs"],
    ["DE/10115", "US//CA", "customs"],
    ["US//TX", "US//GU", "customs"],
    // In the country, outside its customs.
    ["ES/28001", "ES/51001", "customs"],
    ["ES/28001", "ES/52001", "customs"],
    ["ES/51001", "ES/51002", null],
    ["DE/10115", "DE/27498", "customs"],
    ["DE/10115", "DE/78266", "customs"],
    ["CH/8001", "DE/78266", null],
    ["IT/20121", "IT/23041", "customs"],
    ["FR/75001", "FR/97500", "customs"],
    ["FR/75001", "FR/97133", "customs"],
    // Of the Union's customs, not of its tax.
    ["ES/28001", "ES/35001", "tax"],
    ["DE/10115", "ES/38001", "tax"],
    ["ES/35001", "ES/38001", null],
    ["ES/35001", "ES/28001", "tax"],
    ["FI/00100", "AX/22100", "tax"],
    ["FI/00100", "FI/22100", "tax"],
    ["FR/75001", "FR/97400", "tax"],
    ["FR/75001", "RE/97400", "tax"],
    ["IT/20121", "IT/22061", "tax"],
    ["GB/EC1A 1AA", "JE/JE2 3AB", "tax"],
    ["GB/EC1A 1AA", "GB/JE2 3AB", "tax"],
    ["JE/JE2 3AB", "GB/JE1 1AA", null],
    ["GB/GY1 1AA", "GB/JE1 1AA", "tax"],
    ["GB/EC1A 1AA", "GB/IM1 1AA", null],
    ["DE/10115", "GB/JE2 3AB", "customs"],
    ["DE/10115", "GR/63086", "tax"],
    ["GR/10431", "GR/630 87", "tax"],
    ["FI/22100", "AX/22100", null],
    ["NO/0150", "NO/9170", "customs"],
    ["NO/0150", "NO/8099", "customs"],
    ["NO/0150", "SJ/9171", "customs"],
    ["SJ/9171", "NO/9170", null],
  ])("from %s to %s is %s", (from, to, border) => {
    expect(borderBetween(place(from), place(to))).toBe(border);
  });
});

const ASK: CustomsAsk = {
  from: place("DE/10115"),
  to: place("GB/EC1A 1AA"),
  duties: "unpaid",
  isTaxed: true,
  isLowValue: true,
};
const hint = (change: Partial<CustomsAsk>) => customsHintOf({ ...ASK, ...change });

describe("what a buyer is told of customs", () => {
  test("is nothing within the union, whatever the tax is", () => {
    for (const isTaxed of [true, false]) expect(hint({ to: place("FR/75001"), isTaxed })).toBeNull();
    expect(hint({ to: place("FR/75001"), duties: "paid" })).toBeNull();
  });

  test("goes by who takes the tax and who pays the duties", () => {
    expect(hint({ to: place("US//CA"), isTaxed: false })).toBe("duties_and_taxes");
    expect(hint({ to: place("US//CA") })).toBe("duties");
    expect(hint({ to: place("US//CA"), isTaxed: false, duties: "paid" })).toBe("nothing");
    expect(hint({ to: place("ES/35001"), isTaxed: false })).toBe("taxes");
  });

  test("is that nothing is due in the UK and Norway on goods of low worth, where the store takes the tax", () => {
    expect(hint({})).toBe("nothing");
    expect(hint({ isLowValue: false })).toBe("duties");
    expect(hint({ isTaxed: false, isLowValue: false })).toBe("duties_and_taxes");
    expect(hint({ from: place("US//TX"), to: place("GB/BT1 1AA") })).toBe("duties");
    expect(hint({ to: place("NO/0150") })).toBe("nothing");
    expect(hint({ from: place("US//TX"), to: place("FR/75001") }), "the EU's customs may ask").toBe("duties");
  });
});

describe("the customs declaration", () => {
  const line = (sku: string, quantity: number, more: object = {}) => ({
    ...{ sku, productId: `p-${sku}`, title: sku, quantity, totalMinor: 119_00, taxMinor: 19_00 },
    ...more,
  });
  const facts = new Map([
    ["p-A", { tariffCode: "851830", originCountry: "VN" }],
    ["p-B", { tariffCode: null, originCountry: "KR" }],
  ]);

  test("has weight and worth of each line without tax, and what sums to its parcel", () => {
    const lines = [line("A", 2), line("A2", 3, { productId: "p-A" }), line("D", 1, { digital: true })];
    const weights = new Map([
      ["A", 250],
      ["A2", 100],
    ]);
    const declared = declarationOf(lines, true, facts, weights);
    expect(declared).toMatchObject({ weightGrams: 800, worthMinor: 200_00 });
    expect(
      declared.lines.map(({ sku, weightGrams, worthMinor, missing }) => [sku, weightGrams, worthMinor, missing]),
    ).toEqual([
      ["A", 500, 100_00, []],
      ["A2", 300, 100_00, []],
    ]);
    expect(declarationOf(lines, false, facts, weights).worthMinor).toBe(238_00);
  });

  test("says of each line what is missing, and sums no weight that it does not know", () => {
    const declared = declarationOf(
      [line("A", 1), line("B", 1), line("C", 1)],
      true,
      facts,
      new Map([
        ["B", 0],
        ["A", 5],
      ]),
    );
    expect(declared.lines.map(({ missing }) => missing)).toEqual([
      [],
      ["tariffCode", "weight"],
      ["tariffCode", "originCountry", "weight"],
    ]);
    expect(declared.weightGrams).toBeNull();
  });
});
