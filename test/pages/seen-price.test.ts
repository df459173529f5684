/** A price that changes while a page is open, or kept without a connection: the cart says so, and no variant's is taken for another's. */
import type { Page } from "playwright-core";
import { afterAll, describe, expect, inject, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SKU = "KAN-FLT-SLV";
const PRODUCT = "/en-us/products/";
type Kept = { id: string; version: number; translations: { en: { slug: string } } };

const { items } = await askAsStaff<{ items: { id: string }[] }>("GET", `/api/admin/products?q=${SKU}`);
const path = `/api/admin/products/${items[0]?.id}`;
const read = () => askAsStaff<Kept>("GET", path);
async function setPrice(amountMinor: number): Promise<void> {
  const prices = { USD: { amountMinor } };
  await askAsStaff("PATCH", path, { version: (await read()).version, variants: [{ sku: SKU, prices }] });
}
const open = async (page: Page) => page.goto(`${storeUrl}${PRODUCT}${(await read()).translations.en.slug}?sku=${SKU}`);
/** What the page in this browser shows; its copy may be a moment older than the store. */
const openShowing = (page: Page, price: string) =>
  expect
    .poll(async () => (await open(page)) && page.locator("[data-product] .price").first().textContent(), {
      timeout: 45_000,
      interval: 500,
    })
    .toContain(price);
const said = (page: Page) => page.locator(`[data-line=${SKU}] .line__change`).first().textContent();

afterAll(() => setPrice(79_00));

describe("a price that changes between the page and the cart", () => {
  test("is told in the cart and at the checkout, without JavaScript", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await setPrice(70_00);
    await openShowing(page, "$70.00");
    await setPrice(100_00);
    await page.locator("[data-add-to-cart] button").click();
    await page.waitForURL(/\/cart/);
    expect(await said(page)).toMatch(/\$70\.00.*\$100\.00/);
    expect(await page.locator("[data-subtotal]").textContent()).toBe("$100.00");
    await page.locator("[data-summary] a").first().click();
    await page.waitForURL(/\/checkout/);
    expect(await page.locator("main").textContent()).toMatch(/\$70\.00.*\$100\.00/);
  });

  test("is told of the variant that was chosen without a new page, and only of that", async () => {
    const { page } = await newVisitor({ reducedMotion: "reduce" });
    await setPrice(70_00);
    await openShowing(page, "$70.00");
    await page.locator("a[data-variant=KAN-FLT-BLK]").click();
    await page.locator("[data-add-to-cart] [name=sku][value=KAN-FLT-BLK]").waitFor({ state: "attached" });
    expect(await page.locator("[data-add-to-cart] [name=seen]").inputValue()).toBe("USD:7900");
    await page.locator("[data-add-to-cart] button").click();
    await page.waitForURL(/\/cart/);
    expect(await page.locator("[data-line=KAN-FLT-BLK] .line__change:not(:empty)").count()).toBe(0);
  });

  test("is told of what was put in without a connection, once there is one", async () => {
    const { page } = await newVisitor();
    await setPrice(70_00);
    await openShowing(page, "$70.00");
    // The browser's own program is there, and has the page for when there is no connection.
    const isReady = () =>
      page.evaluate(
        async () =>
          navigator.serviceWorker.controller !== null &&
          (await caches.match("/en-us/offline").then(Boolean, () => false)),
      );
    await expect.poll(isReady, { timeout: 45_000 }).toBe(true);
    await page.context().setOffline(true);
    await page.locator("[data-add-to-cart] button[type=submit]").click();
    await page.waitForURL(/offline\?kept$/);
    await setPrice(100_00);
    await page.context().setOffline(false);
    await page.locator("[data-merged] a").click();
    await page.waitForURL(/\/en-us\/cart$/);
    expect(await said(page)).toMatch(/\$70\.00.*\$100\.00/);
  });
});
