/** Staff say in the browser what carriers and customs ask. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();

/** A draft of one variant; answers the address of its first page. */
async function makeProduct(page: Page, title: string, sku: string): Promise<string> {
  await page.goto(`${storeUrl}/admin/products/new`);
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=sku]").fill(sku);
  await page.locator("[name='new.quantity']").fill("7");
  await page.locator("[name='price.new.USD']").fill("49.90");
  await page.locator("[name=category]").selectOption("headphones");
  await page.getByRole("button", { name: "Make the product" }).click();
  await page.waitForURL(/done=created/);
  return page.url().replace(/\?.*/, "");
}

describe("what carriers and customs ask of a product, without JavaScript", () => {
  test("is told at its field where it is wrong, saved, on record, and never saved over somebody else's", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    const product = await makeProduct(page, "Plover Power Bank", "PLOVER-BANK");
    await page.goto(product);
    await page.getByRole("link", { name: "Shipping & customs" }).click();
    await page.waitForURL(/\/shipping$/);
    await page.locator("[name=tariffCode]").fill("85.07");
    await page.locator("[name=notTo]").fill("US-Hawaii, Atlantis");
    await page.getByRole("button", { name: "Save shipping facts" }).click();
    for (const field of ["tariffCode", "notTo"]) await page.locator(`#field-${field}-error`).waitFor();
    expect(await page.locator("[name=tariffCode]").inputValue()).toBe("85.07");
    await page.locator("[name=tariffCode]").fill("8507.60");
    await page.locator("[name=notTo]").fill("US-Hawaii");
    await page.locator("[name=hazard]").selectOption("lithium");
    const other = await page.context().newPage();
    await other.goto(`${product}/shipping`);
    await page.getByRole("button", { name: "Save shipping facts" }).click();
    await page.waitForURL(/done=saved/);
    const typed = ["hazard", "notTo", "tariffCode", "originCountry"] as const;
    const shown = (of: Page) => Promise.all(typed.map((name) => of.locator(`[name=${name}]`).inputValue()));
    expect(await shown(page)).toEqual(["lithium", "US-HI", "850760", ""]);

    await other.locator("[name=originCountry]").selectOption("KR");
    const answered = other.waitForResponse((answer) => answer.request().method() === "POST");
    await other.getByRole("button", { name: "Save shipping facts" }).click();
    expect((await answered).status()).toBe(409);
    await other.getByText("Somebody else saved these facts").waitFor();
    expect(await shown(other)).toEqual(["lithium", "US-HI", "850760", "KR"]);
    await other.getByRole("button", { name: "Save shipping facts" }).click();
    await other.waitForURL(/done=saved/);
    expect(await shown(other)).toEqual(["lithium", "US-HI", "850760", "KR"]);
    const scripted = await newVisitor();
    await signInAsStaff(scripted.page);
    await scripted.page.goto(`${product}/shipping`);
    await expectUsable(scripted.page);
    await other.getByRole("link", { name: "Audit" }).first().click();
    await other.getByText("Shipping facts of a product changed").first().waitFor();
  });
});
