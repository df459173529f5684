/**
 * Every kind of page with the longest words it may have, at three widths, in both themes, held to axe: in one of the markets a day,
 * and with `LOOKS=all` (`npm run prove:looks`) in all.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { CONTENT_PAGES } from "../../worker/content/content-page.ts";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { LONG_BRAND, LONG_SKU, LONG_SLUG, longWords, putLongWords } from "../support/long-words.ts";
import { MARKETS } from "../support/markets.ts";
import { partOfDay } from "../support/part-of-day.ts";
import { CARD_THAT_PAYS, fillCheckout, goToPayment, openAccount, payByCard, waitForOrder } from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const today = partOfDay(process.env.LOOKS ?? "", MARKETS.length, Date.now());
const WIDTHS = [360, 768, 1440] as const;
const THEMES = ["dark", "light"] as const;
const PASSWORD = "four words in a row";
const seen: { market: string; pages: number; looks: number }[] = [];

beforeAll(putLongWords);
afterAll(() => console.table(seen));

const places = (words: string) => [
  ...["", "categories", "categories/audio", "search?q=usb", "search?q=zzzzzz", "design", "offline"],
  ...[`search?${new URLSearchParams({ q: words.slice(0, 100) })}`, "products/aero-13-ultralight-laptop", "cart"],
  ...[...CONTENT_PAGES, "products/nothing-of-this-name", "nothing-of-this-name"],
  ...["forgot-password", "reset-password?token=none", "orders/24AA-AAAA-AAAA"],
  ...[`collections/${LONG_SLUG}`, `back-in-stock?sku=${LONG_SKU}`, "../500"],
];

describe.each(MARKETS.map((market, at) => ({ ...market, at })).filter(({ at }) => at % today.parts === today.part))(
  "in $id",
  ({ id, at, language }) => {
    const words = longWords(language);
    const email = `looks-${id}@example.com`;
    const counted = { market: id, pages: 0, looks: 0 };
    seen.push(counted);

    /** The page as it is now, at each width; the theme goes around. */
    async function look(page: Page): Promise<void> {
      counted.pages += 1;
      for (const [place, width] of WIDTHS.entries()) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: THEMES[(place + at) % 2] ?? "light", reducedMotion: "reduce" });
        await expectUsable(page);
        counted.looks += 1;
      }
      await page.setViewportSize({ width: 360, height: 900 });
    }
    const open = (page: Page, path: string) => page.goto(`${storeUrl}/${id}/${path}`);

    test("pages that everyone has", async () => {
      const { page } = await newVisitor();
      for (const path of places(words)) {
        await open(page, path);
        await look(page);
      }
      await open(page, `products/${LONG_SLUG}-${language}`);
      expect(await page.locator("h1").textContent()).toContain(words.slice(0, 40));
      await look(page);
      await page.locator("main a[href*='/brands/']").first().click();
      await page.waitForURL(/\/brands\//);
      expect(await page.locator("h1").textContent()).toContain(LONG_BRAND);
      await look(page);
    });

    test("pages of one's own: account, cart, checkout, order", async () => {
      const { page, problems } = await newVisitor();
      await openAccount(page, storeUrl, { market: id, name: words.slice(0, 100), email, password: PASSWORD }, look);
      for (const path of ["account/orders", "account/addresses"]) {
        await open(page, path);
        await look(page);
      }
      await open(page, `products/${LONG_SLUG}-${language}`);
      await page.locator("form:has([name=sku]) button").click();
      await page.waitForURL(/\/cart/);
      await look(page);
      await open(page, "checkout");
      await look(page);
      const details = page.locator("form:has([name=step][value=review])");
      await details.locator("[name=email]").fill("");
      await details.locator("button").click();
      await page.locator(".field__error").first().waitFor();
      await look(page);
      await open(page, "cart");
      await fillCheckout(page, id, email);
      await look(page);
      await goToPayment(page, inject("paymentsUrl"));
      await payByCard(page, CARD_THAT_PAYS);
      await waitForOrder(page);
      await look(page);
      // The list of a customer's orders is a projection: it follows in a moment.
      const listed = async () => {
        await open(page, "account/orders");
        return page.locator("main a[href*='/orders/']").count();
      };
      await expect.poll(listed, { timeout: 45_000, interval: 500 }).toBeGreaterThan(0);
      await look(page);
      await open(page, "account/addresses");
      await look(page);
      // A form that was refused is answered 422, which browsers say in their console.
      expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
    });
  },
);
