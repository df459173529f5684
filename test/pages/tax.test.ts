/** The dashboard's page of tax in a real browser: what is counted in the Union, and the rates in force. */
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { askAsStaff, signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SOLE = "dash-action-camera?sku=VER-DASH-GRA";

test("says on its own page and on doctor's that tax is charged everywhere, until settings are saved once", async () => {
  const { page, problems } = await newVisitor({ viewport: { width: 360, height: 740 } });
  const isTold = async () => {
    const told = [];
    for (const path of ["/admin/tax", "/admin/doctor"]) {
      await page.goto(`${storeUrl}${path}`);
      told.push((await page.getByText("charges tax in every country and US state").count()) > 0);
    }
    return told;
  };
  await signInAsStaff(page, "/admin/tax");
  const { settings } = await askAsStaff<{ settings: { version: number } }>("GET", "/api/admin/tax");
  const isFirst = settings.version === 0;
  expect(await isTold()).toEqual([isFirst, isFirst]);
  await expectUsable(page);
  if (isFirst) {
    await page.getByRole("link", { name: "Say where it is registered" }).click();
    await page.waitForURL(/admin\/tax#seller/);
  } else await page.goto(`${storeUrl}/admin/tax`);
  await page.getByRole("button", { name: "Save the settings" }).click();
  await page.waitForURL(/done=settings/);
  expect(await isTold()).toEqual([false, false]);
  expect(problems).toEqual([]);
});

test.each([360, 1440])("says how far the Union's threshold is, and what follows (%i wide)", async (width) => {
  const { page, problems } = await newVisitor({ viewport: { width, height: 800 } });
  await signInAsStaff(page, "/admin/tax");
  const union = page.locator("section:has(#union)");
  expect(await union.locator("progress").count(), "this year and the last").toBe(2);
  expect(await union.textContent()).toContain("10,000.00");
  await page.selectOption("[name=oss]", "counted");
  await page.getByRole("button", { name: "Save the settings" }).click();
  await page.waitForURL(/done=settings/);
  expect(await union.textContent()).toMatch(/first that is taxed in the customer’s country|until the end of/);
  await expectUsable(page);
  await page.selectOption("[name=oss]", "registered");
  await page.getByRole("button", { name: "Save the settings" }).click();
  await page.waitForURL(/done=settings/);
  expect(problems).toEqual([]);
});

test("says for how many days goods are taken back, and the shop, its page of returns and search engines say the same", async () => {
  const { page, problems } = await newVisitor();
  const save = async (days: string) => {
    await page.goto(`${storeUrl}/admin/tax`);
    await page.locator("[name=returnDays]").fill(days);
    await page.getByRole("button", { name: "Save the settings" }).click();
  };
  await signInAsStaff(page, "/admin/tax");
  await save("400");
  expect(await page.locator("#field-returnDays-error").textContent()).toContain("from 0 to 365");
  await save("21");
  await page.waitForURL(/done=settings/);
  await page.goto(`${storeUrl}/de-de/returns`);
  expect(await page.locator("main").textContent()).toContain("Innerhalb von 21 Tagen");
  expect(await page.locator(".trust").textContent()).toContain("21 Tage Zeit zum Umentscheiden");
  // Not read by any other test, so that nobody was given it with another number.
  await page.goto(`${storeUrl}/it-it/products/${SOLE}`);
  expect(await page.locator(".promises").textContent()).toContain("21 giorni");
  const told = await page.locator('script[type="application/ld+json"]').allTextContents();
  expect(told.join("")).toContain('"merchantReturnDays":21');
  await save("30");
  await page.waitForURL(/done=settings/);
  expect(problems, "but what was refused").toEqual([expect.stringContaining("422")]);
});

test("lists the rates in force: those of home first, then of any country and class", async () => {
  const { page, problems } = await newVisitor({ viewport: { width: 360, height: 740 } });
  await signInAsStaff(page, "/admin/tax");
  const panel = page.locator("section:has(#in-force)");
  expect(await panel.locator("tbody th").first().textContent()).toContain("Germany");
  await panel.locator("[name=in]").selectOption("CA");
  await panel.locator("[name=goods]").selectOption("food");
  await panel.getByRole("button").click();
  await page.waitForURL(/in=CA/);
  const rows = await panel.locator("tbody tr").allTextContents();
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) expect(row).toMatch(/Canada[\s\S]*0%[\s\S]*Food/);
  await expectUsable(page);
  await panel.locator("[name=in]").selectOption("all");
  await panel.locator("[name=goods]").selectOption("");
  await panel.getByRole("button").click();
  await page.waitForURL(/in=all/);
  expect(await panel.textContent()).toContain("The first 200 are shown");
  expect(problems).toEqual([]);
});
