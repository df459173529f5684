import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentName } from "../../site/document-words.ts";
import { messagesOf } from "../../site/messages.ts";
import {
  creditedGroups,
  invoiceNumberOf,
  isQualified,
  printedTaxIds,
  seriesOf,
} from "../../worker/invoices/invoice.ts";
import type { Invoice } from "../../worker/invoices/invoice-store.ts";
import { viewInvoice } from "../../worker/invoices/invoice-view.ts";
import type { OrderView } from "../../worker/orders/order-view.ts";
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

describe("a document in Japanese", () => {
  const t = messagesOf("ja-JP");
  const groups = [{ kind: "consumption_tax", per100k: 10_000, netMinor: 1_000, taxMinor: 100 }] as const;
  const named = (taxIds: { country: string; number: string }[], taxes: readonly (typeof groups)[number][] = groups) =>
    (["invoice", "credit_note"] as const).map((kind) => documentName(t, { kind, facts: { taxIds, groups: taxes } }));

  test("is a qualified invoice where a registered seller charges the tax of Japan, and no other", () => {
    expect(named([{ country: "JP", number: "T1234567890123" }])).toEqual(["適格請求書", "適格返還請求書"]);
    const plain = ["請求書", "返金明細書"];
    expect(named([])).toEqual(plain);
    expect(named([{ country: "DE", number: "T1234567890123" }])).toEqual(plain);
    expect(named([{ country: "JP", number: "1234567890123" }]), "a company's number is no registration").toEqual(plain);
    expect(named([{ country: "JP", number: "T1234567890123" }], []), "an export").toEqual(plain);
  });

  test("needs no more of the number than its letter and digits", () => {
    expect(isQualified({ groups, taxIds: [{ country: "JP", number: "T1-2345-6789-0123" }] })).toBe(true);
  });
});

test("an invoice's lines keep the options that were bought", () => {
  const line = { title: "Loop", sku: "L-1", options: { Colour: "Graphite" }, quantity: 1, unitMinor: 1, totalMinor: 1 };
  const order = { lines: [line] } as unknown as OrderView;
  const facts = { seller: FIRST_SETTINGS.seller, taxIds: [], prefix: "", amountMinor: 1, groups: [] };
  const invoice = { series: "2026", number: 1, kind: "invoice", day: "2026-11-22", facts } as unknown as Invoice;
  expect(viewInvoice(order, invoice, [invoice]).lines[0]?.options).toEqual({ Colour: "Graphite" });
});
