import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Currency } from "../../worker/pricing/money.ts";
import type { Treatment } from "../../worker/tax/place-of-supply.ts";
import { unionEntriesOf } from "../../worker/tax/union/union-entries.ts";
import {
  eurMinorOf,
  isPastThreshold,
  isUnionSale,
  UNION_LIMIT_MINOR,
  type UnionDay,
  unionYearOf,
} from "../../worker/tax/union/union-sale.ts";

const sold = (day: string, soldMinor: number, backMinor = 0): UnionDay => ({ day, soldMinor, backMinor });

test.each<[number, Currency, string, number]>([
  [16_235, "JPY", "162.35", 100_00],
  [42_505, "PLN", "4.2505", 100_00],
  [1_000, "KWD", "0.3325", 3_01],
  [1, "CHF", "2", 1],
  [1, "CHF", "2.01", 0],
])("%i of %s at %s for a euro are %i cents", (amountMinor, currency, rate, eurMinor) => {
  expect(eurMinorOf(amountMinor, currency, rate)).toBe(eurMinor);
});

test.each<[Treatment, string, string, boolean]>([
  ["oss", "DE", "AT", true],
  ["home_rate", "DE", "AT", true],
  ["exempt", "DE", "AT", true],
  ["exempt", "DE", "DE", false],
  ["reverse_charge", "DE", "AT", false],
  ["domestic", "DE", "DE", false],
  ["export", "DE", "CH", false],
  ["destination", "US", "DE", false],
])("a sale of kind %s from %s to %s counts: %s", (treatment, home, country, counts) => {
  expect(isUnionSale(treatment, home, { country, region: "" })).toBe(counts);
});

test("goods to Northern Ireland count, downloads and goods to the rest of the UK do not", () => {
  const to = (postalCode: string) => ({ country: "GB", region: "", postalCode });
  expect(isUnionSale("oss", "DE", to("BT1 1AA"))).toBe(true);
  expect(isUnionSale("home_rate", "DE", to("bt11aa"))).toBe(true);
  expect(isUnionSale("reverse_charge", "DE", to("BT1 1AA"))).toBe(false);
  expect(isUnionSale("exempt", "DE", to("EC1A 1AA"))).toBe(false);
  expect(isUnionSale("exempt", "DE", to(""))).toBe(false);
});

test("what goes to a part of a member state outside its tax does not count; Monaco is France's", () => {
  expect(isUnionSale("exempt", "DE", { country: "ES", region: "", postalCode: "35001" })).toBe(false);
  expect(isUnionSale("oss", "DE", { country: "MC", region: "" })).toBe(true);
});

describe("a year's sum", () => {
  test("exceeds the threshold on the day it stands above it, not on it", () => {
    const upTo = [sold("2026-03-01", 600_000), sold("2026-05-01", 400_000)];
    expect(unionYearOf(2026, upTo)).toMatchObject({ sumMinor: UNION_LIMIT_MINOR, exceededOn: null });
    expect(unionYearOf(2026, [sold("2026-06-01", 1), ...upTo]).exceededOn).toBe("2026-06-01");
  });

  test("is lowered by what is given back before it is exceeded, and stays exceeded after", () => {
    const before = [sold("2026-03-01", 900_000), sold("2026-04-01", 0, 500_000), sold("2026-05-01", 400_000)];
    expect(unionYearOf(2026, before)).toMatchObject({ sumMinor: 800_000, exceededOn: null });
    const after = [sold("2026-03-01", 1_000_001), sold("2026-04-01", 0, 1_000_001)];
    expect(unionYearOf(2026, after)).toMatchObject({ sumMinor: 0, exceededOn: "2026-03-01" });
    const sameDay = [sold("2026-03-01", 1_000_001, 1_000_001)];
    expect(unionYearOf(2026, sameDay).exceededOn, "a day's sales come first").toBe("2026-03-01");
  });

  test("takes a refund that the bank sent back for none, and no sale: what it raises counts on its day", () => {
    const sentBack = [sold("2026-03-01", 900_000, 400_000), sold("2026-04-01", 0, -400_000)];
    expect(unionYearOf(2026, sentBack)).toEqual({
      ...{ year: 2026, soldMinor: 900_000, backMinor: 0, sumMinor: 900_000, exceededOn: null },
    });
    const above = [...sentBack.slice(0, 1), sold("2026-03-15", 200_000), ...sentBack.slice(1)];
    expect(unionYearOf(2026, above)).toMatchObject({ sumMinor: 1_100_000, exceededOn: "2026-04-01" });
  });

  test("takes the days of several databases together, and none of another year", () => {
    const days = [sold("2026-03-01", 600_000), sold("2026-03-01", 400_001), sold("2025-03-01", 5)];
    expect(unionYearOf(2026, days)).toEqual({
      ...{ year: 2026, soldMinor: 1_000_001, backMinor: 0, sumMinor: 1_000_001, exceededOn: "2026-03-01" },
    });
  });
});

describe("a sale is taxed where it arrives", () => {
  const days = [sold("2026-03-01", 999_900)];
  test("from the one on that lifts the sum above the threshold", () => {
    expect(isPastThreshold("2026-03-02", days, 100)).toBe(false);
    expect(isPastThreshold("2026-03-02", days, 101)).toBe(true);
    expect(isPastThreshold("2026-03-02", days, 0), "one that does not count").toBe(false);
  });
  test("in the whole of the year after one in which it was exceeded, and no longer", () => {
    const past = [sold("2025-12-31", 1_000_001), sold("2025-12-31", 0, 1_000_001)];
    expect(isPastThreshold("2026-01-01", past, 1)).toBe(true);
    expect(isPastThreshold("2026-12-31", past, 0)).toBe(true);
    expect(isPastThreshold("2027-01-01", past, 1)).toBe(false);
  });
});

test("refunds take out of the count all that a sale put in when all of it is back, and no more on the way", () => {
  const amounts = fc.record({
    eurMinor: fc.nat(1_000_000),
    parts: fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 6 }),
  });
  fc.assert(
    fc.property(amounts, ({ eurMinor, parts }) => {
      const totalMinor = parts.reduce((sum, part) => sum + part, 0);
      const of = (document: string, kind: "invoice" | "credit_note", amountMinor: number) => ({
        ...{ document, kind, day: "2026-03-01", facts: { amountMinor } },
      });
      const documents = [of("O", "invoice", totalMinor), ...parts.map((part, at) => of(`R${at}`, "credit_note", part))];
      const entries = unionEntriesOf({ id: "O", totalMinor, sale: { home: "DE", eurMinor } }, documents);
      let sum = 0;
      for (const entry of entries) {
        sum += entry.eurMinor ?? 0;
        expect(sum).toBeGreaterThanOrEqual(0);
      }
      expect(sum).toBe(0);
    }),
  );
});

test("a note that is taken back counts again, and one of the next year counts nowhere", () => {
  const order = { id: "O", totalMinor: 1_000, sale: { home: "DE", eurMinor: 840 } };
  const facts = { amountMinor: 500 };
  const day = "2026-12-31";
  const invoice = { document: "O", kind: "invoice" as const, day, facts: { amountMinor: 1_000 } };
  const note = { document: "R", kind: "credit_note" as const, day, facts };
  const reversal = { document: "reversal:R", kind: "reversal" as const, day, facts };
  const worth = (documents: (typeof invoice | typeof note | typeof reversal)[]) =>
    unionEntriesOf(order, documents).map(({ eurMinor }) => eurMinor);
  expect(worth([invoice, note, reversal])).toEqual([840, -420, 420]);
  const cent = unionEntriesOf({ ...order, sale: { home: "DE", eurMinor: 1 } }, [invoice, note, reversal]);
  expect(
    cent.map(({ eurMinor }) => eurMinor),
    "what was taken out comes back, to the cent",
  ).toEqual([1, -1, 1]);
  expect(worth([invoice, { ...note, day: "2027-01-01" }])).toEqual([840]);
});
