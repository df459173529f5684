/** A download in a real browser: staff upload it, a shopper buys it without an address and saves the file, staff take it back. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { CARD_THAT_PAYS, goToPayment, payByCard, waitForMail, waitForOrder } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SKU = "HERON-BOOK";
const EMAIL = "reader@example.com";
const TEXT = "All there is to know of herons.";

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
  await page.getByRole("button", { name: "Save where it is sold" }).click();
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
      { timeout: 45_000, interval: 500 },
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
  await page.locator("form:has([name=step][value=pay])").waitFor({ state: "attached" });
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
      { timeout: 45_000, interval: 250 },
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

test("a file larger than a form is sent in parts, with its progress; what broke off goes on, and is told by name", async () => {
  const { page } = await newVisitor({ viewport: { width: 360, height: 740 } });
  await signInAsStaff(page);
  await page.goto(`${storeUrl}/admin/products/new`);
  await page.locator("[name=title]").fill("Osprey Recordings");
  await page.locator("[name=sku]").fill("PAGES-ALBUM-1");
  await page.locator("[name='new.quantity']").fill("0");
  await page.locator("[name='price.new.USD']").fill("19.90");
  await page.locator("[name=category]").selectOption("headphones");
  await page.getByRole("button", { name: "Make the product" }).click();
  await page.waitForURL(/done=created/);
  await page.getByRole("link", { name: "Downloads", exact: true }).click();
  const save = page.getByRole("button", { name: "Save downloads" });
  const fault = page.locator("[data-send-fault]");

  await page
    .locator("[name=files]")
    .setInputFiles([{ name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) }]);
  await save.click();
  expect(await fault.textContent()).toBe("A file is empty.");
  await expectUsable(page);

  // Four parts; the third is lost until the connection is back.
  const folder = await mkdtemp(join(tmpdir(), "meridian-"));
  const path = join(folder, "Osprey Recordings.zip");
  const bytes = 30_000_000;
  await writeFile(path, Buffer.alloc(bytes, "heron"));
  await page.locator("[name=files]").setInputFiles(path);
  const sent: string[] = [];
  page.on("request", (request) => {
    const part = /\/parts\/(\d+)$/.exec(request.url())?.[1];
    if (part) sent.push(part);
  });
  await page.route("**/parts/3", (route) => route.fulfill({ status: 403, body: "{}" }));
  await save.click();
  await fault.getByText("Osprey Recordings.zip did not arrive. Save again to go on where it ended.").waitFor();
  expect(await save.isEnabled()).toBe(true);
  expect(sent).toEqual(["1", "2", "3"]);
  await expectUsable(page);
  await page.unroute("**/parts/3");
  await save.click();
  await page.waitForURL(/done=saved/);
  expect(sent, "only what had not come").toEqual(["1", "2", "3", "3", "4"]);
  expect(await page.locator("[name^='name.']").inputValue()).toBe("Osprey Recordings.zip");
  expect(await page.locator("form[data-sends-files]").textContent()).toContain("30 MB");
  await rm(folder, { recursive: true });
});
