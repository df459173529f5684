/** The form of one variant's price in one list: what it shows, what it makes of what is typed, and where it tells what is wrong. */
import { describe, expect, test } from "vitest";
import { formatFor } from "../../site/format.ts";
import { draftOffer, OFFER, priceSection, tierFields } from "../../site/forms/goods/price-section.ts";
import type { Goods } from "../../site/forms/goods/section.ts";
import { differenceName, differenceText } from "../../site/goods-words.ts";
import { messagesOf } from "../../site/messages.ts";
import type { Currency } from "../../worker/pricing/money.ts";
import type { ListedPrice } from "../../worker/pricing/price.ts";
import type { PriceList } from "../../worker/pricing/price-list.ts";
import { marketOf } from "../support/markets.ts";

const listOf = (currency: Currency, id: string = currency): PriceList => ({
  ...{ id, name: id, currency, derivation: null, version: 1 },
});
const EUR = listOf("EUR");
const variant = (sku: string, price: ListedPrice | null, listId = "EUR") => ({
  ...{ sku, position: 0, options: {}, barcode: null, weightGrams: 1, lowStockAt: 1, offered: true },
  prices: price ? { [listId]: price } : {},
});
const goodsOf = (...variants: ReturnType<typeof variant>[]) => ({ variants, lists: [EUR] }) as unknown as Goods;
const plain = (amountMinor: number): ListedPrice => ({ amountMinor, compareAtMinor: null });
const FROM_MS = Date.UTC(2027, 0, 1, 10);

/** What the form of a variant sends when these fields are changed. */
function send(goods: Goods, sku: string, typed: Readonly<Record<string, string>>, list = EUR) {
  const section = priceSection(sku, list);
  const shown = section.shown(goods);
  return section.draft(goods, (name) => typed[name] ?? shown[name] ?? "");
}
const SALE = { [OFFER.saleAmount]: "80", [OFFER.saleFrom]: "2027-01-01T10:00", [OFFER.saleUntil]: "2027-01-08T10:00" };
const TIERS = {
  [tierFields(1).from]: "3",
  [tierFields(1).amount]: "95.00",
  [tierFields(4).from]: "10",
  [tierFields(4).amount]: "90",
};

describe("the price of one variant in one list", () => {
  test("takes a sale by UTC, tiers from any rows, and shows them again as they were", () => {
    const goods = goodsOf(variant("A", plain(100_00)));
    const { changes, faults } = send(goods, "A", { ...SALE, ...TIERS });
    expect(faults).toEqual({});
    const price = {
      ...plain(100_00),
      sale: { amountMinor: 80_00, fromMs: FROM_MS, untilMs: FROM_MS + 7 * 86_400_000 },
      tiers: [
        { from: 3, amountMinor: 95_00 },
        { from: 10, amountMinor: 90_00 },
      ],
    };
    expect(changes).toEqual({ variants: [{ sku: "A", prices: { EUR: price } }] });
    const kept = goodsOf(variant("A", price));
    expect(send(kept, "A", {})).toEqual({ changes: {}, faults: {} });
    const cleared = Object.fromEntries(
      [...Object.keys(SALE), ...[0, 1].flatMap((row) => Object.values(tierFields(row)))].map((name) => [name, ""]),
    );
    expect(send(kept, "A", cleared).changes.variants?.[0]?.prices).toEqual({ EUR: plain(100_00) });
  });

  test("begins a sale at once where no beginning is typed, and says so by an empty field", () => {
    const { changes } = send(goodsOf(variant("A", plain(100))), "A", { [OFFER.saleAmount]: "0.80" });
    const sale = changes.variants?.[0]?.prices?.EUR?.sale;
    expect(sale).toEqual({ amountMinor: 80, fromMs: 0, untilMs: null });
    expect(
      priceSection("A", EUR).shown(goodsOf(variant("A", { ...plain(100), sale: sale ?? null })))[OFFER.saleFrom],
    ).toBe("");
  });

  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    ["no price", { amount: "" }, [OFFER.amount]],
    ["a price before that is no higher", { compareAt: "99.99" }, [OFFER.compareAt]],
    ["a sale that is no lower", { [OFFER.saleAmount]: "100" }, [OFFER.saleAmount]],
    ["a sale of no price", { [OFFER.saleUntil]: "2027-01-01T10:00" }, [OFFER.saleAmount]],
    ["a sale that ends as it begins", { ...SALE, [OFFER.saleUntil]: "2027-01-01T10:00" }, [OFFER.saleUntil]],
    ["no moment", { ...SALE, [OFFER.saleFrom]: "tomorrow" }, [OFFER.saleFrom]],
    ["half a tier", { [tierFields(0).from]: "3" }, [tierFields(0).amount]],
    ["a tier of one", { [tierFields(0).from]: "1", [tierFields(0).amount]: "9" }, [tierFields(0).from]],
    ["tiers that do not rise", { ...TIERS, [tierFields(4).from]: "3" }, [tierFields(4).from]],
    ["tiers that do not fall", { ...TIERS, [tierFields(4).amount]: "95" }, [tierFields(4).amount]],
    [
      "all of it at once",
      { compareAt: "1", [OFFER.saleAmount]: "100", [tierFields(2).from]: "2", [tierFields(2).amount]: "100" },
      [OFFER.compareAt, OFFER.saleAmount, tierFields(2).amount],
    ],
  ])("tells of %s at its field, and changes nothing", (_, typed, fields) => {
    const { changes, faults } = send(goodsOf(variant("A", plain(100_00))), "A", typed);
    expect([Object.keys(faults).toSorted(), changes]).toEqual([fields.toSorted(), {}]);
  });

  test("gives a sale to every other variant with a price of its own, or to none", () => {
    const follows = { ...plain(100_00), derived: true as const };
    const goods = goodsOf(
      variant("A", plain(100_00)),
      variant("B", plain(120_00)),
      variant("C", follows),
      variant("D", null),
    );
    const given = send(goods, "A", { ...SALE, all: "on" }).changes.variants ?? [];
    expect(given.map(({ sku, prices }) => [sku, prices?.EUR?.amountMinor, prices?.EUR?.sale?.amountMinor])).toEqual([
      ["A", 100_00, 80_00],
      ["B", 120_00, 80_00],
    ]);
    const cheap = goodsOf(variant("A", plain(100_00)), variant("B", plain(80_00)));
    const refused = send(cheap, "A", { ...SALE, all: "on" });
    expect(refused).toEqual({ changes: {}, faults: { all: { key: "prices.fault.all", values: { sku: "B" } } } });
  });

  test("takes no amount that cannot be paid in the list's currency", () => {
    const typed = { amount: "1.005", [OFFER.saleAmount]: "0.501" };
    const { price, faults } = draftOffer((name) => typed[name as keyof typeof typed] ?? "", listOf("KWD"));
    expect([price, Object.keys(faults)]).toEqual([null, ["amount", OFFER.saleAmount]]);
    expect(faults.amount).toEqual({ key: "prices.fault.unpayable", values: { currency: "KWD", step: "0.010" } });
  });

  test("leaves a price that follows another list as it is where nothing is typed", () => {
    const list = { ...listOf("PLN"), derivation: {} } as unknown as PriceList;
    const goods = goodsOf(variant("A", { ...plain(10_00), derived: true }, "PLN"));
    expect(send(goods, "A", {}, list)).toEqual({ changes: {}, faults: {} });
    expect(Object.keys(send(goods, "A", SALE, list).faults)).toEqual([OFFER.amount]);
  });
});

test("versions say amounts of any list in its currency, with their sale and tiers", () => {
  const [t, market] = [messagesOf("en-US"), marketOf("en-us")];
  if (!market) throw new Error("There is no such market");
  const lists = [EUR, listOf("JPY", "PARTNERS"), listOf("KWD")];
  const said = (path: string, value: unknown) => differenceText(t, formatFor(market), { path, value, lists });
  expect(said("variants.A.1.prices.EUR.amountMinor", 1_50)).toBe("\u2068€\u20691.50");
  expect(said("variants.A.prices.PARTNERS.amountMinor", 1_500)).toBe("\u2068¥\u20691,500");
  expect(said("variants.A.prices.KWD.sale.amountMinor", 1_500)).toContain("1.500");
  expect(said("variants.A.prices.GONE.amountMinor", 1_500)).toBe("1500");
  expect(said("variants.A.prices.EUR.sale", { amountMinor: 100, fromMs: FROM_MS, untilMs: null })).toMatch(
    /^Sale .*1\.00 Jan 1, 2027, 10:00.AM UTC$/,
  );
  expect(said("variants.A.prices.EUR.tiers", [{ from: 3, amountMinor: 90 }])).toContain("0.90");
  expect(
    said("variants.A.prices.EUR", { ...plain(100), tiers: [{ from: 3, amountMinor: 90 }] }).split("\n"),
  ).toHaveLength(2);
  expect(differenceName(t, "en-US", "variants.A.1.prices.PARTNERS.sale.untilMs")).toBe("Until (UTC) · PARTNERS · A.1");
});
