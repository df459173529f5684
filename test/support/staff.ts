/** What the demo store's staff does in the browser, and by the API. */
import type { Page } from "playwright-core";
import { expect, inject } from "vitest";

/** Leads to `at`, a path of the dashboard. */
export async function signInAsStaff(page: Page, at = "/admin"): Promise<void> {
  const storeUrl = inject("storeUrl");
  await page.goto(`${storeUrl}/admin/sign-in?${new URLSearchParams({ next: at })}`);
  await page.locator("[name=email]").fill("staff@techretail.example");
  await page.locator("[name=password]").fill(inject("staffPassword"));
  await page.locator("form:has([name=password]) button").click();
  await page.waitForURL(`${storeUrl}${at}`);
}

/** Makes a draft with a variant in the dashboard, as staff do; answers the address of its first page. */
export async function makeProduct(page: Page, title: string, sku: string): Promise<string> {
  await page.goto(`${inject("storeUrl")}/admin/products/new`);
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=sku]").fill(sku);
  await page.locator("[name='new.quantity']").fill("7");
  await page.locator("[name='price.new.USD']").fill("49.90");
  await page.locator("[name=category]").selectOption("headphones");
  await page.getByRole("button", { name: "Make the product" }).click();
  await page.waitForURL(/done=created/);
  return page.url().replace(/\?.*/, "");
}

/** Throws, with what was answered, where it is not done. */
export async function askAsStaff<Body>(method: string, path: string, body?: unknown): Promise<Body> {
  const headers = { authorization: `Bearer ${inject("staffToken")}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(inject("storeUrl") + path, { method, headers, ...sent });
  const text = await response.text();
  expect([200, 201], `${method} ${path}: ${text}`).toContain(response.status);
  return JSON.parse(text) as Body;
}
