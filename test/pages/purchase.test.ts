/** The purchase in a real browser: without JavaScript in both directions of text, with a declined card, left and taken up again. */
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
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
const DECLINED = "4000 0000 0000 0002";

const newVisitor = openBrowser();

describe("a purchase", () => {
  test.each(["en-us", "ar-ae"] as const)(
    "in %s without JavaScript goes from the home page to the mail",
    async (market) => {
      const email = `unscripted-${market}@example.com`;
      const { page, problems } = await newVisitor({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
      const title = await addFirstProduct(page, storeUrl, market);
      await fillCheckout(page, market, email);
      await goToPayment(page, paymentsUrl);
      await payByCard(page, CARD_THAT_PAYS);
      const number = await waitForOrder(page);
      const shown = await page.locator("main").textContent();
      expect(shown).toContain(title);
      expect(shown).toContain(email);
      const [mail, ...more] = await waitForMail(storeUrl, email);
      expect(more).toEqual([]);
      expect(mail?.subject).toContain(number);
      expect(mail?.text).toContain(`/${market}/orders/${number}?key=`);
      await page.goto(`${storeUrl}/${market}/cart`);
      expect(await page.locator("main form").count(), "what was bought has left the cart").toBe(0);
      expect(problems).toEqual([]);
    },
  );

  test("goes on after a declined card, and charges once", async () => {
    const email = "declined-first@example.com";
    const { page } = await newVisitor();
    await addFirstProduct(page, storeUrl, "ja-jp");
    await fillCheckout(page, "ja-jp", email);
    await goToPayment(page, paymentsUrl);
    await payByCard(page, DECLINED);
    await page.locator("[role=alert]").waitFor();
    await payByCard(page, CARD_THAT_PAYS);
    await waitForOrder(page);
    expect(await waitForMail(storeUrl, email)).toHaveLength(1);
  });

  test("can be left at the payment page: nothing is charged, and the cart is as it was", async () => {
    const { page } = await newVisitor();
    const title = await addFirstProduct(page, storeUrl, "en-us");
    await fillCheckout(page, "en-us", "turned-back@example.com");
    await goToPayment(page, paymentsUrl);
    const payment = page.url();
    await page.locator("a[href*='/checkout/']").first().click();
    await page.waitForURL(/\/checkout\/[0-9a-f-]{36}$/);
    await expectUsable(page);
    expect(await page.locator("[aria-busy=true]").count(), "nothing is on its way").toBe(0);
    expect(await page.locator("meta[http-equiv=refresh]").count()).toBe(0);
    expect(await page.locator("main a").getAttribute("href"), "it can still be paid").toBe(payment);
    await page.locator("main form button").click();
    await page.waitForURL(/\/cart/);
    expect(await page.locator("main").textContent()).toContain(title);
  });

  test.each([true, false])("goes back step by step, and nothing is typed twice (JavaScript: %s)", async (scripted) => {
    const email = `stepped-back-${scripted}@example.com`;
    const { page, problems } = await newVisitor({ javaScriptEnabled: scripted });
    const isFilledIn = async () => {
      await page.waitForURL(/\/checkout$/);
      expect(await page.locator("[name=email]").inputValue()).toBe(email);
      expect(await page.locator("main [name=city]").inputValue()).toBe("Berlin");
    };
    const steps = async () => {
      const step = page.locator("main nav:has(.step) li");
      return [
        await step.count(),
        await step.evaluateAll((all) => all.findIndex((each) => each.ariaCurrent === "step")),
      ];
    };
    await addFirstProduct(page, storeUrl, "de-de");
    await page.goto(`${storeUrl}/de-de/checkout`);
    expect(await steps(), "paying may follow at once").toEqual([3, 1]);
    await page.goBack();
    await fillCheckout(page, "de-de", email);
    expect(await steps(), "a review is a part of the second").toEqual([3, 1]);
    const review = page.url();
    await goToPayment(page, paymentsUrl);
    await page.goBack();
    expect(page.url(), "the review is a page of its own").toBe(review);
    expect(await page.locator("main").textContent()).toContain(email);
    await page.locator("form:has([name=step][value=details]) button").click();
    await isFilledIn();
    await page.goBack();
    await page.goBack();
    await isFilledIn();
    await page.locator("form:has([name=step][value=review]) button").click();
    await goToPayment(page, paymentsUrl);
    await page.locator("a[href*='/checkout/']").first().click();
    await page.waitForURL(/\/checkout\/[0-9a-f-]{36}/);
    await page.locator("main form button").click();
    await page.waitForURL(/\/cart/);
    await page.locator("main a[href$='/checkout']").click();
    await isFilledIn();
    await page.locator("form:has([name=step][value=review]) button").click();
    await goToPayment(page, paymentsUrl);
    await payByCard(page, CARD_THAT_PAYS);
    await waitForOrder(page);
    await page.goto(review);
    expect(page.url(), "there is nothing left to pay").toMatch(/\/cart$/);
    const kept = (await page.context().cookies(review)).map(({ name }) => name);
    expect(
      kept.filter((name) => name.startsWith("checkout-draft")),
      "what was paid is forgotten",
    ).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("pays from the page with the details, which says the exact total as soon as they are whole, and keeps them", async () => {
    const { page, problems } = await newVisitor();
    await addFirstProduct(page, storeUrl, "de-de");
    await page.locator("main a[href$='/checkout']").click();
    await page.locator("[name=email]").fill("one-page@example.com");
    await page.locator("main [name=city]").fill("Berlin");
    const pay = page.locator("#sum [name=step][value=pay]");
    await page.locator("main [name=postalCode]").fill("10117");
    expect(await pay.count(), "nothing is summed up before all is there").toBe(0);
    await page.locator("main [name=name]").fill("Robin Beispiel");
    await page.locator("main [name=line1]").fill("Unter den Linden 1");
    await page.keyboard.press("Tab");
    await pay.waitFor();
    await expectUsable(page);
    const before = await pay.textContent();
    await page.locator("#shipping [type=radio]").last().check();
    await expect.poll(() => pay.textContent(), { timeout: 45_000 }).not.toBe(before);
    expect(await page.locator("#shipping [type=radio]").last().isChecked()).toBe(true);
    const shown = await pay.textContent();
    await page.reload();
    expect(await page.locator("main [name=line1]").inputValue(), "nothing is typed twice").toBe("Unter den Linden 1");
    expect(await pay.textContent()).toBe(shown);
    await pay.click();
    await page.waitForURL((url) => url.port === new URL(paymentsUrl).port);
    await payByCard(page, CARD_THAT_PAYS);
    await waitForOrder(page);
    expect(problems).toEqual([]);
  });

  test("lists what was refused in the form's order, and takes the list away once all of it is mended", async () => {
    const { page, problems } = await newVisitor();
    await addFirstProduct(page, storeUrl, "en-us");
    await page.locator("main a[href$='/checkout']").click();
    await page.locator("form:has([name=step][value=review]) button").click();
    const listed = page.locator("#faults a");
    await listed.first().waitFor();
    expect(await listed.evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual(
      ["email", "name", "line1", "city", "region", "postalCode"].map((name) => `#field-${name}`),
    );
    await page.locator("[name=email]").fill("mended@example.com");
    await page.locator("main [name=name]").fill("Robin Example");
    await page.locator("main [name=line1]").fill("1 Market Street");
    await page.locator("main [name=city]").fill("San Francisco");
    await page.locator("main [name=region]").selectOption("CA");
    await page.locator("main [name=postalCode]").click();
    await page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().endsWith("/checkout"));
    expect(await listed.count(), "as long as something is missing").toBe(6);
    await page.locator("main [name=postalCode]").fill("94103");
    await page.keyboard.press("Tab");
    await page.locator("#sum [name=step][value=pay]").waitFor();
    expect(await page.getByText("Please check these fields").count()).toBe(0);
    await expectUsable(page);
    expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
  });

  test("says at each field what is missing, and loses nothing that was typed", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await addFirstProduct(page, storeUrl, "de-de");
    await page.locator("main a[href$='/checkout']").click();
    await page.locator("[name=email]").fill("half-done@example.com");
    await page.locator("[name=postalCode]").fill("12");
    await page.locator("form:has([name=step][value=review]) button").click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    expect(await page.locator("[aria-invalid=true]").count()).toBe(4);
    expect(await page.locator("[name=email]").inputValue()).toBe("half-done@example.com");
    expect(await page.locator("[name=postalCode]").inputValue()).toBe("12");
  });
});

test("a shopper who turns back and pays anew does not compete with their own hold", async () => {
  const { page } = await newVisitor();
  await addFirstProduct(page, storeUrl, "en-us");
  const held = async () => {
    await fillCheckout(page, "en-us", "twice@example.com");
    await goToPayment(page, paymentsUrl);
    return page.url();
  };
  const first = await held();
  await page.goto(`${storeUrl}/en-us/cart`);
  await held();
  await payByCard(page, CARD_THAT_PAYS);
  await waitForOrder(page);
  await page.goto(first);
  expect(await page.locator("[autocomplete=cc-number]").count(), "the first payment page is closed").toBe(0);
});
