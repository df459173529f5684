/** The dashboard in a real browser: an order is shipped and refunded, a product changes in the shop, and all of it is on record. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectAccessible, expectUsable, openBrowser } from "../support/browser.ts";
import { addFirstProduct, buyCart, waitForMail } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const buyer = "buyer-for-staff@example.com";
const PRODUCT = "demo-hush-headphones";
const ADMIN_PAGES = [
  "",
  "/orders",
  "/products",
  `/products/${PRODUCT}`,
  "/stock",
  "/stock/locations",
  "/stock/locations/new",
  "/markets",
  "/markets/ja-jp",
  "/doctor",
  "/doctor?book=sessions",
  "/audit",
  "/dead-letters",
] as const;

const FORMS = [
  `/products/${PRODUCT}`,
  "/orders/7K3M-9QXD-PV2A",
  "/stock/ledger?sku=X",
  "/stock/locations/new",
  "/markets/new",
  "/markets/ja-jp",
  "/doctor",
  "/dead-letters",
  "/language",
] as const;
const API = ["orders", `products/${PRODUCT}`, "stock/NONE", "locations", "markets", "doctor", "dead-letters"] as const;

const SLOW = { timeout: 45_000 };

const newVisitor = openBrowser();

/** Units on hand, as the ledger's page says. */
const unitsOf = async (page: Page) => Number((await page.locator(".levels b").first().textContent()) ?? "");

async function openAccount(page: Page, email: string): Promise<void> {
  const password = "a password for tests";
  const headers = { origin: storeUrl };
  const data = { name: "Robin Example", email, password };
  expect((await page.request.post(`${storeUrl}/api/auth/sign-up/email`, { data, headers })).status()).toBe(200);
  const [mail] = await waitForMail(storeUrl, email);
  await page.request.get(/https?:\/\/\S*verify-email\S*/.exec(mail?.text ?? "")?.[0] ?? "");
  const signedIn = await page.request.post(`${storeUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers,
  });
  expect(signedIn.status()).toBe(200);
}

async function buyOne(): Promise<string> {
  const { page } = await newVisitor();
  await addFirstProduct(page, storeUrl, "en-us");
  return buyCart(page, { market: "en-us", email: buyer, paymentsUrl: inject("paymentsUrl") });
}

describe("staff", () => {
  test("ship an order and give half of it back; the customer hears of both, and each is on record", async () => {
    const number = await buyOne();
    const { page, problems } = await newVisitor();
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/orders?q=${number}`);
    await page.locator(`a[href='/admin/orders/${number}']`).first().click();
    await page.waitForURL(/\/admin\/orders\/[0-9A-Z]/);
    await page.locator("[name=carrier]").fill("UPS");
    await page.locator("[name=trackingNumber]").fill("1Z 999 AA1 01 2345 6784");
    await page.locator("form:has([value=fulfil]) button[type=submit]").click();
    const followed = page.getByRole("link", { name: "1Z 999 AA1 01 2345 6784" });
    expect(await followed.getAttribute("href")).toBe("https://www.ups.com/track?tracknum=1Z999AA10123456784");
    await page.locator("#refund summary").click();
    await page.locator("[name=extent][value=part]").check();
    await page.locator("[name=amount]").fill("100.50");
    await page.locator("form:has([value=refund]) [name=reason]").selectOption({ index: 1 });
    await page.locator("form:has([value=refund]) button[type=submit]").click();
    await page.locator("main", { hasText: "$100.50" }).waitFor();
    await expectAccessible(page);
    const subjects = async () => (await waitForMail(storeUrl, buyer)).length;
    await expect.poll(subjects, { timeout: 45_000 }).toBe(3);
    await page.goto(`${storeUrl}/admin/audit?subject=order:${number}`);
    const record = await page.locator("main").textContent();
    expect(record).toContain(number);
    expect(record).toContain("staff@techretail.example".split("@")[0]);
    expect(problems).toEqual([]);
  });

  test("are told at the field when a refund is more than is left", async () => {
    const number = await buyOne();
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/orders/${number}`);
    await page.locator("#refund summary").click();
    await page.locator("[name=extent][value=part]").check();
    await page.locator("[name=amount]").fill("99999.00");
    await page.locator("form:has([value=refund]) [name=reason]").selectOption({ index: 1 });
    await page.locator("form:has([value=refund]) button[type=submit]").click();
    await page.locator("#field-amount-error").waitFor();
  });

  test("change a title, and the shop shows it within five seconds", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    const shopper = await newVisitor();
    await page.goto(`${storeUrl}/admin/products/${PRODUCT}`);
    const title = page.locator("form:has([value=texts]) input[name*=title]").first();
    const changed = `${await title.inputValue()} II`;
    await title.fill(changed);
    const slug = await page.locator("form:has([value=texts]) input[name*=slug]").first().inputValue();
    const shown = `${storeUrl}/en-us/products/${slug}`;
    await shopper.page.goto(shown);
    await page.locator("form:has([value=texts]) button[type=submit]").click();
    await page.waitForLoadState();
    const heading = async () => {
      await shopper.page.goto(shown);
      return (await shopper.page.locator("h1").textContent())?.trim();
    };
    await expect.poll(heading, { timeout: 45_000, interval: 250 }).toBe(changed);
  });

  test("change a price and a stock, without JavaScript; each is exact, told once, and on record", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/products/${PRODUCT}/variants`);
    const priceField = page.locator(".grid [name^='price.'][name$='.USD']").first();
    await priceField.fill("1.234,50");
    await page.getByRole("button", { name: "Save variants" }).click();
    await page.locator(".grid .field__error").waitFor();
    expect(await priceField.inputValue()).toBe("1.234,50");
    await priceField.fill("287.65");
    await page.getByRole("button", { name: "Save variants" }).click();
    await page.waitForURL(/done=saved/);
    await page.goto(`${storeUrl}/admin/products/${PRODUCT}`);
    const price = async () => (await fetch(`${storeUrl}/api/products?market=en-us&limit=100`)).text();
    await expect.poll(price, { timeout: 45_000, interval: 250 }).toContain('"amountMinor":28765');
    await page.locator(".stock__row a").first().click();
    const sku = (await page.locator("h1").textContent()) ?? "";
    const before = await unitsOf(page);
    await page.getByRole("link", { name: "Correct", exact: true }).click();
    await page.locator("[name=delta]").fill("-1000000");
    await page.locator("[name=reason]").selectOption("damaged");
    await page.getByRole("button", { name: "Correct the stock" }).click();
    await page.locator("#field-delta-error").waitFor();
    await page.locator("[name=delta]").fill("-2");
    await page.getByRole("button", { name: "Correct the stock" }).click();
    await page.waitForURL(/done=adjusted/);
    expect(await unitsOf(page)).toBe(before - 2);
    for (const [subject, said] of [
      [`product:${PRODUCT}`, "28765"],
      [`sku:${sku}`, "damaged"],
    ] as const) {
      await page.goto(`${storeUrl}/admin/audit?${new URLSearchParams({ subject })}`);
      expect(await page.locator("main").textContent()).toContain(said);
    }
  });

  test("never save over each other: the second is told, and loses nothing of what was typed", async () => {
    const [first, second] = [await newVisitor(), await newVisitor()];
    for (const { page } of [first, second]) {
      await signInAsStaff(page);
      await page.goto(`${storeUrl}/admin/products/${PRODUCT}`);
    }
    await first.page.locator("[name=brand]").fill("Halvero One");
    await first.page.getByRole("button", { name: "Save texts" }).click();
    await first.page.waitForURL(/done=saved/);
    await second.page.locator("[name=brand]").fill("Halvero Two");
    await second.page.getByRole("button", { name: "Save texts" }).click();
    await second.page.getByText("Somebody else saved this product").waitFor();
    expect(await second.page.locator("[name=brand]").inputValue()).toBe("Halvero Two");
    await first.page.reload();
    expect(await first.page.locator("[name=brand]").inputValue()).toBe("Halvero One");
  });

  test("read the dashboard in their own language", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    await page.locator("#language").selectOption("ar-ae");
    await page.locator("form:has(#language) button").click();
    await expect.poll(() => page.locator("html").getAttribute("dir"), SLOW).toBe("rtl");
    const mark = await page
      .locator("#admin-side [aria-current]")
      .evaluate((place) => getComputedStyle(place).boxShadow);
    expect(mark, "the mark of the place one is at stands where its words begin").toContain("-3px");
    await expectAccessible(page);
    await page.locator("#language").selectOption("en-us");
    await page.locator("form:has(#language) button").click();
    await expect.poll(() => page.locator("html").getAttribute("lang"), SLOW).toBe("en-US");
  });

  test.each([360, 1440])("find every page of the dashboard usable at %i pixels", async (width) => {
    const { page, problems } = await newVisitor({
      viewport: { width, height: 900 },
      colorScheme: width === 360 ? "dark" : "light",
    });
    await signInAsStaff(page);
    for (const path of ADMIN_PAGES) {
      await page.goto(`${storeUrl}/admin${path}`);
      await expectUsable(page);
    }
    expect(problems).toEqual([]);
  });
});

describe("the dashboard", () => {
  test("sends the anonymous to sign in, from every page", async () => {
    const { page } = await newVisitor();
    for (const path of ADMIN_PAGES) {
      await page.goto(`${storeUrl}/admin${path}`);
      expect(page.url()).toContain("/admin/sign-in?next=");
    }
    await expectAccessible(page);
  });

  test("is closed to a customer, at every page, form and route, and says so", async () => {
    const { page } = await newVisitor();
    const email = "climber@example.com";
    await openAccount(page, email);
    for (const path of ADMIN_PAGES) {
      const response = await page.goto(`${storeUrl}/admin${path}`);
      expect(response?.status(), path).toBe(403);
      expect(await page.locator("h1").textContent()).toBe("For staff only");
    }
    await expectAccessible(page);
    const headers = { origin: storeUrl };
    for (const path of FORMS) {
      const form = { id: "an-id-of-nothing", intent: "texts", market: "ar-ae", brand: "Mine" };
      expect((await page.request.post(`${storeUrl}/admin${path}`, { form, headers })).status(), path).toBe(403);
    }
    for (const path of API) expect((await page.request.get(`${storeUrl}/api/admin/${path}`)).status(), path).toBe(403);
  });

  test("takes no form that another site sends", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    for (const path of FORMS) {
      const sent = page.request.post(`${storeUrl}/admin${path}`, {
        form: { intent: "texts" },
        headers: { origin: "https://other.example" },
      });
      expect((await sent).status(), path).toBe(403);
    }
  });

  test("is kept by no cache, and its API answers nobody without a token", async () => {
    const response = await fetch(`${storeUrl}/admin`, { redirect: "manual" });
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    for (const path of API) expect((await fetch(`${storeUrl}/api/admin/${path}`)).status, path).toBe(401);
  });
});
