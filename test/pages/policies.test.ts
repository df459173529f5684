/** Stock policies and bundles in a real browser: staff sets them by form, and shoppers see, buy and are told what holds. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { buyCart, fillCheckout, waitForMail } from "../support/shopper.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const paymentsUrl = inject("paymentsUrl");
const newVisitor = openBrowser();
const SLOW = { timeout: 120_000 };
const DAY_MS = 86_400_000;
/** Noon, so that it is the same day in every market. */
const SHIPS_AT_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS + 40.5 * DAY_MS;
const dayIn = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(SHIPS_AT_MS);
const SHIPS_ON = dayIn("en-US");

const GOODS = { LENS: 1, GAME: 0, CARD: 30, BODY: 3, KIT: 0 } as const;
type Sku = keyof typeof GOODS;
const pathOf = (sku: Sku, market = "en-us") => `/${market}/products/policy-${sku.toLowerCase()}`;

async function setPolicy(sku: Sku, change: object): Promise<void> {
  const path = `/api/admin/stock/POLICY-${sku}/policy`;
  const { splitBy: _by, ...policy } = await askAsStaff<Record<string, unknown>>("GET", path);
  await askAsStaff("PUT", path, { ...policy, ...change });
}

/** Opens a product's page again until it is made with what is true now: its kept copy is gone within seconds. */
async function openShowing(page: Page, path: string, words: string): Promise<void> {
  const open = async () => {
    const response = await page.goto(storeUrl + path);
    return response?.ok() ? page.locator("main").textContent() : "";
  };
  await expect.poll(open, { timeout: 45_000, interval: 500 }).toContain(words);
}

async function addToCart(page: Page, quantity: number): Promise<void> {
  await page.locator("#quantity").selectOption(String(quantity));
  await page.locator("[data-add-to-cart] button").click();
  await page.waitForURL(/\/cart/);
}

beforeAll(async () => {
  const products = Object.entries(GOODS).map(([sku, quantity]) => ({
    source: "policies",
    externalId: sku.toLowerCase(),
    status: "published",
    brand: "Orbit",
    productType: "laptops",
    languageDefault: "en",
    translations: { en: { title: `Policy ${sku.toLowerCase()}`, description: "Sold in its own way." } },
    variants: [{ sku: `POLICY-${sku}`, quantity, prices: PRICES }],
  }));
  await askAsStaff("POST", "/api/admin/imports", { products });
  const promise = { promiseMax: 5, promisedAtMs: SHIPS_AT_MS };
  await setPolicy("LENS", { whenOut: "backorder", ...promise });
  await setPolicy("GAME", { whenOut: "preorder", ...promise });
  await askAsStaff("PUT", "/api/admin/products/policies-kit/bundles/POLICY-KIT", {
    version: 1,
    components: [
      { sku: "POLICY-BODY", quantity: 1 },
      { sku: "POLICY-CARD", quantity: 2 },
    ],
  });
});
const PRICES = Object.fromEntries(
  Object.entries({ USD: 9_900, EUR: 9_900, AED: 36_000 }).map(([currency, amountMinor]) => [currency, { amountMinor }]),
);

test(
  "a preorder says when it ships on its page, in the cart, before paying, in the order and in the mail",
  SLOW,
  async () => {
    const { page, problems } = await newVisitor();
    const email = "preorder@example.com";
    await openShowing(page, pathOf("GAME"), `Preorder, ships ${SHIPS_ON}`);
    expect(await page.locator("[data-stock]").getAttribute("data-state")).toBe("promised");
    await expectUsable(page);
    await addToCart(page, 2);
    expect(await page.locator("main").textContent()).toContain(`Preorder: ships ${SHIPS_ON}`);
    await expectUsable(page);
    await fillCheckout(page, "en-us", email);
    expect(await page.locator("main").textContent()).toContain(`Preorder: ships ${SHIPS_ON}`);
    await expectUsable(page);
    await page.goto(`${storeUrl}/en-us/cart`);
    await buyCart(page, { market: "en-us", email, paymentsUrl });
    expect(await page.locator("main").textContent()).toContain(`Preorder: ships ${SHIPS_ON}`);
    const [mail] = await waitForMail(storeUrl, email);
    expect(mail?.text).toContain(`Preorder: ships ${SHIPS_ON}`);
    expect(problems).toEqual([]);
  },
);

test(
  "without JavaScript the last one here and promised ones are bought together, then up to the cap",
  SLOW,
  async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    await openShowing(page, pathOf("LENS"), "Only 1 left");
    await addToCart(page, 3);
    expect(await page.locator("main").textContent()).toContain(`On backorder: ships by ${SHIPS_ON}`);
    await buyCart(page, { market: "en-us", email: "backorder@example.com", paymentsUrl });
    expect(await page.locator("main").textContent()).toContain(`On backorder: ships by ${SHIPS_ON}`);
    await openShowing(page, pathOf("LENS"), `Available on backorder, ships by ${SHIPS_ON}`);
    expect(await page.locator("#quantity option").count(), "no more are offered than there are").toBe(3);
    await addToCart(page, 3);
    await page.goto(storeUrl + pathOf("LENS"));
    await addToCart(page, 1);
    expect(await page.locator("main").textContent()).toContain("Only 3 are left.");
  },
);

describe("a bundle", () => {
  test("lists what is inside, is bought as one, and is sold out with its last part", SLOW, async () => {
    const { page, problems } = await newVisitor({ viewport: { width: 360, height: 800 } });
    await openShowing(page, pathOf("KIT"), "What is inside");
    expect(await page.locator("[aria-labelledby=inside] a").allTextContents()).toEqual(["Policy body", "Policy card"]);
    await expectUsable(page);
    await addToCart(page, 3);
    await buyCart(page, { market: "en-us", email: "kit@example.com", paymentsUrl });
    await openShowing(page, pathOf("KIT"), "Sold out");
    await openShowing(page, pathOf("BODY"), "Sold out");
    expect(problems).toEqual([]);
  });
});

test("a limit per order is told on the page, kept in the cart, and told again where it came later", SLOW, async () => {
  const { page } = await newVisitor();
  await setPolicy("CARD", { orderMax: 2 });
  await openShowing(page, pathOf("CARD"), "At most 2 per order");
  expect(await page.locator("#quantity option").count()).toBe(2);
  await addToCart(page, 2);
  await page.goto(storeUrl + pathOf("CARD"));
  await addToCart(page, 1);
  expect(await page.locator("main").textContent()).toContain("One order may have at most 2 of this item.");
  await setPolicy("CARD", { orderMax: 1 });
  await page.goto(`${storeUrl}/en-us/cart`);
  expect(await page.locator("main").textContent()).toContain("At most 1 per order");
  await page.locator("main a[href$='/checkout']").click();
  await page.locator("[name=email]").fill("limits@example.com");
  await fillOnly(page);
  await page.locator("main", { hasText: "Policy card." }).waitFor();
  expect(await page.locator("main").textContent()).toContain("One order may have at most 1 of this item: Policy card.");
  await expectUsable(page);
});

/** The address, as far as the review's refusal. */
async function fillOnly(page: Page): Promise<void> {
  const fields = { name: "Robin Example", line1: "1 Market Street", city: "San Francisco", postalCode: "94103" };
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name=${name}]`).fill(value);
  await page.locator("main [name=region]").selectOption("CA");
  await page.locator("form:has([name=step][value=review]) button").click();
}

test("an Arabic page says it from right to left", SLOW, async () => {
  const { page } = await newVisitor({ viewport: { width: 360, height: 800 } });
  await openShowing(page, pathOf("GAME", "ar-ae"), "حجز مسبق");
  expect(await page.locator("[data-stock]").textContent()).toContain(dayIn("ar-AE"));
  await expectUsable(page);
});

describe("staff", () => {
  test(
    "sets how a variant is sold, and a bundle's parts, without JavaScript; what is wrong is told at its field",
    SLOW,
    async () => {
      const { page } = await newVisitor({ javaScriptEnabled: false });
      await page.goto(`${storeUrl}/admin`);
      await page.locator("[name=email]").fill("staff@techretail.example");
      await page.locator("[name=password]").fill(inject("staffPassword"));
      await page.locator("form:has([name=password]) button").click();
      await page.waitForURL(`${storeUrl}/admin`);
      await page.goto(`${storeUrl}/admin/products/policies-body`);
      await page.getByRole("link", { name: "How POLICY-BODY is sold" }).click();
      await page.locator("[name=whenOut]").selectOption("backorder");
      await page.locator("[name=orderMax]").fill("many");
      await page.locator("#policy button").click();
      expect(await page.locator("#field-orderMax-error").textContent()).toBe("Enter a whole number from 1 to 99.");
      await page.locator("[name=orderMax]").fill("4");
      await page.locator("#policy button").click();
      expect(await page.locator("#field-promiseMax-error").count()).toBe(1);
      await page.locator("[name=promiseMax]").fill("7");
      await page.locator("[name=promisedAtMs]").fill(new Date(SHIPS_AT_MS).toISOString().slice(0, 10));
      await page.locator("#policy button").click();
      await page.waitForURL(/done=policy/);
      expect(await page.locator("[name=promiseMax]").inputValue()).toBe("7");
      const saved = await askAsStaff<Record<string, unknown>>("GET", "/api/admin/stock/POLICY-BODY/policy");
      expect(saved).toMatchObject({ whenOut: "backorder", promiseMax: 7, promisedAtMs: SHIPS_AT_MS, orderMax: 4 });
      await page.locator("[name='components.0.sku']").fill("POLICY-CARD");
      await page.locator("#bundle button").click();
      expect(await page.locator("main").textContent()).toContain("It is a part of other bundles");
    },
  );

  test.each([360, 1440])("can read and use the page at %d px", SLOW, async (width) => {
    const { page, problems } = await newVisitor({ viewport: { width, height: 900 } });
    await page.goto(`${storeUrl}/admin`);
    await page.locator("[name=email]").fill("staff@techretail.example");
    await page.locator("[name=password]").fill(inject("staffPassword"));
    await page.locator("form:has([name=password]) button").click();
    await page.waitForURL(`${storeUrl}/admin`);
    await page.goto(`${storeUrl}/admin/stock/policy?sku=POLICY-KIT`);
    expect(await page.locator("[name='components.1.quantity']").inputValue()).toBe("2");
    await page.locator("[name='components.2.sku']").fill("NO-SUCH-SKU");
    await page.locator("#bundle button").click();
    await page.locator("[id='field-components.2.sku-error']").waitFor();
    await expectUsable(page);
    expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
  });
});
