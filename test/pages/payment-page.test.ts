/** The emulated payment page in a real browser: with the keyboard, narrow and wide, light and dark, without JavaScript. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningEmulator, startEmulator } from "../../tools/stripe-emulator/server.ts";
import { stripeProviderOf } from "../../worker/payments/stripe-client.ts";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { granted, sessionAsk } from "../support/stripe-in-process.ts";

const newVisitor = openBrowser();
let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({
    port: 0,
    webhookUrl: "http://127.0.0.1:1/",
    webhookSecret: "whsec_x",
    stateFile: null,
  });
});
afterAll(() => emulator.close());

/** Stands in for the store's own page after the payment. */
const done = () => `${emulator.url}/?paid={CHECKOUT_SESSION_ID}`;

async function openSession(over = {}): Promise<string> {
  const config = { stripe: { secretKey: "sk_test_pages", webhookSecret: "whsec_x", apiBase: emulator.url } };
  const payments = stripeProviderOf(config as never, { info: () => undefined, error: () => undefined });
  const ask = sessionAsk({
    expiresAtMs: Date.now() + 34 * 60_000,
    successUrl: done(),
    cancelUrl: `${emulator.url}/?cancelled`,
    ...over,
  });
  return granted(await payments.createSession(ask)).url ?? "";
}

const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
];
const LOOKS = SIZES.flatMap((viewport) =>
  (["light", "dark"] as const).map((colorScheme) => ({ viewport, colorScheme })),
);

describe("the emulated payment page", () => {
  test.each(LOOKS)(
    "can be read and used by everyone ($viewport.width px, $colorScheme), also when something is wrong",
    async (look) => {
      const { page, problems } = await newVisitor({ ...look, javaScriptEnabled: true });
      const url = await openSession({ locale: "ja-JP", currency: "JPY", taxOnTopMinor: 0 });
      const bank = await openSession();
      await page.goto(url);
      await expectUsable(page);
      await page.getByText("Test cards").click();
      await expectUsable(page);
      await page.getByRole("button", { name: "Pay" }).click();
      await expect.poll(() => page.getByText("Enter the card number.").isVisible()).toBe(true);
      await expectUsable(page);
      await page.goto(`${bank}?method=bank`);
      await expectUsable(page);
      expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
    },
  );

  test("takes a card from the keyboard alone, without JavaScript, and goes back to the store", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await page.goto(await openSession());
    await page.getByLabel("Card number").focus();
    for (const text of ["4242424242424242", "12/34", "123", "Alex Example"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/\?paid=cs_test_/);
  });

  test("shows at the field what is wrong, then the refusal, then the bank's question", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await page.goto(await openSession());
    const pay = async (number: string) => {
      await page.getByLabel("Card number").fill(number);
      await page.getByLabel("Expiry (MM / YY)").fill("12/34");
      await page.getByLabel("Security code").fill("123");
      await page.getByLabel("Name on card").fill("Alex Example");
      await page.getByRole("button", { name: "Pay" }).click();
    };
    await pay("4242424242424241");
    expect(await page.getByLabel("Card number").getAttribute("aria-describedby")).toBe("number-wrong");
    await pay("4000000000009995");
    expect(await page.getByRole("alert").textContent()).toBe("Your card has insufficient funds.");
    await pay("4000002500003155");
    await page.getByRole("button", { name: "Complete authentication" }).click();
    await page.waitForURL(/\?paid=cs_test_/);
  });
});
