/** The cart without a new page: shown at once, right again where the store counts otherwise, and nothing lost by a slip. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const PRODUCTS = ["reference-studio-headphones?sku=HAL-REF-SLV", "k75-mechanical-keyboard?sku=KAN-K75-SGE-LIN"];
const phone = { width: 360, height: 740 };
// Chromium now and then reports a page's transition that it gave up as an error of the page: these visitors want none.

async function fill(page: Page): Promise<void> {
  for (const product of PRODUCTS) {
    await page.goto(`${storeUrl}/en-us/products/${product}`);
    await page.locator("[data-add-to-cart] button").click();
    await page.waitForURL(/\/cart/);
  }
}
const sumOf = (page: Page) => page.locator("[data-subtotal]").textContent();

describe("a cart", () => {
  test("shows a press at once, and what the store says of it after", async () => {
    const { page, problems } = await newVisitor({ viewport: phone, reducedMotion: "reduce" });
    await fill(page);
    expect(await sumOf(page)).toBe("$608.00");
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/en-us/cart", async (route) => {
      if (route.request().method() === "POST") await answered;
      await route.continue();
    });
    await page.locator("[data-line=HAL-REF-SLV] [data-step='1']").click();
    expect(await sumOf(page), "before the store has answered").toBe("$1,057.00");
    expect(await page.locator("[data-summary][aria-busy]").count()).toBe(1);
    answer();
    await page.locator("[data-summary]:not([aria-busy])").waitFor();
    expect(await sumOf(page)).toBe("$1,057.00");
    await page.locator("[data-cart-count]", { hasText: "3" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-step")), "the same button").toBe("1");
    await expectUsable(page);
    expect(problems).toEqual([]);
  });

  test("is as it was where the store refuses, and says why", async () => {
    const { page } = await newVisitor({ reducedMotion: "reduce" });
    await fill(page);
    const number = page.locator("[data-line=HAL-REF-SLV] [type=number]");
    await number.evaluate((field: HTMLInputElement) => field.removeAttribute("max"));
    await number.fill("100000");
    await number.press("Enter");
    await page.locator("[role=alert]").waitFor();
    expect(await sumOf(page)).toBe("$608.00");
    expect(await number.inputValue()).toBe("1");
  });

  test("keeps a change whose answer was lost, and counts it once", async () => {
    const { page } = await newVisitor({ reducedMotion: "reduce" });
    await fill(page);
    let isLost = false;
    await page.route("**/en-us/cart", async (route) => {
      if (isLost || route.request().method() !== "POST") return route.continue();
      isLost = true;
      await route.fetch({ maxRedirects: 0 });
      return route.abort();
    });
    await page.locator("[data-line=HAL-REF-SLV] [data-step='1']").click();
    await page.waitForURL(/note=updated/);
    expect(await sumOf(page)).toBe("$1,057.00");
  });

  test.each([true, false])("gives back what was taken out by a slip (JavaScript: %s)", async (javaScriptEnabled) => {
    const { page, problems } = await newVisitor({ javaScriptEnabled, reducedMotion: "reduce" });
    await fill(page);
    await page.locator("[data-line=KAN-K75-SGE-LIN] form:has([name=was]) button").click();
    await page.locator("[data-undo]").waitFor();
    expect(await page.locator("[data-line]").count()).toBe(1);
    expect(await page.locator("[data-note]").first().textContent()).toContain("K75 Mechanical Keyboard");
    if (javaScriptEnabled) {
      expect(await page.evaluate(() => document.activeElement?.hasAttribute("data-undo")), "next to press").toBe(true);
      await expectUsable(page);
    }
    await page.locator("[data-undo]").click();
    await page.locator("[data-line=KAN-K75-SGE-LIN]").waitFor();
    expect(await sumOf(page)).toBe("$608.00");
    expect(problems).toEqual([]);
  });
});
