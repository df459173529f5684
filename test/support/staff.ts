/** What the demo store's staff does in the browser. */
import type { Page } from "playwright-core";
import { inject } from "vitest";

/** Leads to `at`, a path of the dashboard. */
export async function signInAsStaff(page: Page, at = "/admin"): Promise<void> {
  const storeUrl = inject("storeUrl");
  await page.goto(`${storeUrl}/admin/sign-in?${new URLSearchParams({ next: at })}`);
  await page.locator("[name=email]").fill("staff@techretail.example");
  await page.locator("[name=password]").fill(inject("staffPassword"));
  await page.locator("form:has([name=password]) button").click();
  await page.waitForURL(`${storeUrl}${at}`);
}
