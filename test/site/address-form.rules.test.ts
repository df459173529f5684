/** An address as the store's own forms take it: what they offer a choice of must be chosen. */
import { describe, expect, test } from "vitest";
import { checkSentAddress } from "../../site/forms/address-form.ts";
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
    expect(sent(market, " ", "")).toEqual(["shippingAddress.city required", "shippingAddress.region unknown_region"]);
  });

  test("is free, or left out, where there is none", () => {
    expect(sent("en-gb", "")).toBe("");
    expect(sent("en-gb", "Kent")).toBe("Kent");
  });
});
