/** A customer who pays no tax, in a real browser: staff record the certificate, the customer buys by it, staff end it. */
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import {
  addFirstProduct,
  CARD_THAT_PAYS,
  fillCheckout,
  goToPayment,
  openAccount,
  payByCard,
  waitForOrder,
} from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const EMAIL = "exempt-customer@example.com";
const CERTIFICATE = "DE-BEFREIT-0815";
const EXEMPTIONS = "/admin/tax/exemptions";

async function record(page: Page, over: Record<string, string> = {}): Promise<void> {
  const fields = { email: EMAIL, certificate: CERTIFICATE, validFrom: "2026-01-01", validUntil: "", ...over };
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name=${name}]`).fill(value);
  await page.selectOption("main [name=country]", "DE");
  await page.selectOption("main [name=kind]", "government");
  await page.getByRole("button", { name: "Add the certificate" }).click();
}

test("staff record, find and end a certificate without a script; its customer buys without the tax, and sees why", async () => {
  const { page: shopper } = await newVisitor({ viewport: { width: 360, height: 740 } });
  const { page: staff } = await newVisitor({ javaScriptEnabled: false });
  const { page: looked } = await newVisitor({ viewport: { width: 320, height: 640 } });
  await openAccount(shopper, storeUrl, {
    ...{ market: "de-de", name: "Robin Beispiel" },
    ...{ email: EMAIL, password: "four words in a row" },
  });

  await signInAsStaff(staff, "/admin/tax");
  await staff.getByRole("link", { name: "Exempt customers" }).click();
  await staff.waitForURL(`${storeUrl}${EXEMPTIONS}`);
  await record(staff, { email: "nobody-has-this@example.com" });
  await staff.locator("#field-email-error").waitFor();
  await record(staff, { validUntil: "2025-12-31" });
  await staff.locator("#field-validUntil-error").waitFor();
  expect(await staff.locator("main [name=certificate]").inputValue(), "what was typed stays").toBe(CERTIFICATE);
  await record(staff);
  await staff.waitForURL(/done=exemption$/);
  await signInAsStaff(looked, EXEMPTIONS);
  await expectUsable(looked);

  await addFirstProduct(shopper, storeUrl, "de-de");
  await fillCheckout(shopper, "de-de", EMAIL);
  await expectUsable(shopper);
  expect(await shopper.locator("main").textContent()).toContain(CERTIFICATE);
  await goToPayment(shopper, inject("paymentsUrl"));
  await payByCard(shopper, CARD_THAT_PAYS);
  await waitForOrder(shopper);
  expect(await shopper.locator("main").textContent(), "on the order's page").toContain(CERTIFICATE);
  await shopper.locator("a[href*='/documents/']").click();
  await shopper.waitForURL(/\/documents\//);
  await expectUsable(shopper);
  const sheet = (await shopper.locator("article").textContent()) ?? "";
  for (const words of [CERTIFICATE, "Steuerfrei nach der Bescheinigung"]) expect(sheet).toContain(words);

  await staff.goto(`${storeUrl}${EXEMPTIONS}?q=befreit`);
  await staff.getByRole("button", { name: `End it ${CERTIFICATE}` }).click();
  await staff.waitForURL(/done=exemptionEnded/);
  expect(await staff.locator("main table").count(), "no longer among those on record").toBe(0);
  await staff.goto(`${storeUrl}${EXEMPTIONS}?state=ended`);
  expect(await staff.locator("main table").textContent()).toContain(CERTIFICATE);
  await staff.goto(`${storeUrl}/admin/audit`);
  expect(await staff.locator("main").textContent()).toContain("Exemption ended");

  await addFirstProduct(shopper, storeUrl, "de-de");
  await fillCheckout(shopper, "de-de", EMAIL);
  expect(await shopper.locator("main").textContent(), "once it is ended").not.toContain(CERTIFICATE);
});
