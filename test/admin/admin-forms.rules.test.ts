/** What staff types in the dashboard's forms: amounts, units, prices, and where a form may lead. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ADMIN, pathOfSubject, safeAdminPath } from "../../site/admin-paths.ts";
import { wholeOf } from "../../site/forms/admin-fields.ts";
import { priceFields } from "../../site/forms/admin-prices.ts";
import type { Goods } from "../../site/forms/goods/section.ts";
import { VARIANTS, variantFields } from "../../site/forms/goods/variants-section.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import { amountMaxOf, CURRENCIES } from "../../worker/pricing/money.ts";

describe("an amount that is typed", () => {
  test("is what is shown for it, in every currency, to the minor unit", () => {
    const amounts = fc.integer({ min: 0, max: amountMaxOf("USD") });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...CURRENCIES), (amountMinor, currency) => {
        expect(minorOfText(textOfMinor(amountMinor, currency), currency)).toBe(amountMinor);
      }),
    );
  });

  test.each([
    ["19.99", "USD", 19_99],
    ["19,9", "EUR", 19_90],
    ["1234", "GBP", 1_234_00],
    [" 0.07 ", "AED", 7],
    ["46800", "JPY", 46_800],
    ["\uff11\uff12\uff10\uff10", "JPY", 1_200],
    ["\u0661\u0662\u066b\u0665", "AED", 12_50],
  ] as const)("%j in %s is %i", (text, currency, amountMinor) => {
    expect(minorOfText(text, currency)).toBe(amountMinor);
  });

  test.each([
    ["", "USD"],
    ["-1", "USD"],
    ["1,234", "USD"],
    ["1,234.50", "USD"],
    ["1.234,50", "EUR"],
    ["12.345", "USD"],
    ["12.", "USD"],
    ["12.5", "JPY"],
    ["1e3", "USD"],
    ["0x10", "USD"],
    ["1000000.00", "USD"],
    ["$5", "USD"],
  ] as const)("%j in %s is none", (text, currency) => {
    expect(minorOfText(text, currency)).toBeNull();
  });
});

test("units are whole; a sign is taken only where units may be taken away", () => {
  expect(["12", " 3 ", "\uff15", "0"].map((text) => wholeOf(text))).toEqual([12, 3, 5, 0]);
  expect(["-3", "+4", "1.5", "", "1e2", "1234567890", "two"].map((text) => wholeOf(text))).toEqual(Array(7).fill(null));
  expect(["-3", "+4", "\u22127"].map((text) => wholeOf(text, { signed: true }))).toEqual([-3, 4, -7]);
});

describe("a form of prices", () => {
  const goods = {
    variants: [
      {
        sku: "LAMP",
        position: 0,
        options: {},
        barcode: null,
        weightGrams: 1,
        lowStockAt: 0,
        offered: true,
        prices: {
          USD: { amountMinor: 100_00, compareAtMinor: 120_00 },
          JPY: { amountMinor: 9_000, compareAtMinor: null },
        },
      },
    ],
    lists: CURRENCIES.map((currency) => ({ id: currency, currency, name: currency, version: 1, derivation: null })),
  } as unknown as Goods;
  /** A form shows the prices of one currency: that of the fields that are typed. */
  const draft = (typed: Readonly<Record<string, string>>) => {
    const currency = CURRENCIES.find((each) => Object.keys(typed)[0]?.endsWith(`.${each}`)) ?? "USD";
    const fields = { ...VARIANTS.shown(goods), [variantFields("LAMP").here]: currency, ...typed };
    return VARIANTS.draft(goods, (name) => fields[name] ?? "");
  };

  test("that was not changed changes nothing", () => {
    expect(draft({})).toEqual({ changes: {}, faults: {} });
  });

  test("sends on only what differs, new prices too", () => {
    expect(draft({ "price.LAMP.USD": "95" }).changes).toEqual({
      variants: [{ sku: "LAMP", prices: { USD: { amountMinor: 95_00, compareAtMinor: 120_00 } } }],
    });
    expect(draft({ "price.LAMP.EUR": "88,5" }).changes.variants?.[0]?.prices).toEqual({
      EUR: { amountMinor: 88_50, compareAtMinor: null },
    });
    expect(draft({ "compareAt.LAMP.USD": "" }).changes.variants?.[0]?.prices).toEqual({
      USD: { amountMinor: 100_00, compareAtMinor: null },
    });
    expect(draft({ [variantFields("LAMP").offered]: "" }).changes.variants).toEqual([{ sku: "LAMP", offered: false }]);
  });

  test("changes no variant that it did not show", () => {
    expect(VARIANTS.draft(goods, () => "")).toEqual({ changes: {}, faults: {} });
  });

  test.each([
    [{ "price.LAMP.USD": "" }, priceFields("LAMP", "USD").amount, "admin.fault.priceGone"],
    [{ "price.LAMP.USD": "0" }, priceFields("LAMP", "USD").amount, "admin.fault.price"],
    [{ "price.LAMP.JPY": "90.5" }, priceFields("LAMP", "JPY").amount, "admin.fault.price"],
    [{ "compareAt.LAMP.USD": "100.00" }, priceFields("LAMP", "USD").compareAt, "admin.fault.compareAt"],
    [{ "compareAt.LAMP.EUR": "50" }, priceFields("LAMP", "EUR").amount, "admin.fault.price"],
  ] as const)("with %o is refused at %s", (typed, field, key) => {
    const { changes, faults } = draft(typed);
    expect(faults[field]?.key).toBe(key);
    expect(changes).toEqual({});
  });
});

describe("addresses of the dashboard", () => {
  test("carry any SKU whole", () => {
    const sku = "MGN63 D/A #1?&";
    expect(new URL(ADMIN.sku(sku, { done: "adjusted" }), "http://store.test").searchParams.get("sku")).toBe(sku);
    expect(pathOfSubject(`sku:${sku}`)).toBe(ADMIN.sku(sku));
    expect(pathOfSubject("order:7K3M-9QXD-PV2A")).toBe("/admin/orders/7K3M-9QXD-PV2A");
    expect(pathOfSubject("user:1")).toBeNull();
  });

  test.each(["//evil.example", "https://evil.example/admin", "/adminer", "/admin\\evil", "/en-us/", "", null])(
    "%j is none of them, so signing in leads to the front page",
    (path) => {
      expect(safeAdminPath(path)).toBe("/admin");
    },
  );

  test("signing in leads back to the page that was asked for", () => {
    expect(safeAdminPath("/admin/orders?q=ada@example.com")).toBe("/admin/orders?q=ada@example.com");
  });
});

/** A product's pages begin with one call, which asks at that door. */
const DOORS = [
  /= await staffOrSignIn\(.*\);\s+if \(viewer instanceof Response\) return viewer;/,
  /const begun = await (beginSection|beginProductPage)(<\w+>)?\([\s\S]*?\);\nif \(begun instanceof Response\) return begun;/,
];

test("every page of the dashboard asks first who is there", () => {
  const folder = join(import.meta.dirname, "../../site/pages/admin");
  const doors = new Set(["sign-in.astro", "sign-out.ts", "refused.astro"]);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(astro|ts)$/.test(file));
  const open = files.filter((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return !DOORS.some((door) => door.test(text));
  });
  expect(new Set(open)).toEqual(doors);
});
