import { describe, expect, test } from "vitest";
import { formatFor } from "../../site/format.ts";
import { optionGroupsOf, picturesFor, picturesOfValues, variantShown } from "../../site/product-options.ts";
import { factsOf, readable } from "../../site/product-words.ts";
import { marketOf } from "../support/markets.ts";

const of = (sku: string, Colour: string, Storage: string) => ({ sku, options: { Colour, Storage } });
const VARIANTS = [of("s512", "Silver", "512 GB"), of("s1", "Silver", "1 TB"), of("m512", "Midnight", "512 GB")];
const [silver512 = of("", "", ""), silver1 = of("", "", ""), midnight512 = of("", "", "")] = VARIANTS;

describe("a product's choices", () => {
  test("each value leads to the variant that keeps the other choices", () => {
    const [colour, storage] = optionGroupsOf(VARIANTS, silver512);
    expect(colour?.values).toEqual([
      { value: "Silver", sku: "s512", chosen: true, fits: true },
      { value: "Midnight", sku: "m512", chosen: false, fits: true },
    ]);
    expect(storage?.values.map(({ sku }) => sku)).toEqual(["s512", "s1"]);
  });

  test("a value that does not go with the rest leads to the nearest variant, and says so", () => {
    const [colour] = optionGroupsOf(VARIANTS, silver1);
    expect(colour?.values[1]).toEqual({ value: "Midnight", sku: "m512", chosen: false, fits: false });
    expect(optionGroupsOf(VARIANTS, midnight512)[1]?.values[1]).toMatchObject({ sku: "s1", fits: false });
  });

  test("of two that are as near, the value leads to the one that can be bought", () => {
    const three = [...VARIANTS, of("s2", "Silver", "2 TB"), of("g1", "Sage", "1 TB"), of("g2", "Sage", "2 TB")];
    const sage = (canBuy?: (sku: string) => boolean) => optionGroupsOf(three, silver512, [], canBuy)[0]?.values[2]?.sku;
    expect(sage()).toBe("g1");
    expect(sage((sku) => sku !== "g1")).toBe("g2");
  });

  test("an option is chosen by pictures only where each of its values has one of its own", () => {
    const pictures = ["Aero, Silber", "Aero, Mitternacht", "Aero, aus der Nähe"].map((alt) => ({ alt }));
    const colours = [["Silver", "Silber"] as const, ["Midnight", "Mitternacht"] as const];
    expect(picturesOfValues(pictures, colours)?.get("Midnight")?.alt).toBe("Aero, Mitternacht");
    expect(picturesOfValues(pictures, [...colours, ["Sage", "Salbei"]])).toBeNull();
    expect(
      picturesOfValues(pictures, [
        ["Aero", "Aero"],
        ["Silver", "Silber"],
      ]),
      "one picture for both",
    ).toBeNull();
    expect(picturesOfValues(pictures, [["Silver", "Silber"]]), "nothing to choose").toBeNull();
  });

  test("the picture that shows the variant comes first, the others keep their order", () => {
    const pictures = ["Aero, Silver", "Aero, Midnight", "Aero, seen from near"].map((alt) => ({ alt }));
    const order = (words: string[]) => picturesFor(pictures, words).map((picture) => pictures.indexOf(picture));
    expect(order(["Midnight", "512 GB"])).toEqual([1, 0, 2]);
    expect(order(["Sage", "512 GB"])).toEqual([0, 1, 2]);
    expect(order([])).toEqual([0, 1, 2]);
  });

  test("a product without options has nothing to choose", () => {
    const only = { sku: "one", options: {} };
    expect(optionGroupsOf([only], only)).toEqual([]);
  });

  test("the first variant that can be bought is shown, unless one is asked for", () => {
    const canBuy = (sku: string) => sku !== "s512";
    expect(variantShown(VARIANTS, null, canBuy)).toBe(silver1);
    expect(variantShown(VARIANTS, "s512", canBuy)).toBe(silver512);
    expect(variantShown(VARIANTS, null, () => false)).toBe(silver512);
    expect(variantShown(VARIANTS, "unknown", canBuy)).toBeNull();
  });
});

describe("a product's facts", () => {
  const market = marketOf("de-de");
  const reader = { locale: "de-DE", language: "de", format: formatFor(market as NonNullable<typeof market>) } as const;

  test("are said in the page's language, with its numbers and units", () => {
    const facts = factsOf(
      [
        { key: "battery-life", kind: "number", value: 17.5, unit: "h" },
        { key: "touchscreen", kind: "boolean", value: true },
      ],
      reader,
    );
    expect(facts).toEqual([
      { label: "Akkulaufzeit", value: "17,5\u00a0Std." },
      { label: expect.any(String), value: "Ja" },
    ]);
  });

  test("of several values are one, parted as the language parts them", () => {
    const facts = factsOf(
      [
        { key: "Climate", kind: "text", value: "Cool" },
        { key: "touchscreen", kind: "boolean", value: true },
        { key: "Climate", kind: "text", value: "Windy" },
      ],
      reader,
    );
    expect(facts.map(({ label, value }) => [label, value])).toEqual([
      ["Climate", "Cool, Windy"],
      [expect.any(String), "Ja"],
    ]);
  });

  test("that were imported with keys of their own are made readable", () => {
    expect(factsOf([{ key: "max-print-speed", kind: "text", value: "20 ppm" }], reader)).toEqual([
      { label: "Max print speed", value: "20 ppm" },
    ]);
    expect(readable("Display diagonal")).toBe("Display diagonal");
    expect(readable("HDMI_ports")).toBe("HDMI ports");
  });
});
