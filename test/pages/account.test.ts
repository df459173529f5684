/** An account in a real browser, by plain forms: made, proven, used and left; the cart in hand comes along. */
import { expect, inject, test } from "vitest";
import { expectAccessible, expectUsable, openBrowser } from "../support/browser.ts";
import { addFirstProduct, buyCart, openAccount } from "../support/shopper.ts";

const storeUrl = inject("storeUrl");
const email = "account-holder@example.com";
const password = "four words in a row";

const newVisitor = openBrowser();

test("a customer signs up, follows the mail, signs in with the cart in hand, buys, and finds the order in the account", async () => {
  const { page, problems } = await newVisitor();
  const title = await addFirstProduct(page, storeUrl, "de-de");
  const account = { market: "de-de", name: "Robin Beispiel", email, password } as const;
  await openAccount(page, storeUrl, account, expectAccessible);
  await page.goto(`${storeUrl}/de-de/cart`);
  expect(await page.locator("main").textContent(), "the cart came along").toContain(title);
  const number = await buyCart(page, { market: "de-de", email, paymentsUrl: inject("paymentsUrl") });
  // The list of a customer's orders is a projection: it follows in a moment.
  const readOrders = async () => {
    await page.goto(`${storeUrl}/de-de/account/orders`);
    return page.locator("main").textContent();
  };
  await expect.poll(readOrders, { timeout: 45_000, interval: 500 }).toContain(number);
  await page.locator(`a[href$='/orders/${number}']`).click();
  await page.waitForURL(new RegExp(`/orders/${number}$`));
  expect(await page.locator("h1").textContent()).toContain(number);
  await page.goto(`${storeUrl}/de-de/account/addresses`);
  await expectAccessible(page);
  expect(problems).toEqual([]);
});

test("a wrong password is refused at the form, and says nothing about whether there is such an account", async () => {
  const { page } = await newVisitor({ javaScriptEnabled: false });
  const said: (string | null)[] = [];
  for (const tried of [email, "nobody@example.com"]) {
    await page.goto(`${storeUrl}/de-de/sign-in`);
    await page.locator("[name=email]").fill(tried);
    await page.locator("main [name=password]").fill("not the password");
    await page.locator("main form button").click();
    said.push(await page.locator("[role=alert]").textContent());
  }
  expect(said[0]).toBe(said[1]);
});

test("an account's pages send visitors to sign in, and nobody sees another's order", async () => {
  const { page } = await newVisitor();
  await page.goto(`${storeUrl}/en-us/account`);
  expect(page.url()).toContain("/en-us/sign-in?next=");
  const response = await page.goto(`${storeUrl}/en-us/orders/0000-0000-0000`);
  expect(response?.status()).toBe(404);
});

test("a link that opens no order says the same for one there is and one there is not, and leads to one's orders", async () => {
  const { page } = await newVisitor({ viewport: { width: 360, height: 740 } });
  await addFirstProduct(page, storeUrl, "de-de");
  const number = await buyCart(page, {
    market: "de-de",
    email: "wrong-link@example.com",
    paymentsUrl: inject("paymentsUrl"),
  });
  await page.context().clearCookies();
  const said: (string | null)[] = [];
  const wrong = [
    `orders/${number}?key=wrong`,
    `orders/${number}`,
    "orders/0000-0000-0000?key=wrong",
    "orders/",
    "checkout/x",
  ];
  for (const link of wrong) {
    const response = await page.goto(`${storeUrl}/de-de/${link}`);
    expect(response?.status(), link).toBe(404);
    said.push(await page.locator("main").innerHTML());
  }
  expect(new Set(said).size).toBe(1);
  expect(said[0]).not.toContain(number);
  expect(await page.locator("main .button").getAttribute("href")).toBe(
    "/de-de/sign-in?next=%2Fde-de%2Faccount%2Forders",
  );
  await expectUsable(page);
  expect((await page.goto(`${storeUrl}/de-de/nothing-here`))?.status()).toBe(404);
  expect(await page.locator("main").innerHTML(), "what is no purchase's link is the catalogue's matter").not.toBe(
    said[0],
  );
});
