/** Tax by a provider, in a real browser: staff name a country without a script, a shopper is shown what it reckoned. */
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { addFirstProduct, buyCart } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();

async function saveCountries(page: Page, codes: string): Promise<void> {
  await page.goto(`${storeUrl}/admin/tax`);
  await page.locator("[name=providerIn]").fill(codes);
  await page.getByRole("button", { name: "Save the settings" }).click();
}

test("staff give a country to Stripe Tax; its shoppers' orders bear what it reckoned, and staff see so", async () => {
  const { page: staff } = await newVisitor({ javaScriptEnabled: false });
  const { page: looked } = await newVisitor({ viewport: { width: 320, height: 640 } });
  const { page: shopper } = await newVisitor();
  await signInAsStaff(staff, "/admin/tax");
  await signInAsStaff(looked, "/admin/tax");
  await expectUsable(looked);
  await saveCountries(staff, "Canada");
  await staff.locator("#field-providerIn-error").waitFor();
  await saveCountries(staff, "ca");
  await staff.waitForURL(/done=settings/);
  expect(await staff.locator("[name=providerIn]").inputValue()).toBe("CA");

  // What an isolate remembers of the settings lasts ten seconds.
  await expect
    .poll(
      async () => {
        await addFirstProduct(shopper, storeUrl, "en-ca");
        const number = await buyCart(shopper, {
          market: "en-ca",
          email: "reckoned@example.com",
          paymentsUrl: inject("paymentsUrl"),
        });
        await staff.goto(`${storeUrl}/admin/orders/${number}`);
        return staff.locator("main").textContent();
      },
      { timeout: 60_000, interval: 5_000 },
    )
    .toContain("Calculated by Stripe Tax");
  expect(await shopper.locator("main").textContent()).toContain("VAT 20%");
  await saveCountries(staff, "");
  await staff.waitForURL(/done=settings/);
});
