/** The whole purchase in every market, on a phone: what is shown, charged and written to the shopper is one and the same sum. */
import type { Page } from "playwright-core";
import { afterAll, describe, expect, inject, test } from "vitest";
import { expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { MARKETS } from "../support/markets.ts";
import {
  addFirstProduct,
  CARD_THAT_PAYS,
  fillCheckout,
  goToPayment,
  payByCard,
  waitForMail,
  waitForOrder,
} from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const paymentsUrl = inject("paymentsUrl");
const newVisitor = openBrowser();
const PHONE = { width: 360, height: 740 };

type Bought = { market: string; currency: string; shipping: string; tax: string; total: string; order: string };
const bought: Bought[] = [];
afterAll(() => console.table(bought));

/** The digits of a sum, so that the page's language and the payment page's English can be compared. */
const digitsOf = (text: string): string => text.replace(/\D/g, "");

const rowsOf = (page: Page): Promise<string[]> => page.locator("main .totals dd").allTextContents();
const totalOf = async (page: Page): Promise<string> =>
  (await page.locator("main .totals__sum dd").textContent())?.trim() ?? "";

describe("a purchase", () => {
  test.each(MARKETS)(
    "in $id is shown, charged and confirmed as one sum",
    async ({ id, currency, taxDisplay, direction }) => {
      const expectShown = id === "en-us" || direction === "rtl" ? expectUsable : expectNoSideways;
      const email = `everywhere-${id}@example.com`;
      const { page, problems } = await newVisitor({ viewport: PHONE });
      const title = await addFirstProduct(page, storeUrl, id);
      await fillCheckout(page, id, email);
      await expectShown(page);
      const total = await totalOf(page);
      const rows = await rowsOf(page);
      await goToPayment(page, paymentsUrl);
      expect(digitsOf((await page.locator("p.total").textContent()) ?? "")).toBe(digitsOf(total));
      await payByCard(page, CARD_THAT_PAYS);
      const order = await waitForOrder(page);
      expect(await totalOf(page)).toBe(total);
      expect(await page.locator("main").textContent()).toContain(title);
      await expectShown(page);
      const [mail, ...more] = await waitForMail(storeUrl, email);
      expect(more).toEqual([]);
      expect(mail?.text).toContain(`/${id}/orders/${order}?key=`);
      expect(mail?.text.replaceAll(/\s/g, " ")).toContain(total.replaceAll(/\s/g, " "));
      expect(problems).toEqual([]);
      const [, shipping = "", ...others] = rows;
      const taxes = taxDisplay === "inclusive" ? others.slice(1) : others.slice(0, -1);
      bought.push({ market: id, currency, shipping, tax: taxes.join(" + "), total, order });
    },
  );
});
