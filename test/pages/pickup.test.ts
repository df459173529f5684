/** Click and collect in a real browser: chosen at the checkout, paid, told where and when, handed over by staff. */
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { CARD_THAT_PAYS, goToPayment, payByCard, waitForMail, waitForOrder } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const paymentsUrl = inject("paymentsUrl");
const newVisitor = openBrowser();
/** One of those that lie in the demo's Berlin counter. */
const SKU = "TAL-LOOP-MID";
const POINT = "TechRetail Berlin";

async function addToCart(page: Page, query: string): Promise<void> {
  await page.goto(`${storeUrl}/de-de/search?q=${query}`);
  await page.locator("main a[href*='/products/']").first().click();
  await page.waitForURL(/\/products\//);
  if (query === SKU) await page.goto(`${page.url().replace(/\?.*/, "")}?sku=${SKU}`);
  await page.locator("form:has([name=sku]) button").first().click();
  await page.waitForURL(/\/cart/);
  await page.locator("main a[href$='/checkout']").click();
  await page.waitForURL(/\/checkout$/);
}

const reviewButton = "form:has([name=step][value=review]) #go";

test("is chosen without JavaScript on a phone: no address is asked, and the order says where and when", async () => {
  const email = "collects-unscripted@example.com";
  const { page, problems } = await newVisitor({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await addToCart(page, SKU);
  await page.locator("[name=email]").fill(email);
  expect(await page.locator("[name=collectName]").isVisible(), "delivery comes first").toBe(false);
  expect(await page.locator("#field-email-hint").textContent(), "no parcel comes of a pick-up").not.toContain("Paket");
  await page.locator("#way-collect").check();
  expect(await page.locator("[name=line1]").isVisible(), "nothing is sent").toBe(false);
  expect(await page.locator("#pickup").textContent()).toContain(POINT);
  await page.locator(reviewButton).click();
  await page.locator("#field-collectName-error").waitFor();
  expect(await page.locator("#way-collect").isChecked()).toBe(true);
  await expectNoSideways(page);
  await page.locator("[name=collectName]").fill("Robin Beispiel");
  await page.locator("[name=collectPhone]").fill("030 123456");
  await page.locator(reviewButton).click();
  await page.waitForURL(/step=review/);
  const review = await page.locator("main").textContent();
  expect(review).toContain(POINT);
  expect(review).toContain("Bereit ab");
  await expectNoSideways(page);
  await goToPayment(page, paymentsUrl);
  await payByCard(page, CARD_THAT_PAYS);
  const number = await waitForOrder(page);
  const order = await page.locator("main").textContent();
  expect(order).toContain(POINT);
  expect(order).toContain("Beispielstraße 1");
  expect(order).toContain("10:00");
  await expectNoSideways(page);
  const [mail] = await waitForMail(storeUrl, email);
  expect(mail?.text).toContain(POINT);
  expect(mail?.text).toContain(number);
  // A form that was refused is answered 422, which browsers say in their console.
  expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
});

test("is paid from the page with the details, and staff call it ready and hand it over", async () => {
  const email = "collects-scripted@example.com";
  const { page, problems } = await newVisitor();
  await addToCart(page, SKU);
  await page.locator("[name=email]").fill(email);
  await page.locator("#way-collect").focus();
  await page.keyboard.press("Space");
  await page.locator("[name=collectName]").fill("Robin Beispiel");
  await page.locator("[name=collectPhone]").focus();
  await page.locator("#sum [name=step][value=pay]").waitFor();
  await expectUsable(page);
  expect(await page.locator("#sum").textContent()).toContain("Abholung");
  await page.locator("#sum [name=step][value=pay]").click();
  await page.waitForURL((url) => url.port === new URL(paymentsUrl).port);
  await payByCard(page, CARD_THAT_PAYS);
  const number = await waitForOrder(page);
  const orderUrl = page.url();
  await waitForMail(storeUrl, email);
  const { page: staff } = await newVisitor();
  await signInAsStaff(staff);
  await staff.goto(`${storeUrl}/admin/orders/${number}`);
  expect(await staff.locator("#ship").count(), "it is not shipped").toBe(0);
  await expectUsable(staff);
  const told = await staff.locator("main").textContent();
  expect(told, "the kind in the staff's language, the name as it was chosen").toContain("Pick-up · Abholung");
  expect([told?.includes("Held at"), told?.includes("Ships from"), told?.includes("Shipped")]).toEqual([
    true,
    false,
    false,
  ]);
  await staff.locator("form:has([name=intent][value=ready]) button").click();
  await staff.waitForURL(/done=ready/);
  await expect
    .poll(async () => (await waitForMail(storeUrl, email)).map(({ subject }) => subject), { timeout: 20_000 })
    .toContainEqual(expect.stringContaining("abholbereit"));
  await page.goto(orderUrl);
  expect(await page.locator("[aria-current=step]").textContent()).toBe("Abholbereit");
  await staff.locator("form:has([name=intent][value=collect]) button").click();
  await staff.waitForURL(/done=collected/);
  await expectUsable(staff);
  expect((await waitForMail(storeUrl, email)).length, "placed and ready: nothing is told as shipped").toBe(2);
  await page.goto(orderUrl);
  expect(await page.locator("[aria-current=step]").textContent()).toBe("Abgeholt");
  await expectUsable(page);
  expect(problems).toEqual([]);
});

test("asks a business for the address of its invoice, and cannot be chosen where too little lies", async () => {
  const { page } = await newVisitor({ javaScriptEnabled: false });
  await addToCart(page, SKU);
  await page.locator("[name=email]").fill("collects-business@example.com");
  await page.locator("#way-collect").check();
  await page.locator("[name=collectName]").fill("Robin Beispiel");
  await page.locator("details.business summary").click();
  await page.locator("[name=company]").fill("Beispiel GmbH");
  expect(await page.locator("[name=line1]").isVisible()).toBe(true);
  expect(await page.locator("[name=name]").isVisible(), "who collects is asked once").toBe(false);
  await page.locator(reviewButton).click();
  await page.locator("#field-line1-error").waitFor();
  await page.locator("[name=line1]").fill("Musterweg 3");
  await page.locator("[name=postalCode]").fill("10117");
  await page.locator("[name=city]").fill("Berlin");
  await page.locator(reviewButton).click();
  await page.waitForURL(/step=review/);
  expect(await page.locator("main").textContent()).toContain("Musterweg 3");
  const { page: other } = await newVisitor();
  await addToCart(other, "HAL-HUSH-BLK");
  expect(await other.locator("#way-collect").isDisabled()).toBe(true);
  await expectUsable(other);
});

test("is opened by staff: what is wrong is told at its field, and a method without an open point is refused", async () => {
  const { page } = await newVisitor();
  await signInAsStaff(page);
  await page.goto(`${storeUrl}/admin/stock/locations/rotterdam`);
  await page.locator("[name='counter.state']").selectOption("open");
  await page.locator("[name='counter.name']").fill("Rotterdam Desk");
  await page.locator("[name='hours.1.from']").fill("10:00");
  await page.locator("[name='hours.1.to']").fill("09:00");
  await page.locator("form:has([name='counter.state']) button").click();
  await page.locator("[id='field-hours.1.to-error']").waitFor();
  await page.locator("[name='hours.1.to']").fill("18:00");
  await page.locator("form:has([name='counter.state']) button").click();
  await page.locator("[id='field-counter.postalCode-error']").waitFor();
  await expectUsable(page);
  await page.locator("[name='counter.line1']").fill("Kade 1");
  await page.locator("[name='counter.city']").fill("Rotterdam");
  await page.locator("[name='counter.postalCode']").fill("3011 AA");
  await page.locator("[name='counter.state']").selectOption("closed");
  await page.locator("form:has([name='counter.state']) button").click();
  await page.waitForURL(/done=saved/);
  expect(await page.locator("[name='hours.1.to']").inputValue()).toBe("18:00");
  await page.goto(`${storeUrl}/admin/shipping/de`);
  await expectUsable(page);
  const row = "method.2";
  expect(await page.locator(`[name='${row}.id']`).inputValue()).toBe("pickup");
  await page.locator(`[name='${row}.location.berlin']`).uncheck();
  await page.locator("form:has([name=methods]) .save button").click();
  await page.locator(`[id='field-${row}.locations-error']`).waitFor();
  await page.locator(`[name='${row}.location.rotterdam']`).check();
  await page.locator("form:has([name=methods]) .save button").click();
  await page.locator(`[id='field-${row}.locations-error']`).waitFor();
  expect(await page.locator(`[id='field-${row}.locations-error']`).textContent()).toContain("Rotterdam");
});
