/** What an import leaves of prices that it does not speak of, in the catalogue itself. */
import { beforeEach, expect, test } from "vitest";
import { readProductRecord } from "../../worker/catalog/product-record-store.ts";
import { importText, undoImport } from "../support/import-text.ts";
import { askAsStaff, inWorld, putCategory } from "../support/store-client.ts";

const ID = "shopify-pot";
const fileOf = (title: string, price: string) => `Handle,Title,Variant SKU,Variant Price\npot,${title},POT,${price}\n`;
const readPot = async () => {
  const record = await inWorld((world) => readProductRecord(world.catalog, ID));
  if (!record) throw new Error("the pot is there");
  const prices = record.prices.map(({ sku: _sku, priorMinor: _prior, listId, ...price }) => [listId, price] as const);
  return { version: record.product.version, prices: Object.fromEntries(prices) };
};
const B2B = { amountMinor: 900, compareAtMinor: null, tiers: [{ from: 50, amountMinor: 800 }] };
const sale = { amountMinor: 1_100, fromMs: 0, untilMs: null };
const tiers = [{ from: 10, amountMinor: 1_000 }];

/** Twelve dollars with a sale and tiers, euros by hand, a price for businesses alone; Canadian dollars follow a list of their own. */
async function priceByHand(): Promise<void> {
  const { version, prices } = await readPot();
  const { CAD: _follows, ...set } = prices;
  const own = {
    ...Object.fromEntries(Object.entries(set).filter(([, price]) => !price.derived)),
    USD: { amountMinor: 1_200, compareAtMinor: null, sale, tiers },
    EUR: { amountMinor: 1_499, compareAtMinor: null },
    CAD: { amountMinor: 1_777, compareAtMinor: null },
    B2B,
  };
  const variants = [{ sku: "POT", prices: own }];
  const answer = await askAsStaff("PATCH", `/api/admin/products/${ID}`, { version, variants });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

beforeEach(async () => {
  await putCategory("more", { en: "More" });
  await askAsStaff("PUT", "/api/admin/price-lists/B2B", { version: 0, name: "Businesses", currency: "USD" });
  await importText(fileOf("Pot", "12.00"));
  await priceByHand();
});

test("one that changes a title leaves every price as staff set it: sales, tiers, other lists, those by hand", async () => {
  const before = await readPot();
  expect(before.prices).toMatchObject({ USD: { sale, tiers }, EUR: { amountMinor: 1_499 }, B2B });
  const run = await importText(fileOf("Clay pot", "12.00"));
  expect([run.state, run.counts.updated]).toEqual(["done", 1]);
  const after = await readPot();
  expect(after).toEqual({ prices: before.prices, version: before.version + 1 });
  expect((await importText(fileOf("Clay pot", "12.00"))).counts).toMatchObject({ updated: 0, unchanged: 1 });
});

test("one that changes a price changes what follows from it, and its undo brings all of it back", async () => {
  const before = await readPot();
  const run = await importText(fileOf("Pot", "24.00"));
  const { USD, EUR, GBP, CAD, B2B: businesses } = (await readPot()).prices;
  expect([USD, EUR, CAD, businesses, GBP?.amountMinor]).toEqual([
    { amountMinor: 2_400, compareAtMinor: null },
    before.prices.EUR,
    before.prices.CAD,
    B2B,
    2_184,
  ]);
  expect((await undoImport(run)).state).toBe("undone");
  expect((await readPot()).prices).toEqual(before.prices);
});

test("one whose price is empty takes the product out of sale in dollars and what was made of them alone", async () => {
  await importText(fileOf("Pot", ""));
  expect(Object.keys((await readPot()).prices).toSorted()).toEqual(["B2B", "CAD", "EUR", "PLN"]);
});
