import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { creditedGroups, invoiceNumberOf, printedTaxIds, seriesOf } from "../../worker/invoices/invoice.ts";
import type { OrderTax } from "../../worker/tax/tax-answer.ts";
import { FIRST_SETTINGS } from "../../worker/tax/tax-settings.ts";

const GROUPS = [
  { kind: "vat", per100k: 19_000, netMinor: 65_55, taxMinor: 12_45 },
  { kind: "vat", per100k: 7_000, netMinor: 24_30, taxMinor: 1_70 },
] as const;

describe("a credit note", () => {
  test("gives back of each rate what it had in the order, to the minor unit, in however many parts", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 50_00 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(parts, (wanted) => {
        const totalMinor = 104_00;
        let beforeMinor = 0;
        const back = GROUPS.map(() => ({ netMinor: 0, taxMinor: 0 }));
        for (const wish of [...wanted, totalMinor]) {
          const amountMinor = Math.min(wish, totalMinor - beforeMinor);
          for (const [at, group] of creditedGroups({ totalMinor }, GROUPS, { beforeMinor, amountMinor }).entries()) {
            const sum = back[at] ?? { netMinor: 0, taxMinor: 0 };
            expect(group.taxMinor, "no note takes back what another gave").toBeGreaterThanOrEqual(0);
            sum.netMinor += group.netMinor;
            sum.taxMinor += group.taxMinor;
          }
          beforeMinor += amountMinor;
        }
        expect(back).toEqual(GROUPS.map(({ netMinor, taxMinor }) => ({ netMinor, taxMinor })));
      }),
    );
  });

  test("of an order that cost nothing gives nothing back", () => {
    expect(creditedGroups({ totalMinor: 0 }, GROUPS, { beforeMinor: 0, amountMinor: 0 })[0]).toMatchObject({
      taxMinor: 0,
    });
  });
});

describe("an invoice's number", () => {
  test("names the year, and the database where there are several", () => {
    const facts = { prefix: "TR-" };
    expect(invoiceNumberOf({ series: seriesOf("2026", 0), number: 7, facts })).toBe("TR-2026-000007");
    expect(invoiceNumberOf({ series: seriesOf("2027", 2), number: 1_234_567, facts })).toBe("TR-2027-3-1234567");
  });
});

test("the seller's numbers on it are that of home, and of where the shop is registered for this order", () => {
  const settings = { ...FIRST_SETTINGS, taxIds: { DE: "DE123456788", GB: "GB123456789", FR: "FR00" } };
  const taxed = (treatment: OrderTax["treatment"], country: string) =>
    printedTaxIds(settings, { treatment, country, region: "", source: "table", day: "", groups: [], shipping: [] }).map(
      (id) => id.country,
    );
  expect(taxed("destination", "GB")).toEqual(["DE", "GB"]);
  expect(taxed("oss", "FR"), "the one-stop shop goes by the number of home").toEqual(["DE"]);
  expect(taxed("destination", "JP"), "none was given").toEqual(["DE"]);
});
