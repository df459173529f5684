import { describe, expect, test } from "vitest";
import type { Market } from "../../worker/markets/markets.ts";
import { chooseShipping, freeShippingFromMinor, listShippingChoices } from "../../worker/pricing/shipping.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const usa = marketOf("en-us") as Market;
const germany = marketOf("de-de") as Market;

describe("shipping", () => {
  test("every country of every market is reached, named in the market's language, cheapest first", () => {
    const names = new Set<string>();
    for (const market of MARKETS)
      for (const country of market.countries) {
        const choices = listShippingChoices(market, country, 1);
        expect(choices.ok && choices.value.map(({ id }) => id)).toEqual(["standard", "express"]);
        if (!choices.ok) continue;
        const amounts = choices.value.map(({ amountMinor }) => amountMinor);
        expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
        for (const choice of choices.value) {
          names.add(choice.name);
          expect(choice.daysMin).toBeLessThanOrEqual(choice.daysMax);
        }
      }
    // Canada's markets say it as the United States and France do.
    expect(names.size).toBe(2 * (MARKETS.length - 2));
  });

  test("standard shipping is free from its subtotal on, not a cent before; express never is", () => {
    const freeFrom = freeShippingFromMinor(usa) as number;
    const amountsAt = (subtotal: number) => {
      const choices = listShippingChoices(usa, "US", subtotal);
      return choices.ok && choices.value.map(({ amountMinor }) => amountMinor);
    };
    expect(amountsAt(freeFrom - 1)).toEqual([6_99, 19_99]);
    expect(amountsAt(freeFrom)).toEqual([0, 19_99]);
  });

  test("Austria is further than Germany in the same market", () => {
    const daysTo = (country: string) => {
      const choice = chooseShipping(germany, country, 0, "standard");
      return choice.ok && choice.value.daysMax;
    };
    expect(daysTo("AT")).toBeGreaterThan(Number(daysTo("DE")));
  });

  test("a country of another market, and a method that is none, are refused", () => {
    expect(listShippingChoices(usa, "DE", 0)).toEqual({
      ok: false,
      problem: { code: "checkout.country_not_served" },
    });
    expect(chooseShipping(usa, "DE", 0, "standard")).toMatchObject({
      problem: { code: "checkout.country_not_served" },
    });
    expect(chooseShipping(usa, "US", 0, "drone")).toEqual({
      ok: false,
      problem: { code: "checkout.shipping_unknown" },
    });
  });
});
