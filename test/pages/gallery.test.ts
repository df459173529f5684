/** A product's pictures seen from near, and the choice of its variants: by mouse, by keyboard alone, from right to left. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const HEADPHONES = "/en-us/products/hush-wireless-headphones";
const HEADPHONES_AR = "/ar-ae/products/samaat-lasilkiya-hush";
/** One and two terabytes in graphite, one in silver. */
const LAPTOP = "/en-us/products/forge-16-creator-laptop";

const room = (page: Page) => page.locator("dialog[data-room]");
const at = (page: Page, text: string) => page.locator("[data-room-at]", { hasText: text }).waitFor();

describe("a product's pictures", () => {
  test("open in a room of their own, are gone through by arrows, looked at closer, and left by Escape", async () => {
    const { page, problems } = await newVisitor();
    await page.goto(storeUrl + HEADPHONES);
    await page.locator("[data-zoom]").focus();
    await page.keyboard.press("Enter");
    await at(page, "1 / 5");
    await page.keyboard.press("ArrowRight");
    await at(page, "2 / 5");
    expect(await page.evaluate(() => document.activeElement?.querySelector("img")?.alt)).toContain("Sand");
    await page.keyboard.press("+");
    const large = page.locator(".near--large");
    await large.waitFor();
    const widths = await large.evaluate((box) => [box.clientWidth, box.scrollWidth]);
    expect(widths[1], "larger than its room").toBeGreaterThan(2 * (widths[0] ?? 0));
    await expectUsable(page);
    await page.keyboard.press("-");
    expect(await large.count()).toBe(0);
    await page.keyboard.press("Escape");
    await room(page).waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.hasAttribute("data-zoom")), "focus is back").toBe(true);
    await page.locator(".thumb[aria-current]").nth(0).and(page.locator("[href='#picture-2']")).waitFor();
    expect(problems).toEqual([]);
  });

  test("follow the script's direction on a phone, and the first has no picture before it", async () => {
    const { page, problems } = await newVisitor({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    await page.goto(storeUrl + HEADPHONES_AR);
    await page.locator("[data-zoom]").click();
    await at(page, "1 / 5");
    expect(await page.locator("[data-room-step='-1']").isDisabled()).toBe(true);
    await page.keyboard.press("ArrowLeft");
    await at(page, "2 / 5");
    await page.locator("[data-room-step='1']").click();
    await at(page, "3 / 5");
    await expectUsable(page);
    await page.locator("[data-room-close]").click();
    await room(page).waitFor({ state: "hidden" });
    expect(problems).toEqual([]);
  });
});

test("a variant that does not exist leads to the nearest there is, and the page says what that comes with", async () => {
  const { page, problems } = await newVisitor();
  await page.goto(`${storeUrl}${LAPTOP}?sku=NOR-FG16-GRA-2TB`);
  await page.locator("[data-variant].value--pictured", { hasText: "Silver" }).click();
  await page.locator("[data-said]", { hasText: "Silver comes with Storage: 1 TB" }).waitFor();
  expect(await page.locator("[data-variant][aria-current]").allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining("Silver"), expect.stringContaining("1 TB")]),
  );
  await expectUsable(page);
  expect(problems).toEqual([]);
});
