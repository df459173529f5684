/**
 * Staff make a market in the dashboard, and shoppers have it at once: without a deploy, a restart or a script. What it was
 * looked at with is closed in the end, as a market is.
 */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectAccessible, expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { addFirstProduct, fillCheckout, goToPayment } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const form = "form:has([name=countries])";

const save = async (page: Page, intent: "save" | "preview" = "save") => {
  await page.locator(`${form} button[value=${intent}]`).click();
  await page.waitForLoadState();
};
async function fillMarket(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`${form} [name=${name}]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}
/** Has the index made anew now, as the timer would in its next minute. */
async function rebuildIndex(): Promise<void> {
  const headers = { authorization: `Bearer ${inject("staffToken")}`, "content-type": "application/json" };
  for (let after: string | null = ""; after !== null; ) {
    const body = JSON.stringify({ what: "search", after });
    const answer = await fetch(`${storeUrl}/api/admin/projections/rebuild`, { method: "POST", headers, body });
    ({ nextId: after } = (await answer.json()) as { nextId: string | null });
  }
}
const textOf = async (path: string) => (await fetch(storeUrl + path)).text();

describe("a market that is made in the dashboard", () => {
  test("is told at its fields what is wrong, looked at, and saved, without a script", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page, "/admin/markets");
    await page.locator("a[href='/admin/markets/new']").click();
    await fillMarket(page, { id: "admin", locale: "de-DE", countries: "at, qx", timeZone: "Vienna", currency: "EUR" });
    await page.locator("[name='method.blik']").check();
    await save(page);
    for (const field of ["id", "countries", "timeZone"]) await page.locator(`#field-${field}-error`).waitFor();
    await page.locator("#methods-error").waitFor();
    const summary = await page
      .locator(".notice--bad a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(summary).toEqual(["#field-id", "#field-countries", "#field-timeZone", "#field-paymentMethods"]);
    await fillMarket(page, { id: "de-at", countries: "at", timeZone: "Europe/Vienna", taxDisplay: "inclusive" });
    await page.locator("[name='method.blik']").uncheck();
    await page.locator("[name='method.card']").check();
    await save(page, "preview");
    const shown = (await page.locator("#preview").textContent()) ?? "";
    for (const part of ["1.234,50", "Österreich", "1010 Ort"]) expect(shown).toContain(part);
    expect((await fetch(`${storeUrl}/de-at/`)).status, "nothing was saved by looking at it").toBe(404);
    await fillMarket(page, { state: "open" });
    await save(page);
    await page.waitForURL(`${storeUrl}/admin/markets/de-at?done=saved`);
    await page.locator("a[href='/de-at/']").first().click();
    await page.waitForURL(`${storeUrl}/de-at/`);
  });

  test("is in the choice, told to search engines, searched and sold in, up to the payment it names", async () => {
    await rebuildIndex();
    const { page, problems } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/`);
    await page.locator(".header__tools [popovertarget=markets]").click();
    await page.locator("#markets button[value='/de-at/']").click();
    await page.waitForURL(`${storeUrl}/de-at/`);
    const own = await page.locator("link[hreflang=de-AT]").getAttribute("href");
    expect(new URL(own ?? "", storeUrl).pathname).toBe("/de-at/");
    expect(await page.locator("link[hreflang=de-DE]").count()).toBe(1);
    expect(await textOf("/robots.txt")).toContain("/de-at/sitemap.xml");
    expect(await textOf("/de-de/sitemaps/products-1.xml")).toMatch(/hreflang="de-AT" href="[^"]+\/de-at\/products\//);
    await page.goto(`${storeUrl}/de-at/search?q=notebook`);
    expect(await page.locator("main a[href^='/de-at/products/']").count()).toBeGreaterThan(0);
    await addFirstProduct(page, storeUrl, "de-at");
    await fillCheckout(page, "de-at", "buyer-in-austria@example.com");
    await goToPayment(page, inject("paymentsUrl"));
    expect(await page.locator("main").textContent()).toContain("€");
    expect(await page.locator("[autocomplete=cc-number]").count()).toBe(1);
    expect(await page.locator("a[href*='method=bank']").count(), "the market takes cards alone").toBe(0);
    expect(problems).toEqual([]);
  });

  test("is not saved over somebody else's change, and each change is on record", async () => {
    const [first, second] = [await newVisitor(), await newVisitor()];
    for (const { page } of [first, second]) await signInAsStaff(page, "/admin/markets/de-at");
    await fillMarket(first.page, { position: "151" });
    await save(first.page);
    await first.page.waitForURL(/done=saved/);
    await fillMarket(second.page, { position: "152" });
    await save(second.page);
    await second.page.locator(".notice--bad").waitFor();
    expect(await second.page.locator("[name=position]").inputValue(), "what was typed is kept").toBe("152");
    await first.page.goto(`${storeUrl}/admin/audit?subject=market:de-at`);
    expect(await first.page.locator("main a[href='/admin/markets/de-at']").count()).toBeGreaterThanOrEqual(2);
  });

  test("is closed, and says so in its own words; what was begun elsewhere stays where it was", async () => {
    const { page } = await newVisitor();
    await addFirstProduct(page, storeUrl, "en-us");
    const staff = await newVisitor();
    await signInAsStaff(staff.page, "/admin/markets/de-at");
    await fillMarket(staff.page, { state: "closed" });
    await save(staff.page);
    await staff.page.waitForURL(/done=saved/);
    expect((await page.goto(`${storeUrl}/de-at/products/aero-13-ultraleicht-notebook`))?.status()).toBe(404);
    expect(await page.locator("h1").textContent()).toContain("Österreich");
    expect(await page.locator("main form.markets button").count()).toBe(14);
    await expectUsable(page);
    await page.goto(`${storeUrl}/de-at/cart`);
    expect(page.url()).toBe(`${storeUrl}/en-us/cart`);
    await page.goto(`${storeUrl}/de-at/checkout`);
    expect(page.url()).toBe(`${storeUrl}/en-us/checkout`);
    const wait = `${storeUrl}/de-at/back-in-stock`;
    expect((await page.goto(`${wait}?key=${"0".repeat(64)}`))?.status(), "a mail's way out still leads out").toBe(200);
    await page.locator("form:has([name=intent][value=stop]) button").click();
    await page.waitForURL(/done=stopped/);
    expect((await page.goto(`${wait}?sku=NOR-AE13-MID-512`))?.status()).toBe(404);
  });
});

test("every page of markets is usable on a phone, and no wider than a large screen", async () => {
  const { page, problems } = await newVisitor({ viewport: { width: 360, height: 800 } });
  await signInAsStaff(page);
  for (const path of ["/new", "/ja-jp", ""]) {
    await page.goto(`${storeUrl}/admin/markets${path}`);
    await expectNoSideways(page);
    if (path !== "/ja-jp") await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectNoSideways(page);
  expect((await page.goto(`${storeUrl}/admin/markets/nowhere`))?.status()).toBe(404);
  expect(problems.filter((problem) => !problem.includes("404"))).toEqual([]);
});
