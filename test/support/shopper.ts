/** What a shopper does from the home page to the paid order, by roles and labels: the way a person, or a screen reader, would. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { MarketId } from "../../worker/markets/markets.ts";

const FRANCOPHONE = { name: "Camille Exemple" };

/** An address of each shipped market, field by field as its form asks. */
const ADDRESSES: Partial<Record<MarketId, Readonly<Record<string, string>>>> = {
  "en-us": {
    name: "Robin Example",
    line1: "1 Market Street",
    city: "San Francisco",
    postalCode: "94103",
    region: "CA",
  },
  "en-gb": { name: "Robin Example", line1: "1 Strand", city: "London", postalCode: "WC2N 5HR" },
  "en-ca": { name: "Robin Example", line1: "1 Front Street W", city: "Toronto", region: "ON", postalCode: "M5J 2X5" },
  "fr-ca": { ...FRANCOPHONE, line1: "1, rue Notre-Dame O", city: "Montréal", region: "QC", postalCode: "H2Y 1S5" },
  "de-de": { name: "Robin Beispiel", line1: "Unter den Linden 1", city: "Berlin", postalCode: "10117" },
  "fr-fr": { ...FRANCOPHONE, line1: "1 rue de Rivoli", city: "Paris", postalCode: "75001" },
  "es-es": { name: "Alex Ejemplo", line1: "Gran Vía 1", city: "Madrid", postalCode: "28013", region: "M" },
  "it-it": { name: "Alex Esempio", line1: "Via del Corso 1", city: "Roma", postalCode: "00186", region: "RM" },
  "pl-pl": { name: "Alex Przykład", line1: "ul. Marszałkowska 1", city: "Warszawa", postalCode: "00-624" },
  "ja-jp": {
    name: "山田 花子",
    line1: "丸の内1-1",
    city: "千代田区",
    postalCode: "100-0005",
    region: "東京都",
  },
  "ko-kr": { name: "홍길동", line1: "세종대로 1", city: "중구", region: "서울", postalCode: "04524" },
  "ar-ae": { name: "سارة مثال", line1: "شارع الشيخ زايد 10", city: "دبي", region: "DU" },
  "pt-br": {
    name: "Alex Exemplo",
    line1: "Avenida Paulista 1",
    city: "São Paulo",
    region: "SP",
    postalCode: "01310-100",
  },
  "hi-in": { name: "उदाहरण नाम", line1: "1 संसद मार्ग", city: "नई दिल्ली", region: "DL", postalCode: "110001" },
  "de-at": { name: "Robin Beispiel", line1: "Kärntner Straße 1", city: "Wien", postalCode: "1010" },
};

export const CARD_THAT_PAYS = "4242 4242 4242 4242";

/** Opens the first product of the home page that is not sold out, and puts one into the cart. */
export async function addFirstProduct(page: Page, storeUrl: string, market: MarketId): Promise<string> {
  await page.goto(`${storeUrl}/${market}/`);
  await page.locator("main a[href*='/products/']").first().click();
  await page.waitForURL(/\/products\//);
  const title = (await page.locator("h1").textContent())?.trim() ?? "";
  await page.locator("form:has([name=sku]) button").click();
  await page.waitForURL(/\/cart/);
  expect(await page.locator("main").textContent()).toContain(title);
  return title;
}

/** From the cart to the review, filling in what the market's form asks for. */
export async function fillCheckout(page: Page, market: MarketId, email: string): Promise<void> {
  await page.locator("main a[href$='/checkout']").click();
  await page.waitForURL(/\/checkout$/);
  await page.locator("[name=email]").fill(email);
  const address = ADDRESSES[market];
  if (!address) throw new Error(`No address of ${market} is known`);
  for (const [name, value] of Object.entries(address)) {
    const field = page.locator(`main [name=${name}]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator("form:has([name=step][value=review]) button").click();
  await page.locator("form:has([name=step][value=pay])").waitFor({ state: "attached" });
}

/** Presses "pay" and lands on the provider's page. */
export async function goToPayment(page: Page, paymentsUrl: string): Promise<void> {
  await page.locator("form:has([name=step][value=pay]) button").click();
  await page.waitForURL((url) => url.port === new URL(paymentsUrl).port);
}

export async function payByCard(page: Page, number: string): Promise<void> {
  await page.locator("[autocomplete=cc-number]").fill(number);
  await page.locator("[autocomplete=cc-exp]").fill("12 / 34");
  await page.locator("[autocomplete=cc-csc]").fill("123");
  await page.locator("[autocomplete=cc-name]").fill("Robin Example");
  await page.locator("form:has([autocomplete=cc-number]) button").click();
}

/** Waits, as the page itself does, until the order is there; answers its number. */
export async function waitForOrder(page: Page): Promise<string> {
  await page.waitForURL(/\/orders\/[0-9A-Z-]{14}/, { timeout: 60_000 });
  return /orders\/([0-9A-Z-]{14})/.exec(page.url())?.[1] ?? "";
}

type Purchase = { market: MarketId; email: string; paymentsUrl: string };

/** From the cart to the paid order, by a card that pays; answers the order's number. */
export async function buyCart(page: Page, { market, email, paymentsUrl }: Purchase): Promise<string> {
  await fillCheckout(page, market, email);
  await goToPayment(page, paymentsUrl);
  await payByCard(page, CARD_THAT_PAYS);
  return waitForOrder(page);
}

type MailboxEntry = { id: string; to: string; subject: string; text: string };

/** The mails to one address, once there is at least one. */
export async function waitForMail(storeUrl: string, to: string): Promise<MailboxEntry[]> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const response = await fetch(`${storeUrl}/api/mailbox?to=${encodeURIComponent(to)}`);
    const { items } = (await response.json()) as { items: MailboxEntry[] };
    if (items.length > 0) return items;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No mail to ${to} in 20 seconds`);
}

type NewAccount = { market: MarketId; name: string; email: string; password: string };

/** Signs up, follows the mail and signs in; `look` is shown each page on the way, the account's the last. */
export async function openAccount(
  page: Page,
  storeUrl: string,
  { market, name, email, password }: NewAccount,
  look: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  await page.goto(`${storeUrl}/${market}/sign-up`);
  await look(page);
  await page.locator("[name=name]").fill(name);
  await sendCredentials(page, email, password);
  await page.waitForURL(/sent=1/);
  await look(page);
  const [mail] = await waitForMail(storeUrl, email);
  await page.goto(/https?:\/\/\S+/.exec(mail?.text ?? "")?.[0] ?? "");
  await page.waitForURL(/sign-in/);
  await look(page);
  await sendCredentials(page, email, password);
  await page.waitForURL(/\/account$/);
  await look(page);
}

async function sendCredentials(page: Page, email: string, password: string): Promise<void> {
  await page.locator("[name=email]").fill(email);
  await page.locator("main [name=password]").fill(password);
  await page.locator("main form button").click();
}
