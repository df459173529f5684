/**
 * The whole purchase by keyboard alone, at 400 % zoom (a window of 1,280 pixels is 320 wide then, WCAG 1.4.10), with reduced motion;
 * and in what order and words a screen reader is told of it.
 */
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { tabTo } from "../support/keyboard.ts";
import { CARD_THAT_PAYS, waitForMail, waitForOrder } from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const paymentsUrl = inject("paymentsUrl");
const newVisitor = openBrowser();
const ZOOMED = { viewport: { width: 320, height: 256 }, reducedMotion: "reduce" as const };

const press = async (page: Page, target: string) => {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
};
/** Types over what stands there. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, `[name=${name}]`);
  await page.keyboard.type(text);
}
/** What a screen reader goes through, a line each. */
const readOut = async (page: Page, part = "body") => (await page.locator(part).ariaSnapshot()).split("\n");
/** Where in it each of these is, in this order. */
async function expectInOrder(page: Page, parts: readonly RegExp[]): Promise<void> {
  const lines = await readOut(page);
  let at = -1;
  for (const part of parts) {
    const next = lines.findIndex((line, index) => index > at && part.test(line));
    expect(next, `${part} after line ${at} of\n${lines.join("\n")}`).toBeGreaterThan(at);
    at = next;
  }
}
/** What moves, with motion turned down. */
const moving = (page: Page) =>
  page.evaluate(
    () =>
      document.getAnimations().filter((each) => {
        const { duration = 0 } = each.effect?.getTiming() ?? {};
        return each.playState === "running" && Number(duration) > 1;
      }).length,
  );

test("a purchase is made by keyboard alone, at 400 % zoom, without motion", async () => {
  const { page, problems } = await newVisitor(ZOOMED);
  await page.goto(`${storeUrl}/en-us/`);
  await expectInOrder(page, [/link "Skip/, /banner/, /main/, /heading .*\[level=1\]/, /contentinfo/]);
  await press(page, ".skip-link");
  await press(page, "main a[href*='/products/']");
  await page.waitForURL(/\/products\//);
  await expectNoSideways(page);
  expect(await moving(page)).toBe(0);
  const title = (await page.locator("h1").textContent())?.trim() ?? "";
  await expectInOrder(page, [/navigation/, /heading .*\[level=1\]/, /button "Add to cart/, /heading .*\[level=2\]/]);
  await press(page, "form:has([name=sku]) button[type=submit], form:has([name=sku]) button:not([type])");
  await page.waitForURL(/\/cart/);

  await press(page, "button[data-step='1']");
  await expect.poll(() => page.locator("[data-cart-said]").textContent(), { timeout: 45_000 }).not.toBe("");
  expect((await readOut(page, "main")).join("\n")).toContain(title);
  await expectNoSideways(page);
  await press(page, "main a[href$='/checkout']");
  await page.waitForURL(/\/checkout$/);

  await press(page, "form:has([name=step][value=review]) button[type=submit]");
  await page.locator(".notice[tabindex='-1']").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain("notice");
  await expectUsable(page);
  await press(page, ".notice a[href='#field-email']");
  expect(await page.evaluate(() => document.activeElement?.id), "the summary leads to its field").toBe("field-email");
  expect((await readOut(page, "#field-email")).join(), "the field is told as wrong").toMatch(/invalid/);
  await page.keyboard.type("by-keyboard@example.com");
  await type(page, "name", "Robin Example");
  await type(page, "line1", "1 Market Street");
  await type(page, "city", "San Francisco");
  await type(page, "region", "Calif");
  await type(page, "postalCode", "94103");
  await press(page, "form:has([name=step][value=review]) button[type=submit]");
  await page.locator("form:has([name=step][value=pay])").waitFor({ state: "attached" });
  await expectUsable(page);
  await expectInOrder(page, [/main/, /heading .*\[level=1\]/, /San Francisco, CA 94103/, /button "Pay/]);
  await press(page, "form:has([name=step][value=pay]) button[type=submit]");
  await page.waitForURL((url) => url.port === new URL(paymentsUrl).port);

  for (const [field, text] of [
    ["cc-number", CARD_THAT_PAYS],
    ["cc-exp", "12 / 34"],
    ["cc-csc", "123"],
    ["cc-name", "Robin Example"],
  ] as const) {
    await tabTo(page, `[autocomplete=${field}]`);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  const number = await waitForOrder(page);
  await expectInOrder(page, [/main/, /heading .*\[level=1\]/, new RegExp(number)]);
  await expectUsable(page);
  expect(await waitForMail(storeUrl, "by-keyboard@example.com")).toHaveLength(1);
  expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
});
