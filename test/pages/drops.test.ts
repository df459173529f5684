/** A drop in a real browser: announced, waited for, bought by whoever was let in, and by nobody else; with and without a script. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, inject, test } from "vitest";
import { expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { MARKETS } from "../support/markets.ts";
import { fillCheckout, goToPayment } from "../support/shopper.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const PRODUCT = "demo-vault-ssd";
const SLOW = { timeout: 45_000 };
const newVisitor = openBrowser();

type Product = { variants: { sku: string }[]; translations: { en: { slug: string } } };
type Drop = { id: string; sku: string; slug: string; body: Record<string, unknown> };
let announced: Drop | null = null;

async function announce(opensInMs: number): Promise<Drop> {
  const product = await askAsStaff<Product>("GET", `/api/admin/products/${PRODUCT}`);
  const sku = product.variants[0]?.sku ?? "";
  const id = `night-edition-${crypto.randomUUID().slice(0, 8)}`;
  const opensAtMs = Date.now() + opensInMs;
  const body = { title: "Night edition", skus: [sku], status: "announced", opensAtMs, closesAtMs: opensAtMs + 600_000 };
  await askAsStaff("PUT", `/api/admin/drops/${id}`, { ...body, version: 0, ratePerMinute: 600 });
  announced = { id, sku, slug: product.translations.en.slug, body };
  return announced;
}

/** What no other test waits for is sold to everyone again. */
afterEach(async () => {
  if (announced)
    await askAsStaff("PUT", `/api/admin/drops/${announced.id}`, {
      ...announced.body,
      ratePerMinute: 600,
      status: "cancelled",
      version: 1,
    });
  announced = null;
});

async function join(page: Page, market: string, id: string): Promise<void> {
  await page.goto(`${storeUrl}/${market}/drops/${id}`);
  await page.locator("[data-drop-join] button").click();
  await page.waitForURL(/\/place$/, SLOW);
}

/** What a browser without a script shows, held to axe's rules by one that has one: axe is a script. */
async function expectReadable(page: Page): Promise<void> {
  const viewed = await newVisitor();
  await viewed.page.route("**/*.js", (route) => route.abort());
  await viewed.page.route(page.url(), async (route) =>
    route.fulfill({ contentType: "text/html", body: await page.content() }),
  );
  await viewed.page.goto(page.url());
  await expectUsable(viewed.page);
}

async function putIntoCart(page: Page, { slug, sku }: Drop): Promise<void> {
  await page.goto(`${storeUrl}/en-us/products/${slug}?sku=${sku}`);
  await page.locator("[data-add-to-cart] button").click();
  await page.waitForURL(/\/cart/);
}

describe("a drop", () => {
  test("is joined from the product's page, opens by itself, and lets in who then buys", {
    timeout: 120_000,
  }, async () => {
    const drop = await announce(15_000);
    const { page, problems } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/products/${drop.slug}?sku=${drop.sku}`);
    await page.getByRole("link", { name: "To the waiting room" }).click();
    await page.waitForURL(new RegExp(`/drops/${drop.id}$`));
    await expect.poll(() => page.locator("[data-left]").textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
    await page.getByRole("button", { name: "Join the waiting room" }).click();
    await page.waitForURL(/\/place$/, SLOW);
    await page.getByRole("heading", { name: "You are in", exact: true }).waitFor(SLOW);
    await page.getByRole("heading", { name: "It is your turn" }).waitFor({ timeout: 60_000 });
    await expectUsable(page);
    await page.getByRole("button", { name: /Add to cart/ }).click();
    await page.waitForURL(/\/cart/);
    await fillCheckout(page, "en-us", "drop@example.com");
    await goToPayment(page, inject("paymentsUrl"));
    expect(problems).toEqual([]);
  });

  test("sells nothing to who did not wait: the checkout says so, and leads to the waiting room", async () => {
    const drop = await announce(600_000);
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await putIntoCart(page, drop);
    await fillCheckout(page, "en-us", "early@example.com");
    await page.locator("form:has([name=step][value=pay]) button").click();
    const alert = page.locator("[role=alert]");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("sold in a drop that opens");
    await expectReadable(page);
    await alert.getByRole("link").click();
    await page.waitForURL(new RegExp(`/drops/${drop.id}$`));
  });

  test("is joined without a script, which takes a minute, and goes on by itself", async () => {
    const drop = await announce(1_000);
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await join(page, "en-us", drop.id);
    await page.getByRole("heading", { name: /^You stand in line from/ }).waitFor();
    const seconds = Number(
      await page
        .locator("head noscript meta[http-equiv=refresh], head meta[http-equiv=refresh]")
        .first()
        .getAttribute("content"),
    );
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(90);
    await expectReadable(page);
  });

  test("whose pass or ticket is forged is led back to the way in", async () => {
    const drop = await announce(600_000);
    const { page } = await newVisitor();
    await page.context().addCookies([{ name: `drop-${drop.id}`, value: "made.up", url: storeUrl }]);
    await page.goto(`${storeUrl}/en-us/drops/${drop.id}/place`);
    await page.getByRole("heading", { name: "Join the waiting room" }).waitFor();
    expect((await page.goto(`${storeUrl}/en-us/drops/no-such-drop`))?.status()).toBe(404);
  });
});

const LOOKS = [
  { width: 360, colorScheme: "dark" },
  { width: 1440, colorScheme: "light" },
] as const;
/** Every market's words on a phone; both looks, and axe, in both directions of text. */
const SEEN = MARKETS.flatMap(({ id, direction }) => {
  const isWhole = id === "en-us" || direction === "rtl";
  return (isWhole ? LOOKS : LOOKS.slice(0, 1)).map((look) => ({ id, direction, isWhole, ...look }));
});

describe("the waiting room", () => {
  test.each(SEEN)(
    "in $id can be read at $width px in the $colorScheme theme",
    async ({ width, colorScheme, ...its }) => {
      const { id: market, direction, isWhole } = its;
      const expectShown = isWhole ? expectUsable : expectNoSideways;
      const drop = await announce(600_000);
      const viewport = { width, height: 900 };
      const { page, problems } = await newVisitor({ viewport, colorScheme, reducedMotion: "reduce" });
      await page.goto(`${storeUrl}/${market}/products/${drop.slug}?sku=${drop.sku}`);
      await expectShown(page);
      await page.goto(`${storeUrl}/${market}/drops/${drop.id}`);
      expect(await page.locator("html").getAttribute("dir")).toBe(direction);
      await expectShown(page);
      await join(page, market, drop.id);
      await page.locator("[data-drop-place] h1:visible").waitFor();
      await expectShown(page);
      expect(problems).toEqual([]);
    },
  );
});

test("staff announce a drop by form, are told what is wrong with it, and see who waits", async () => {
  const { page, problems } = await newVisitor();
  await page.goto(`${storeUrl}/admin/drops`);
  await page.locator("[name=email]").fill("staff@techretail.example");
  await page.locator("[name=password]").fill(inject("staffPassword"));
  await page.locator("form:has([name=password]) button").click();
  await page.waitForURL(`${storeUrl}/admin/drops`);
  await expectUsable(page);
  await page.getByRole("link", { name: "New drop" }).click();
  await expectUsable(page);
  const id = `by-form-${crypto.randomUUID().slice(0, 8)}`;
  await page.getByLabel("Id").fill(id);
  await page.getByLabel("Title").fill("Made by form");
  await page.getByLabel("Opens (UTC)").fill("2999-01-01T10:00");
  await page.getByLabel("Closes (UTC)").fill("2999-01-01T09:00");
  await page.getByLabel("SKUs").fill("NO-SUCH-SKU");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#field-closesAt-error").waitFor();
  await page.getByLabel("Closes (UTC)").fill("2999-01-01T12:00");
  await page.getByRole("button", { name: "Save" }).click();
  expect(await page.locator("#field-skus-error, .field__error").first().textContent()).toContain("NO-SUCH-SKU");
  await expectUsable(page);
  const product = await askAsStaff<Product>("GET", `/api/admin/products/${PRODUCT}`);
  await page.getByLabel("SKUs").fill(product.variants[0]?.sku ?? "");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(new RegExp(`/admin/drops/${id}\\?done=saved`));
  await page.getByText("Saved.").waitFor();
  await expectUsable(page);
  await page.goto(`${storeUrl}/admin/drops`);
  await page.getByRole("link", { name: "Made by form" }).waitFor();
  await expectUsable(page);
  await page.goto(`${storeUrl}/admin/audit`);
  await page.getByText("Drop changed").first().waitFor();
  // The two refused forms answer 422, which browsers report.
  expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
});
