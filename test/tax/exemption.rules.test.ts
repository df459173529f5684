/** When a certificate holds, and what it does to a sale. */
import { describe, expect, test } from "vitest";
import type { Market } from "../../worker/markets/markets.ts";
import { type Exemption, exemptionAt, standingOf } from "../../worker/tax/exemptions/exemption.ts";
import { newExemptionShape } from "../../worker/tax/exemptions/exemption-shapes.ts";
import { supplyOf, type TaxBuyer } from "../../worker/tax/place-of-supply.ts";
import type { TaxPlace } from "../../worker/tax/tax-place.ts";
import type { TaxSettings } from "../../worker/tax/tax-settings.ts";
import { marketOf } from "../support/markets.ts";
import { quoteFor, shippedFacts } from "../support/quote-for.ts";

const held = (over: Partial<Exemption> = {}): Exemption => ({
  ...{ country: "US", region: "", certificate: "US-1", validFrom: "2026-03-01", validUntil: "2026-03-31" },
  ...over,
});

describe("a certificate", () => {
  test("holds from its first day to the end of its last, or without an end", () => {
    const on = (day: string) => standingOf(held(), day);
    expect(["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].map(on)).toEqual([
      ...["later", "holds", "holds", "over"],
    ]);
    expect(standingOf(held({ validUntil: null }), "2099-12-31")).toBe("holds");
  });

  test("of a country counts in each of its regions, one of a region in it alone, and over the country's", () => {
    const all = [held({ certificate: "all" }), held({ region: "CA", certificate: "CA alone" })];
    const at = (region: string, country = "US") =>
      exemptionAt(all, { country, region }, "2026-03-15")?.certificate ?? null;
    expect([at("CA"), at("NY"), at("CA", "CA")]).toEqual(["CA alone", "all", null]);
    expect(exemptionAt([held({ region: "CA" })], { country: "US", region: "NY" }, "2026-03-15")).toBeNull();
    expect(exemptionAt(all, { country: "US", region: "CA" }, "2026-04-01")).toBeNull();
  });
});

describe("an exempt buyer", () => {
  const buyer = (...exemptions: Exemption[]): TaxBuyer => ({ vatCountry: null, exemptions });
  const told = (to: TaxPlace, who: TaxBuyer, over: Partial<TaxSettings> = {}) => {
    const { treatment, certificate = "" } = supplyOf({ ...shippedFacts(over), day: "2026-03-15" }, to, who);
    return `${treatment} ${certificate}`.trim();
  };

  test("pays no tax of the place the certificate is of, and any other", () => {
    const who = buyer(held(), held({ country: "DE", certificate: "DE-1" }));
    expect(told({ country: "US", region: "CA" }, who)).toBe("exempt US-1");
    expect(told({ country: "DE", region: "" }, who)).toBe("exempt DE-1");
    expect(told({ country: "AT", region: "" }, who)).toBe("oss");
  });

  test("is free of the tax that is charged: below the Union's threshold that of home, not of where it goes", () => {
    const to = { country: "AT", region: "" };
    const below = { oss: "below_threshold" } as const;
    expect(told(to, buyer(held({ country: "AT" })), below)).toBe("home_rate");
    expect(told(to, buyer(held({ country: "DE" })), below)).toBe("exempt US-1");
  });

  test("keeps the reason where no tax is charged anyway: no certificate stands on such an order", () => {
    const who = buyer(held(), held({ country: "DE" }), held({ country: "NZ" }));
    expect(told({ country: "NZ", region: "" }, who)).toBe("export");
    expect(told({ country: "DE", region: "", postalCode: "27498" }, who)).toBe("export");
    expect(told({ country: "US", region: "CA" }, who, { usStates: ["NY"] })).toBe("not_collected");
  });

  test("has the tax taken out of prices that hold it, until the last day where the shopper is", () => {
    const ask = (at: string) =>
      quoteFor({
        market: marketOf("ja-jp") as Market,
        lines: [{ sku: "A", unitMinor: 1_100, quantity: 2 }],
        to: { country: "JP" },
        buyer: buyer(held({ country: "JP", certificate: "JP-1" })),
        nowMs: Date.parse(at),
      });
    const last = ask("2026-03-31T14:59:59.999Z");
    expect(last.totals).toMatchObject({ taxMinor: 0, taxIncluded: false, totalMinor: 2_000 });
    expect(last.tax).toMatchObject({ treatment: "exempt", certificate: "JP-1", country: "", groups: [] });
    const after = ask("2026-03-31T15:00:00Z");
    expect(after.totals).toMatchObject({ taxMinor: 200, taxIncluded: true, totalMinor: 2_200 });
    expect(after.tax.certificate).toBeUndefined();
  });
});

test.each([
  ["a region where tax does not go by region", { country: "DE", region: "BY" }, "region"],
  ["a region there is not", { country: "US", region: "ZZ" }, "region"],
  ["an end before its beginning", { validUntil: "2026-02-28" }, "validUntil"],
  ["a day there is not", { validFrom: "2026-02-29" }, "validFrom"],
  ["no number", { certificate: "  " }, "certificate"],
  ["a number of 61 characters", { certificate: "x".repeat(61) }, "certificate"],
  ["a number with a line break", { certificate: "a\nb" }, "certificate"],
  ["no address", { email: "nobody" }, "email"],
  ["a kind there is not", { kind: "friend" }, "kind"],
])("a certificate with %s is refused where it is wrong", (_, over, at) => {
  const whole = { id: "12345678", email: "a@example.com", kind: "resale", ...held(), ...over };
  const checked = newExemptionShape.safeParse(whole);
  expect(checked.error?.issues.map(({ path }) => path.join("."))).toEqual([at]);
});

test("a certificate keeps the account's address as accounts do", () => {
  const { certificate, ...rest } = held({ validUntil: null, region: "CA" });
  const whole = { id: "12345678", email: "A@Example.COM", kind: "resale", certificate: ` ${certificate} `, ...rest };
  expect(newExemptionShape.parse(whole)).toMatchObject({ email: "a@example.com", certificate: "US-1" });
});
