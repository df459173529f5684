/**
 * What a page may weigh before anybody touches it, in bytes and counts: the same on every machine. Whoever goes over a budget
 * makes the store slower on every phone: what grew is then mended, or another thing goes.
 */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { MARKETS } from "../support/markets.ts";
import { type PageWeight, packedLength, picturesOfPage, type ShownPicture, weigh } from "../support/page-weight.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();

const KB = 1_000;
const PRODUCT = "/en-us/products/aero-13-ultralight-laptop";
/** Of every page, whatever its width. A product page on a phone asks for `REQUESTS_OF_PRODUCT` things in all. */
const MOST = { html: 30 * KB, css: 15 * KB, scripts: 15 * KB, requests: 10 };
const REQUESTS_OF_PRODUCT = 12;
/** Pictures of a row of cards are fetched at once; all others when one comes near. */
const EAGER_MAX = 4;
/** `pictures` are those fetched before anybody scrolls: browsers fetch what is below the screen too. */
const PAGES = [
  { name: "home", path: "/en-us/", pictures: 20 },
  { name: "category", path: "/en-us/categories/audio", pictures: 16 },
  { name: "product", path: PRODUCT, pictures: 8 },
  { name: "search", path: "/en-us/search?q=usb", pictures: 16 },
  { name: "cart", path: "/en-us/cart", pictures: 4 },
] as const;

/** A cart that has something in it. */
async function fillCart(page: Page): Promise<void> {
  const response = await page.request.post(`${storeUrl}/en-us/cart`, {
    headers: { origin: storeUrl },
    form: { intent: "add", sku: "NOR-AE13-SLV-512", quantity: "1" },
  });
  expect(response.ok()).toBe(true);
}

const over = (weight: PageWeight): string[] =>
  Object.entries(MOST).flatMap(([what, most]) => {
    const is = weight[what as keyof typeof MOST];
    return is > most ? [`${what}: ${is} of ${most}`] : [];
  });

/** Every picture has its room, and says how wide it is shown where there are several sizes of it. */
const faultsOf = (pictures: readonly ShownPicture[]): string[] =>
  pictures.flatMap(({ src, hasRoom, hasSizes }) => [
    ...(hasRoom ? [] : [`${src} has no width and height`]),
    ...(hasSizes ? [] : [`${src} has no sizes`]),
  ]);

describe.each([
  { width: 360, height: 800 },
  { width: 1440, height: 900 },
])("at $width px", (viewport) => {
  test.each(PAGES)("$name stays within its budgets, asks nobody else, and nothing of it moves", async (budget) => {
    const { name, path } = budget;
    const { page } = await newVisitor({ viewport });
    if (name === "cart") await fillCart(page);
    const weight = await (await weigh(page))(storeUrl + path);
    expect(over(weight)).toEqual([]);
    expect(weight.pictures).toBeLessThanOrEqual(budget.pictures);
    if (name === "product" && viewport.width === 360)
      expect(weight.requests + weight.pictures).toBeLessThanOrEqual(REQUESTS_OF_PRODUCT);
    expect(weight.elsewhere).toEqual([]);
    expect(weight.shifted).toEqual([]);
    // What was counted is the page: nothing of it can be nothing.
    expect(Math.min(weight.html, weight.css, weight.scripts, weight.requests)).toBeGreaterThan(0);

    const pictures = await picturesOfPage(page);
    expect(faultsOf(pictures)).toEqual([]);
    const eager = pictures.filter(({ isLazy }) => !isLazy);
    expect(eager.length).toBeLessThanOrEqual(EAGER_MAX);
    const largest = pictures.find(({ isLargest }) => isLargest);
    if (name === "product" || (viewport.width === 360 && name !== "cart"))
      expect(largest, "the largest thing painted is a picture that comes first").toMatchObject({
        isLazy: false,
        priority: "high",
      });
  });
});

test.each(MARKETS)("pages in $id are as small: letters of three bytes, long words and all", async ({ id }) => {
  const laptop = await fetch(`${storeUrl}/${id}/products/${PRODUCT.split("/").at(-1)}`);
  const pages = [`/${id}/`, `/${id}/search?q=usb`, new URL(laptop.url).pathname, `/${id}/cart`];
  for (const path of pages) {
    const page = await fetch(storeUrl + path);
    expect(page.status, path).toBe(200);
    const bytes = packedLength(Buffer.from(await page.arrayBuffer()));
    expect(bytes, path).toBeGreaterThan(1_000);
    expect(bytes, path).toBeLessThanOrEqual(MOST.html);
  }
});

test("a late font takes the room of the one it replaces", async () => {
  const { page } = await newVisitor({ viewport: { width: 360, height: 800 } });
  await page.route(/\.woff2$/, async (route) => {
    await new Promise((wake) => setTimeout(wake, 600));
    await route.continue();
  });
  const weight = await (await weigh(page))(storeUrl + PRODUCT);
  expect(weight.shifted).toEqual([]);
});
