/** The words of options are whole in every locale, and what the store has no words for stays as it came. */
import { describe, expect, test } from "vitest";
import { OPTION_WORDS, optionsText, optionValues } from "../../worker/catalog/option-words.ts";
import { LOCALES } from "../../worker/markets/markets.ts";
import { isolated } from "../../worker/markets/typography.ts";

describe("the words of options", () => {
  test.each(LOCALES)("%s has every one, none empty, and no other", (locale) => {
    expect(Object.keys(OPTION_WORDS[locale]).sort()).toEqual(Object.keys(OPTION_WORDS["en-US"]).sort());
    expect(Object.values(OPTION_WORDS[locale]).filter((words) => words.trim() === "")).toEqual([]);
  });

  test("say names and values in the reader's language", () => {
    const options = { Colour: "White", Storage: "512 GB" };
    expect(optionsText(options, "en-US")).toBe("Color: White · Storage: 512 GB");
    expect(optionsText(options, "ja-JP")).toBe("カラー：ホワイト · ストレージ：512 GB");
    expect(optionsText(options, "fr-CA")).toContain("\u00A0: ");
    expect(optionsText(options, "ar-AE")).toContain(isolated("512 غيغابايت"));
    expect(optionValues(options, "fr-FR")).toContain("512 Go");
    expect(optionValues(options, "de-DE")).toEqual(["Weiß", "512 GB"]);
  });

  test("leave an option they do not know as it came", () => {
    expect(optionsText({ Finish: "toString" }, "ar-AE")).toBe(`Finish: ${isolated("toString")}`);
    expect(optionValues({}, "ja-JP")).toEqual([]);
  });
});
