import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NUMBER_COUNTRIES, readBusinessNumber } from "../../worker/tax/vat/business-number.ts";

describe("a business's number", () => {
  test.each([
    ["IN", "27aapfu0939f1zv", "27AAPFU0939F1ZV"],
    ["AE", "100-1234-5678-9012", "100123456789012"],
    ["AE", "100 123 456 789 012", "100123456789012"],
    ["BR", "11222333000181", "11.222.333/0001-81"],
    ["BR", "12.ABC.345/01DE-35", "12.ABC.345/01DE-35"],
    ["BR", "111.444.777-35", "111.444.777-35"],
    ["KR", "1234567891", "123-45-67891"],
    ["JP", "Ｔ１２３４５６７８９０１２３", "T1234567890123"],
    ["AU", "51 824 753 556", "51 824 753 556"],
    ["CA", "123456782RT0001", "123456782 RT 0001"],
  ])("of %s written %s is kept as %s", (country, typed, kept) => {
    expect(readBusinessNumber(typed, country)?.text ?? null).toBe(kept);
  });

  test.each([
    ["IN", "27AAPFU0939F1ZW"],
    ["IN", "27AAPFU0939F1Z"],
    ["BR", "11222333000182"],
    ["BR", "12ABC34501DE36"],
    ["BR", "00000000000000"],
    ["BR", "11111111111"],
    ["BR", "11144477736"],
    ["KR", "1234567892"],
    ["JP", "1234567890123"],
    ["AU", "51824753557"],
    ["CA", "123456783RT0001"],
    ["CA", "123456782"],
    ["US", "123456789"],
    ["IN", ""],
  ])("of %s written %s is none", (country, typed) => {
    expect(readBusinessNumber(typed, country)).toBeNull();
  });

  test("of a Brazilian person names no company", () => {
    expect(readBusinessNumber("11144477735", "BR")?.isPerson).toBe(true);
    expect(readBusinessNumber("11222333000181", "BR")?.isPerson).toBe(false);
  });

  test("that is kept is read again as it is, and any text is read or refused", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom(...NUMBER_COUNTRIES), (text, country) => {
        const read = readBusinessNumber(text, country);
        if (read) expect(readBusinessNumber(read.text, country)).toEqual(read);
      }),
    );
    for (const [country, text] of [
      ["BR", "11222333000181"],
      ["AU", "51824753556"],
      ["CA", "123456782RT0001"],
    ] as const) {
      const read = readBusinessNumber(text, country);
      expect(readBusinessNumber(read?.text ?? "", country)).toEqual(read);
    }
  });
});
