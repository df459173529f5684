import { describe, expect, test } from "vitest";
import { currencyChoices } from "../../site/forms/currency-choices.ts";
import * as emulated from "../../tools/stripe-emulator/currencies.ts";
import { minorOfStripe, stripeAmountOf } from "../../worker/payments/stripe-amount.ts";
import { amountFormatOf } from "../../worker/pricing/amount-format.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import {
  AMOUNT_MINOR_MAX,
  amountMaxOf,
  CURRENCIES,
  isPaidIn,
  isPayableMinor,
  minorDigitsOf,
  payableStepOf,
} from "../../worker/pricing/money.ts";
import { ratioOf } from "../../worker/pricing/rounding.ts";

const PAID = CURRENCIES.filter(isPaidIn);

describe("currencies", () => {
  test("are each there once, by a code that is written as ISO writes them", () => {
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    expect(CURRENCIES.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(CURRENCIES.length).toBeGreaterThan(130);
  });

  test.each([
    ["SEK", 2, 1],
    ["HUF", 2, 1],
    ["TWD", 2, 1],
    ["ISK", 0, 1],
    ["UGX", 0, 1],
    ["VND", 0, 1],
    ["CLP", 0, 1],
    ["MGA", 2, 100],
    ["JOD", 3, 10],
    ["OMR", 3, 10],
    ["TND", 3, 10],
    ["BHD", 3, 10],
    ["CLF", 4, 1],
  ] as const)("%s has %i digits, and is charged in steps of %i", (currency, digits, step) => {
    expect([minorDigitsOf(currency), payableStepOf(currency)]).toEqual([digits, step]);
  });

  test("that are withdrawn are left out, though Stripe may still name them", () => {
    expect(emulated.TAKEN.filter((code) => !(PAID as readonly string[]).includes(code.toUpperCase()))).toEqual([
      "ang",
      "bgn",
      "std",
    ]);
  });
});

describe("an amount as Stripe counts it", () => {
  test.each([
    ["USD", 12_34, 1234],
    ["JPY", 500, 500],
    ["ISK", 5, 500],
    ["UGX", 5, 500],
    ["MGA", 500_00, 500],
    ["KWD", 5_120, 5120],
    ["HUF", 10_45, 1045],
  ] as const)("of %s: %i is sent as %i, and read back as it was", (currency, amountMinor, amount) => {
    expect(stripeAmountOf(amountMinor, currency)).toBe(amount);
    expect(minorOfStripe(amount, currency)).toBe(amountMinor);
  });

  test("that is no whole króna, or no whole ariary, is none", () => {
    expect(minorOfStripe(550, "ISK")).toBeNull();
    expect(() => stripeAmountOf(550, "MGA")).toThrow("one that Stripe can charge");
  });

  test("is of every currency one that Stripe takes, in its decimals, its steps and its limit", () => {
    for (const currency of PAID) {
      const code = currency.toLowerCase();
      expect(emulated.isTaken(code), currency).toBe(true);
      const one = payableStepOf(currency) * 10 ** Math.max(0, minorDigitsOf(currency) - 1);
      expect(stripeAmountOf(one, currency) / 10 ** emulated.decimalsOf(code), currency).toBe(
        one / 10 ** minorDigitsOf(currency),
      );
      expect(stripeAmountOf(one, currency) % emulated.stepOf(code), currency).toBe(0);
      const most = amountMaxOf(currency) - (amountMaxOf(currency) % payableStepOf(currency));
      expect(isPayableMinor(most, currency)).toBe(true);
      expect(stripeAmountOf(most, currency), currency).toBeLessThanOrEqual(emulated.amountMaxOf(code));
    }
  });
});

describe("the largest amount", () => {
  test("makes an order of some worth in each: a lakh of rupees, a laptop in forints, rupiahs or dong", () => {
    expect(amountMaxOf("INR")).toBe(9_999_999_99);
    expect(amountMaxOf("HUF")).toBe(99_999_999_99);
    expect(amountMaxOf("IDR")).toBe(9_999_999_999_99);
    expect(amountMaxOf("VND")).toBe(9_999_999_999);
    expect(amountMaxOf("USD")).toBe(999_999_99);
    expect(AMOUNT_MINOR_MAX).toBe(999_999_999_999);
  });

  test("is typed and shown, and nothing above it", () => {
    for (const currency of CURRENCIES) {
      const most = amountMaxOf(currency);
      expect(minorOfText(textOfMinor(most, currency), currency), currency).toBe(most);
      expect(minorOfText(textOfMinor(most + 1, currency), currency), currency).toBeNull();
    }
  });

  test("times any ratio stays within the whole numbers of the database", () => {
    for (const from of CURRENCIES)
      for (const rate of ["1", "0.7", "9.99999", "123456.789"]) {
        const ratio = ratioOf(rate, 0, from, "EUR");
        if (!ratio) continue;
        expect(2n * BigInt(amountMaxOf(from)) * BigInt(ratio.numerator) < 2n ** 63n, `${from} ${rate}`).toBe(true);
      }
  });
});

describe("an amount as it is shown", () => {
  test("has all that is charged, whatever the machine knows of the currency", () => {
    for (const currency of CURRENCIES) {
      const digits = minorDigitsOf(currency);
      const parts = amountFormatOf("en-US", currency, digits).formatToParts(1_234.5678);
      const fraction = parts.find(({ type }) => type === "fraction")?.value ?? "";
      expect(fraction.length, currency).toBe(digits);
    }
  });

  test("leaves out the zeros of cents that nobody uses", () => {
    const whole = amountFormatOf("id-ID", "IDR", 2);
    expect([whole.format(25_000), whole.format(25_000.5)]).toEqual([
      expect.stringMatching(/25\.000$/),
      expect.stringMatching(/25\.000,50$/),
    ]);
  });
});

test("a form offers currencies by their codes, each with its name in the reader's language", () => {
  const choices = currencyChoices("de-DE", isPaidIn);
  expect(choices.find(({ value }) => value === "SEK")?.label).toBe("SEK · Schwedische Krone");
  expect(choices.map(({ value }) => value)).toEqual(choices.map(({ value }) => value).toSorted());
  expect(choices.some(({ value }) => value === "CLF")).toBe(false);
});
