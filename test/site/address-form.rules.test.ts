/** An address as the store's own forms take it: what they offer a choice of must be chosen. */
import { describe, expect, test } from "vitest";
import { addressLabel, checkSentAddress, fieldsFor } from "../../site/forms/address-form.ts";
import { messagesOf } from "../../site/messages.ts";
import { COUNTRIES } from "../../worker/markets/countries.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { REGIONS } from "../../worker/markets/regions.ts";
import { marketOf } from "../support/markets.ts";

const HOMES: Partial<Record<MarketId, { country: string; postalCode: string }>> = {
  "en-us": { country: "US", postalCode: "94103" },
  "en-gb": { country: "GB", postalCode: "SW1A 1AA" },
  "ja-jp": { country: "JP", postalCode: "100-0005" },
  "ar-ae": { country: "AE", postalCode: "" },
};

function sent(market: MarketId, region: string, city = "Town") {
  const home = HOMES[market] ?? { country: "", postalCode: "" };
  const address = { name: "Alex Example", line1: "1 High Street", line2: "", city, region, ...home };
  const checked = checkSentAddress(address, marketOf(market) as Market);
  return checked.ok ? checked.value.region : checked.problem.at.map(({ path, rule }) => `${path} ${rule}`);
}

describe("the region in a form", () => {
  test("is one of those that it offers: 47 prefectures, seven emirates", () => {
    expect(REGIONS.JP).toHaveLength(47);
    expect(REGIONS.AE).toHaveLength(7);
    for (const { code } of REGIONS.JP ?? []) expect(sent("ja-jp", code)).toBe(code);
    for (const { code } of REGIONS.AE ?? []) expect(sent("ar-ae", code)).toBe(code);
  });

  test.each(["en-us", "ja-jp", "ar-ae"] as const)("must be chosen where there is a choice (%s)", (market) => {
    expect(sent(market, "")).toEqual(["shippingAddress.region unknown_region"]);
    expect(sent(market, "Elsewhere")).toEqual(["shippingAddress.region unknown_region"]);
    const city = market === "ar-ae" ? [] : ["shippingAddress.city required"];
    const both = [...city, "shippingAddress.region unknown_region"];
    expect(sent(market, " ", "")).toEqual(market === "ja-jp" ? both.toReversed() : both);
  });

  test("is told of in its place: whoever goes down the list goes down the form", () => {
    const faultsOf = (country: string, market: MarketId) => {
      const address = { name: "", line1: "", line2: "", city: "", region: "", postalCode: "", country };
      const checked = checkSentAddress(address, marketOf(market) as Market);
      return checked.ok ? [] : checked.problem.at.map(({ path }) => path.replace("shippingAddress.", ""));
    };
    expect(faultsOf("US", "en-us")).toEqual(["name", "line1", "city", "region", "postalCode"]);
    expect(faultsOf("JP", "ja-jp")).toEqual(["postalCode", "region", "city", "line1", "name"]);
  });

  test("is left out where addresses have none: Royal Mail needs no county", () => {
    expect(sent("en-gb", "")).toBe("");
    expect(sent("en-gb", "Kent")).toBe("");
  });
});

describe("the fields of a form", () => {
  const t = messagesOf("en-US");
  const named = (country: string) =>
    fieldsFor(country).map(({ field, optional }) => `${addressLabel(t, field, country)}${optional ? "?" : ""}`);

  test("stand in the country's order, under its names, and say which may be left out", () => {
    const street = ["Street address", "Apartment, suite, floor?"];
    expect(named("US")).toEqual(["Full name", ...street, "City", "State", "ZIP code", "Phone?"]);
    expect(named("GB")).toEqual(["Full name", ...street, "Town or city", "Postcode", "Phone?"]);
    expect(named("CA")).toEqual(["Full name", ...street, "City", "Province", "Postal code", "Phone?"]);
    expect(named("FR")).toEqual(["Full name", ...street, "Postal code", "City", "Phone?"]);
    expect(named("JP")).toEqual(["Postal code", "Prefecture", "City", ...street, "Full name", "Phone?"]);
    expect(named("KR")).toEqual(["Do/Si", "City", "District?", ...street, "Full name", "Postal code", "Phone?"]);
    expect(named("BR")).toEqual([
      "Full name",
      ...street,
      "Neighborhood?",
      "City",
      "State",
      "CEP (postal code)",
      "Phone?",
    ]);
    expect(named("IN")).toEqual(["Full name", ...street, "City", "PIN code", "State", "Phone?"]);
    expect(named("AE")).toEqual(["Full name", ...street, "City?", "Emirate", "Phone?"]);
    expect(named("IE").at(-3)).toBe("County?");
  });

  test("have a name and a way to be filled in by the browser in every country, each once", () => {
    for (const country of COUNTRIES) {
      const fields = fieldsFor(country);
      expect(new Set(fields.map(({ typing }) => typing.autocomplete)).size, country).toBe(fields.length);
      for (const { field } of fields) expect(addressLabel(t, field, country)).not.toBe("");
    }
  });

  test("show digits first where a postal code is nothing else", () => {
    const typing = (country: string) => fieldsFor(country).find(({ field }) => field === "postalCode")?.typing;
    expect(typing("DE")).toMatchObject({ inputmode: "numeric", autocomplete: "postal-code" });
    expect(typing("GB")).toMatchObject({ autocapitalize: "characters" });
  });
});
