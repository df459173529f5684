import { describe, expect, test } from "vitest";
import { hasVatForm, isInVies, readVatNumber, vatTextOf } from "../../worker/tax/vat/vat-number.ts";

/** A number of each kind whose check is right. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  AT: ["ATU13585627", "ATU10000005"],
  BE: ["BE0403019261", "BE0428759497"],
  BG: ["BG175074752", "BG7523169263", "BG8032056031"],
  CY: ["CY10259033P"],
  CZ: ["CZ25123891", "CZ7103192745", "CZ640903926"],
  DE: ["DE136695976", "DE123456788"],
  DK: ["DK13585628"],
  EE: ["EE100931558"],
  GR: ["EL023456780", "EL094259216"],
  ES: ["ESB58378431", "ESJ99216582", "ES54362315K", "ESX2482300W", "ESM1234567L"],
  FI: ["FI20774740"],
  FR: ["FR40303265045", "FR23334175221", "FRK7399859412", "FR4Z123456782"],
  HR: ["HR33392005961"],
  HU: ["HU12892312"],
  IE: ["IE6433435F", "IE6433435OA", "IE8D79739I"],
  IT: ["IT00743110157"],
  LT: ["LT119511515", "LT100001919017", "LT100004801610"],
  LU: ["LU15027442"],
  LV: ["LV40003521600", "LV16117519997"],
  MT: ["MT11679112"],
  NL: ["NL004495445B01"],
  PL: ["PL8567346215"],
  PT: ["PT501964843"],
  RO: ["RO18547290"],
  SE: ["SE123456789701"],
  SI: ["SI50223054"],
  SK: ["SK2022749619"],
  GB: ["GB980780684", "XI110305878"],
  CH: ["CHE123456788", "CHE107787577"],
  NO: ["NO995525828", "NO974760673"],
};
const all = Object.values(RIGHT).flat();
const read = (text: string, country = "US") => {
  const number = readVatNumber(text, country);
  return number && vatTextOf(number);
};
const lastDigit = (text: string) => text.search(/\d(?=\D*$)/);

describe("a VAT number", () => {
  test("of each country is taken as it is, and known by its country", () => {
    for (const [country, numbers] of Object.entries(RIGHT))
      for (const text of numbers) {
        expect(read(text), text).toBe(text);
        expect(readVatNumber(text, "US")?.country, text).toBe(country);
        expect(hasVatForm(country)).toBe(true);
      }
    expect(hasVatForm("US")).toBe(false);
  });

  test("is refused with a digit too many, too few, or with a letter in place of one", () => {
    for (const text of all) {
      const at = lastDigit(text);
      for (const wrong of [`${text.slice(0, at)}?${text.slice(at + 1)}`, `${text}99999`, text.slice(0, 5)])
        expect(read(wrong), wrong).toBeNull();
    }
  });

  test("with any one of its digits mistyped is refused", () => {
    // By remainders of a prime, or as Luhn and ISO 7064 do. Other states' checks let some pass.
    const strict = new Set("AT BE DE DK ES FI HR HU IT LU MT SE SK CH NO".split(" "));
    for (const text of all.filter((each) => strict.has(each.slice(0, 2))))
      for (let at = 3; at < Math.min(text.length, 11); at += 1) {
        const digit = Number(text[at]);
        if (Number.isNaN(digit)) continue;
        const wrong = text.slice(0, at) + ((digit + 1) % 10) + text.slice(at + 1);
        expect(read(wrong), `${text} as ${wrong}`).toBeNull();
      }
  });

  test("is read as people write it", () => {
    expect(read("de 136.695.976")).toBe("DE136695976");
    expect(read(" NL 0044.95.445.B.01 ")).toBe("NL004495445B01");
    expect(read("CHE-123.456.788 MWST")).toBe("CHE123456788");
    expect(read("CHE-123.456.788 TVA")).toBe("CHE123456788");
    expect(read("NO 995 525 828 MVA")).toBe("NO995525828");
    expect(read("ＤＥ１３６６９５９７６"), "full width").toBe("DE136695976");
    expect(read("GR094259216"), "Greece's own code").toBe("EL094259216");
    expect(read("BE 428759497"), "of old").toBe("BE0428759497");
  });

  test("without a prefix is one of the address's country", () => {
    expect(read("136695976", "DE")).toBe("DE136695976");
    expect(read("094259216", "GR")).toBe("EL094259216");
    expect(read("B58378431", "ES")).toBe("ESB58378431");
    expect(read("123456788", "CH")).toBe("CHE123456788");
    expect(read("FR40303265045", "DE"), "its own prefix counts").toBe("FR40303265045");
    expect(read("136695976", "US")).toBeNull();
  });

  test("that is no text of a number is refused without a word of it being kept", () => {
    for (const text of ["", " ", "DE", "constructor", "__proto__", "DE".repeat(200), "<script>", "DE13669597６x", "‮DE"])
      expect(read(text, "DE"), text).toBeNull();
  });

  test("is in the Union's register if it is of a member state or of Northern Ireland", () => {
    const listed = (text: string) => isInVies(readVatNumber(text, "US") ?? { prefix: "", country: "", number: "" });
    expect(listed("DE136695976")).toBe(true);
    expect(listed("EL094259216")).toBe(true);
    expect(listed("XI110305878")).toBe(true);
    for (const text of ["GB980780684", "CHE123456788", "NO995525828"]) expect(listed(text), text).toBe(false);
  });
});
