/** The form of an address in a real browser: each country's own, with and without a script. */
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import type { MarketId } from "../../worker/markets/markets.ts";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { addFirstProduct } from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();

async function openCheckout(page: Page, market: MarketId): Promise<void> {
  await addFirstProduct(page, storeUrl, market);
  await page.locator("main a[href$='/checkout']").click();
  await page.waitForURL(/\/checkout$/);
}
const fieldsOf = (page: Page) =>
  page
    .locator("main form .fields [name]:not([type=hidden])")
    .evaluateAll((all) => all.map((one) => one.getAttribute("name")))
    // What businesses give beside it.
    .then((names) => names.filter((name) => name !== "company" && name !== "vatNumber"));

test.each([
  ["ja-jp", ["postalCode", "region", "city", "line1", "line2", "name", "phone"]],
  ["ko-kr", ["region", "city", "district", "line1", "line2", "name", "postalCode", "phone"]],
  ["pt-br", ["name", "line1", "line2", "district", "city", "region", "postalCode", "phone"]],
  ["ar-ae", ["name", "line1", "line2", "city", "region", "phone"]],
] as const)(
  "in %s the fields stand as people there write them, and can be used by everybody",
  async (market, fields) => {
    const { page, problems } = await newVisitor({ viewport: { width: 360, height: 780 } });
    await openCheckout(page, market);
    expect(await fieldsOf(page)).toEqual(fields);
    await expectUsable(page);
    expect(problems).toEqual([]);
  },
);

test("without a script another country is chosen by sending the form: nothing is checked, what was typed stays", async () => {
  const { page } = await newVisitor({ javaScriptEnabled: false });
  await openCheckout(page, "de-de");
  await page.locator("[name=email]").fill("alex@example.com");
  await page.locator("main [name=name]").fill("Alex Example");
  await page.locator("[name=country]").selectOption("AT");
  await page.locator("form:has([name=step][value=review]) button").click();
  await page.locator("[name=shownCountry][value=AT]").waitFor({ state: "attached" });
  expect(await page.locator(".field__error").count()).toBe(0);
  expect(await page.locator("main [name=name]").inputValue()).toBe("Alex Example");
  expect(await page.locator("[name=postalCode]").getAttribute("placeholder")).toBe("1010");
  await page.locator("[name=line1]").fill("Graben 1");
  await page.locator("[name=city]").fill("Wien");
  await page.locator("[name=postalCode]").fill("80331");
  await page.locator("form:has([name=step][value=review]) button").click();
  expect(await page.locator("#field-postalCode-error").textContent()).toContain("1010");
  await page.locator("[name=postalCode]").fill("A-1010");
  await page.locator("form:has([name=step][value=review]) button").click();
  await page.locator("form:has([name=step][value=pay])").waitFor({ state: "attached" });
  expect(await page.locator(".address").textContent()).toContain("1010 Wien");
});

test("with a script the fields of another country come at once, and the choice keeps the focus", async () => {
  const { page, problems } = await newVisitor();
  await openCheckout(page, "de-de");
  await page.locator("main [name=name]").fill("Alex Example");
  await page.locator("[name=country]").selectOption("AT");
  await page.locator("[name=shownCountry][value=AT]").waitFor({ state: "attached" });
  expect(await page.locator("main [name=name]").inputValue()).toBe("Alex Example");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("field-country");
  await expectUsable(page);
  expect(problems).toEqual([]);
});
