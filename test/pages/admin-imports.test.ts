/** Staff bring a catalogue in the browser, see what would change, import it, and undo it; exports come down as files. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SOON = { timeout: 45_000, interval: 500 };

const CSV = (title: string) =>
  `Handle;Title;Body (HTML);Variant SKU;Variant Price\nferry-lamp;${title};"<h2>Warm</h2><p>Light <b>all night</b><script>x()</script></p>";FERRY-LAMP;49,50\n`;
async function upload(page: Page, name: string, text: string | Buffer): Promise<void> {
  await page.goto(`${storeUrl}/admin/imports`);
  await page.locator("[name=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Upload" }).click();
  await page.waitForURL(/\/admin\/imports\/[0-9a-f-]{36}$/);
}

describe("a catalogue that staff upload", () => {
  test("is shown first, imported when told to, moves by itself, and is undone whole", async () => {
    const { page, problems } = await newVisitor();
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/imports`);
    await expectUsable(page);
    await upload(page, "ferry.csv", CSV("Ferry Lamp"));
    await page.locator(".badge", { hasText: "Ready" }).waitFor();
    await expectUsable(page);
    const listed = await page.context().newPage();
    await listed.goto(`${storeUrl}/admin/imports`);
    const row = listed.locator("tr", { hasText: "ferry.csv" });
    expect(await row.locator("td").nth(2).textContent(), "nothing is made yet").toMatch(/1\s*To be made/);
    await page.getByRole("button", { name: "Import now" }).click();
    await page.locator(".badge", { hasText: "Imported" }).waitFor();
    await page.getByRole("link", { name: "Ferry Lamp" }).waitFor();
    await expectUsable(page);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.locator(".badge", { hasText: "Undone" }).waitFor();
    expect(await page.locator(".figure", { hasText: "Taken back" }).locator("b").textContent()).toBe("1");
    expect(await page.locator(".figure", { hasText: "Left alone" }).locator("b").textContent()).toBe("0");
    await expectUsable(page);
    expect(problems).toEqual([]);
  });

  test("is refused with its row and column, without JavaScript too", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await upload(page, "bad.csv", CSV("Bad Lamp").replace("49,50", "cheap"));
    const address = page.url();
    await expect
      .poll(async () => {
        await page.reload();
        return (await page.locator("tbody td").allTextContents()).map((cell) => cell.trim());
      }, SOON)
      .toEqual(["2", "Variant Price", '"cheap" is not a price in USD']);
    const phone = await newVisitor({ viewport: { width: 360, height: 800 } });
    await signInAsStaff(phone.page);
    await phone.page.goto(address);
    await expectUsable(phone.page);
  });

  test("is imported without the rows at fault when it is told to, and says how many were left out", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    const good = CSV("Whole Lamp").replaceAll(/ferry-lamp/gi, "whole-lamp");
    await upload(page, "mixed.csv", `${good}${CSV("Bad Lamp").split("\n")[1]?.replace("49,50", "cheap")}\n`);
    const until = (words: string) =>
      expect
        .poll(async () => {
          await page.reload();
          return page.locator("main").textContent();
        }, SOON)
        .toContain(words);
    await until("The file is refused");
    const first = page.url();
    const scripted = await newVisitor({ viewport: { width: 360, height: 800 } });
    await signInAsStaff(scripted.page);
    await scripted.page.goto(first);
    await expectUsable(scripted.page);
    await page.getByRole("button", { name: "Import the rest" }).click();
    await page.waitForURL((url) => url.href !== first && /\/admin\/imports\/[0-9a-f-]{36}$/.test(url.pathname));
    await until("Nothing has been changed yet");
    await page.getByRole("button", { name: "Import now" }).click();
    await until("1 product was left out; the rest is in the catalog.");
  });

  test("is packed by the page before it is sent where it is large", async () => {
    const { page, problems } = await newVisitor();
    await signInAsStaff(page);
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/imports"));
    const [head = "", row = ""] = CSV("Wide Lamp").split("\n");
    const wide = row.replace("Light", "Light and wide. ".repeat(1_000));
    const rows = Array.from({ length: 80 }, (_, index) =>
      wide.replaceAll(/ferry-lamp/gi, (name) => `${name}-${index}`),
    );
    const text = [head, ...rows].join("\n");
    await upload(page, "wide.csv", text);
    const size = Number((await (await sent).allHeaders())["content-length"]);
    expect(size).toBeGreaterThan(0);
    expect(size, "what goes through").toBeLessThan(text.length / 10);
    expect(await page.locator("h1").textContent()).toContain("wide.csv.gz");
    await page.locator(".badge", { hasText: "Ready" }).waitFor();
    expect(problems).toEqual([]);
  });

  test("is said to be empty where it is, with and without JavaScript", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await newVisitor({ javaScriptEnabled });
      await signInAsStaff(page);
      await page.goto(`${storeUrl}/admin/imports`);
      const buffer = Buffer.from("");
      await page.locator("[name=file]").setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "Upload" }).click();
      await page.locator(".field__error", { hasText: "The file is empty" }).waitFor();
    }
  });

  test("needs a mapping that is one, and says why it is none", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/imports`);
    await page.locator("summary", { hasText: "Columns and pictures" }).click();
    await page.locator("[name=mapping]").fill("{");
    await page.locator("[name=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a") });
    await page.getByRole("button", { name: "Upload" }).click();
    await page.locator(".field__error", { hasText: "No mapping" }).waitFor();
    await expectUsable(page);
  });

  test("goes out as a file that begins with what it is", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/imports`);
    await page.getByLabel("Format").selectOption({ label: "Shopify CSV" });
    await page.getByRole("button", { name: "Begin export" }).click();
    const file = page.getByRole("link", { name: /^Download .* MB, .* products?$/ }).first();
    await file.waitFor();
    await expectUsable(page);
    const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
    expect(download.suggestedFilename()).toMatch(/^catalogue-\d{4}-\d{2}-\d{2}\.csv$/);
    const stream = await download.createReadStream();
    let text = "";
    for await (const part of stream) text += String(part);
    expect(text).toMatch(/^Handle,Title,Body \(HTML\),/);
  });
});
