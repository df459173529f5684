/** Postal codes and the regions they lie in, by codes that are in use: capitals, borders, islands, the armed forces. */
import { describe, expect, test } from "vitest";
import { isCodeOfRegion } from "../../worker/markets/postal-region.ts";
import { REGIONS } from "../../worker/markets/regions.ts";

/** Those of a country's regions that a code may lie in. */
const regionsOf = (country: string, code: string) =>
  (REGIONS[country] ?? []).map((region) => region.code).filter((region) => isCodeOfRegion(country, region, code));

describe("a postal code tells the region", () => {
  test.each([
    ["US", "94103", "CA"],
    ["US", "10001-1234", "NY"],
    ["US", "06390", "NY"],
    ["US", "06380", "CT"],
    ["US", "05544", "MA"],
    ["US", "05401", "VT"],
    ["US", "20001", "DC"],
    ["US", "20101", "VA"],
    ["US", "20901", "MD"],
    ["US", "24701", "WV"],
    ["US", "24201", "VA"],
    ["US", "37201", "TN"],
    ["US", "38601", "MS"],
    ["US", "39815", "GA"],
    ["US", "73301", "TX"],
    ["US", "88510", "TX"],
    ["US", "78701", "TX"],
    ["US", "83414", "WY"],
    ["US", "83455", "ID"],
    ["US", "97201", "OR"],
    ["US", "96813", "HI"],
    ["US", "99501", "AK"],
    ["CA", "H3Z 2Y7", "QC"],
    ["CA", "M5V 3L9", "ON"],
    ["CA", "V6B 1A1", "BC"],
    ["BR", "01310-100", "SP"],
    ["BR", "72900-000", "GO"],
    ["BR", "73010-000", "DF"],
    ["BR", "69301-000", "RR"],
    ["BR", "69900-000", "AC"],
    ["BR", "76801-000", "RO"],
    ["BR", "68900-000", "AP"],
    ["IN", "110001", "DL"],
    ["IN", "400001", "MH"],
    ["IN", "403001", "GA"],
    ["IN", "500001", "TG"],
    ["IN", "744101", "AN"],
    ["IN", "560001", "KA"],
    ["AU", "2000", "NSW"],
    ["AU", "2601", "ACT"],
    ["AU", "2913", "ACT"],
    ["AU", "2999", "NSW"],
    ["AU", "7000", "TAS"],
    ["ES", "35001", "GC"],
  ])("%s %s lies in %s alone", (country, code, region) => {
    expect(regionsOf(country, code)).toEqual([region]);
  });

  test.each([
    ["CA", "X0A 0H0", ["NT", "NU"]],
    ["CA", "K1A 0B1", ["ON", "QC"]],
    ["IN", "160017", ["CH", "HR", "PB"]],
    ["IN", "605001", ["PY", "TN"]],
    ["AU", "3644", ["NSW", "VIC"]],
    ["US", "75501", ["AR", "TX"]],
  ])("%s %s lies in several, and any of them is taken", (country, code, regions) => {
    expect(regionsOf(country, code).toSorted()).toEqual(regions);
  });

  test("of islands that are countries of their own is no state's", () => {
    for (const code of ["00901", "00801", "96910", "96799", "96950"]) expect(regionsOf("US", code), code).toEqual([]);
  });

  test.each([
    ["US", "21301"],
    ["US", "98701"],
    ["US", "20331"],
    ["IN", "900001"],
    ["IN", "781001"],
    ["JP", "100-0001"],
    ["XX", "1"],
    ["US", ""],
  ])("%s %j, whose beginning is not known, is refused in no region", (country, code) => {
    for (const { code: region } of REGIONS[country] ?? []) expect(isCodeOfRegion(country, region, code)).toBe(true);
    expect(isCodeOfRegion(country, "ANY", code)).toBe(true);
  });

  test("every region of these countries has codes", () => {
    const codes = Array.from({ length: 1_000 }, (_, at) => String(at).padStart(3, "0"));
    const letters = [..."ABCEGHJKLMNPRSTVXY"].map((letter) => `${letter}0A`);
    for (const country of ["US", "BR", "IN", "AU", "ES", "CA"]) {
      const tried = country === "CA" ? letters : codes.flatMap((code) => [code, `${code}0`, `${code}1`]);
      const none = (REGIONS[country] ?? [])
        .map(({ code }) => code)
        .filter(
          (region) =>
            !tried.some((code) => regionsOf(country, code).length < 6 && isCodeOfRegion(country, region, code)),
        );
      expect(none, country).toEqual([]);
    }
  });
});
