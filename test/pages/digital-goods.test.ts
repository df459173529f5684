/** A download in a real browser: staff upload it, a shopper buys it without an address and saves the file, staff take it back. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { CARD_THAT_PAYS, goToPayment, payByCard, waitForMail, waitForOrder } from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SKU = "HERON-BOOK";
const EMAIL = "reader@example.com";
const TEXT = "All there is to know of herons.";

async function signInAsStaff(page: Page): Promise<void> {
  await page.goto(`${storeUrl}/admin`);
  await page.locator("[name=email]").fill("staff@techretail.example");
  await page.locator("[name=password]").fill(inject("staffPassword"));
  await page.locator("form:has([name=password]) button").click();
  await page.waitForURL(`${storeUrl}/admin`);
}

/** A product of one variant that is a download, for sale. */
async function makeDownload(page: Page): Promise<void> {
  await page.goto(`${storeUrl}/admin/products/new`);
  await page.locator("[name=title]").fill("Heron Handbook");
  await page.locator("[name=sku]").fill(SKU);
  await page.locator("[name='new.quantity']").fill("0");
  await page.locator("[name='price.new.USD']").fill("9.90");
  await page.locator("[name=category]").selectOption("headphones");
  await page.getByRole("button", { name: "Make the product" }).click();
  await page.waitForURL(/done=created/);
  const product = page.url().replace(/\?.*/, "");
  await page.getByRole("link", { name: "Downloads", exact: true }).click();
  await page.locator("[name=days]").fill("0");
  await page.getByRole("button", { name: "Save downloads" }).click();
  await page.locator("#field-days-error").waitFor();
  await page.locator("[name=days]").fill("30");
  const file = { name: "Heron Handbook.pdf", mimeType: "application/pdf", buffer: Buffer.from(TEXT) };
  await page.locator("[name=files]").setInputFiles([file]);
  await page.getByRole("button", { name: "Save downloads" }).click();
  await page.waitForURL(/done=saved/);
  expect(await page.locator("[name^='name.']").inputValue()).toBe("Heron Handbook.pdf");
  await expectUsable(page);
  await page.goto(`${product}/sale`);
  await page.locator("[name=status]").selectOption("published");
  await page.getByRole("button", { name: "Save sale" }).click();
  await page.waitForURL(/done=saved/);
}

/** Buys it, and lands on the order. */
async function buy(page: Page): Promise<string> {
  await expect
    .poll(
      async () => {
        await page.goto(`${storeUrl}/en-us/search?q=Heron+Handbook`);
        return page.locator("main a[href*='/products/']", { hasText: "Heron Handbook" }).count();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBeGreaterThan(0);
  await page.locator("main a[href*='/products/']", { hasText: "Heron Handbook" }).first().click();
  await page.waitForURL(/\/products\//);
  expect(await page.locator("main").textContent()).toContain("Digital download");
  await page.locator("form:has([name=sku]) button").click();
  await page.waitForURL(/\/cart/);
  await page.locator("main a[href$='/checkout']").click();
  await page.waitForURL(/\/checkout$/);
  expect(await page.locator("[name=line1], [name=shippingMethodId]").count(), "nothing is shipped").toBe(0);
  await expectUsable(page);
  await page.locator("[name=email]").fill(EMAIL);
  await page.locator("form:has([name=step][value=review]) button").click();
  await page.locator("#field-region-error").waitFor();
  await page.locator("[name=region]").selectOption("CA");
  await page.locator("form:has([name=step][value=review]) button").click();
  await page.locator("[name=step][value=pay]").waitFor({ state: "attached" });
  await expectUsable(page);
  await goToPayment(page, inject("paymentsUrl"));
  await payByCard(page, CARD_THAT_PAYS);
  return waitForOrder(page);
}

async function save(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** Where the mail of this subject leads to for the file. */
async function linkIn(subject: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const mail = (await waitForMail(storeUrl, EMAIL)).find((each) => each.subject.startsWith(subject));
        found = /\/en-us\/downloads\/\S+/.exec(mail?.text ?? "")?.[0];
        return found;
      },
      { timeout: 20_000, interval: 250 },
    )
    .toBeDefined();
  return `${storeUrl}${found}`;
}

test("a book that is a file is uploaded, bought without an address, saved from order and mail, and taken back", async () => {
  const { page: staff } = await newVisitor();
  await signInAsStaff(staff);
  await makeDownload(staff);

  const { page } = await newVisitor({ viewport: { width: 360, height: 740 } });
  const number = await buy(page);
  await expectUsable(page);
  const button = page.getByRole("link", { name: "Download Heron Handbook.pdf" });
  expect(await save(page, () => button.click())).toEqual({ name: "Heron Handbook.pdf", text: TEXT });
  await page.reload();
  expect(await page.locator("main").textContent()).toContain("4 downloads left");
  const link = await linkIn("Your order");
  await page.goto(link);
  await expectUsable(page);
  const mailed = page.locator("main a[href^='/api/downloads/']");
  expect(await save(page, () => mailed.click())).toEqual({ name: "Heron Handbook.pdf", text: TEXT });

  await staff.goto(`${storeUrl}/admin/orders/${number}`);
  expect(await staff.locator("#downloads").textContent()).toContain("2 of 5 used");
  await expectUsable(staff);
  await staff.getByRole("button", { name: "Give out new links for Heron Handbook" }).click();
  await staff.waitForURL(/done=downloads_issued/);
  await page.goto(link);
  expect(await page.locator("h1").textContent()).toContain("newer links");
  await expectUsable(page);
  await page.goto(await linkIn("New download links"));
  await staff.locator("#refund summary").click();
  await staff.locator("[name=reason]").selectOption("customer_request");
  await staff.locator("#refund button[type=submit]").click();
  await staff.waitForURL(/done=refund/);
  await mailed.click();
  await page.locator("h1", { hasText: "taken back" }).waitFor();
  expect((await page.goto(`${storeUrl}/ar-ae/downloads/forged`))?.status()).toBe(403);
  await expectUsable(page);
});
