/** The page of components: all of them in every state can be used by everyone, in each theme, both directions, narrow and wide. */
import { describe, expect, inject, test } from "vitest";
import { expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const CASES = [
  { market: "en-us", colorScheme: "light", width: 1440 },
  { market: "de-de", colorScheme: "dark", width: 768 },
  { market: "ar-ae", colorScheme: "light", width: 360 },
  { market: "ar-ae", colorScheme: "dark", width: 1440 },
] as const;

describe("the components", () => {
  test.each(CASES)("in $market, $colorScheme, $width wide", async ({ market, colorScheme, width }) => {
    const { page, problems } = await newVisitor({ colorScheme, viewport: { width, height: 900 } });
    const response = await page.goto(`${storeUrl}/${market}/design`);
    expect(response?.status()).toBe(200);
    expect(await page.locator("meta[name=robots]").getAttribute("content")).toBe("noindex");
    expect(await page.locator("[data-look]").count()).toBe(3);
    expect(await page.locator("[data-sum]").count()).toBe(6);
    await expectUsable(page);
    expect(problems).toEqual([]);
  });

  test("reflow at 400 % zoom, which is a screen 320 wide", async () => {
    const { page } = await newVisitor({ viewport: { width: 320, height: 256 } });
    for (const path of [
      "design",
      "",
      "products/forge-16-creator-laptop",
      "categories/audio",
      "search?q=laptop",
      "cart",
    ]) {
      await page.goto(`${storeUrl}/en-us/${path}`);
      await expectNoSideways(page);
    }
  });

  test("look as a theme says, by its values alone", async () => {
    const { page } = await newVisitor({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(`${storeUrl}/en-us/design`);
    const groundOf = (look: string) =>
      page
        .locator(`[data-look=${look}] .button`)
        .first()
        .evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await groundOf("own")).toBe("rgb(10, 91, 71)");
    expect(await groundOf("kiosk")).toBe("rgb(33, 64, 196)");
    expect(await groundOf("kiosk-night")).toBe("rgb(163, 180, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await groundOf("own")).toBe("rgb(99, 211, 171)");
    expect(await groundOf("kiosk"), "stays by day").toBe("rgb(33, 64, 196)");
  });

  test("show the focus on everything that takes it", async () => {
    const { page } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/design`);
    const bare: string[] = [];
    await page.locator("[data-look=own] h1").click();
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press("Tab");
      const lost = await page.evaluate(() => {
        const focused = document.activeElement;
        const shown = [focused, focused?.closest("label"), focused?.parentElement].filter(
          (each) => each instanceof Element,
        );
        const rings = shown.flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::after")]);
        return rings.some(({ outlineStyle }) => outlineStyle !== "none")
          ? ""
          : (focused?.outerHTML.slice(0, 120) ?? "");
      });
      if (lost !== "") bare.push(lost);
    }
    expect(bare).toEqual([]);
  });
});
