/** Stock that changes while one looks: another's purchase, the wish to be told, the mail, and the way out of more. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { buyCart, waitForMail } from "../support/shopper.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const paymentsUrl = inject("paymentsUrl");
const newVisitor = openBrowser();

const EARBUDS = { sku: "HAL-PEB-LIL", path: "/en-us/products/pebble-wireless-earbuds?sku=HAL-PEB-LIL" };
const BAND = { sku: "TAL-LOOP-SGE", path: "/en-us/products/loop-fitness-band?sku=TAL-LOOP-SGE" };
const CAMERA = { sku: "VER-C1-BLK", path: "/products/c1-compact-camera?sku=VER-C1-BLK" };

/** Brings what is free of a SKU to so many units, as staff does after a count. */
async function setUnits(sku: string, units: number): Promise<void> {
  const { available } = await askAsStaff<{ available: number }>("GET", `/api/admin/stock/${sku}`);
  if (available === units) return;
  const ask = { operationId: crypto.randomUUID(), delta: units - available, reason: "correction" };
  await askAsStaff("POST", `/api/admin/stock/${sku}/adjust`, ask);
}

/** What the store tells everyone. */
async function unitsTold(sku: string): Promise<number | null | undefined> {
  const response = await fetch(`${storeUrl}/api/availability?${new URLSearchParams({ skus: sku, market: "en-us" })}`);
  const { items } = (await response.json()) as { items: { available: number | null }[] };
  return items[0]?.available;
}

/** Opens a page again until it is made with what is true now: its kept copy is gone within seconds. */
async function openShowing(page: Page, path: string, state: string): Promise<void> {
  const open = async () => {
    await page.goto(storeUrl + path);
    return page.locator("[data-stock]").getAttribute("data-state");
  };
  await expect.poll(open, { timeout: 45_000, interval: 500 }).toBe(state);
}

/** How much of the page has moved since it was last asked. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = new PerformanceObserver((list) => {
      const sum = list.getEntries().reduce((all, entry) => all + (entry as unknown as { value: number }).value, 0);
      document.body.dataset.shifted = String(Number(document.body.dataset.shifted ?? 0) + sum);
    });
    seen.observe({ type: "layout-shift", buffered: false });
  });
  return async () => Number((await page.locator("body").getAttribute("data-shifted")) ?? 0);
}

describe("how many may be chosen", () => {
  test("is no more than are left, as last known; what goes meanwhile is offered no more", async () => {
    await setUnits(BAND.sku, 4);
    const { page, problems } = await newVisitor();
    const choice = page.locator("#quantity option:not([disabled])");
    const counted = async () => {
      await page.goto(storeUrl + BAND.path);
      return choice.count();
    };
    await expect.poll(counted, { timeout: 45_000, interval: 500 }).toBe(4);
    await expectUsable(page);
    await page.locator("#quantity").selectOption("4");
    await setUnits(BAND.sku, 2);
    await expect.poll(() => choice.count(), { timeout: 20_000 }).toBe(2);
    expect(await page.locator("#quantity").inputValue()).toBe("2");
    await page.locator("[data-add-to-cart] button").click();
    await page.waitForURL(/\/cart/);
    expect(await page.locator("input[name=quantity][type=number]").getAttribute("max")).toBe("2");
    await setUnits(BAND.sku, 12);
    expect(problems).toEqual([]);
  });
});

describe("a product's page", () => {
  test("says that it is sold out when somebody else buys the last one, without being loaded again", async () => {
    const [looker, buyer] = [await newVisitor(), await newVisitor()];
    await setUnits(EARBUDS.sku, 1);
    await openShowing(looker.page, EARBUDS.path, "few");
    const shifts = await watchShifts(looker.page);
    await buyer.page.goto(storeUrl + EARBUDS.path);
    await buyer.page.locator("[data-add-to-cart] button").click();
    await buyer.page.waitForURL(/\/cart/);
    await buyCart(buyer.page, { market: "en-us", email: "last-one@example.com", paymentsUrl });
    await looker.page.locator("[data-stock][data-state=none]").waitFor();
    expect(await looker.page.locator("[data-stock]").textContent()).toBe("Sold out");
    expect(await looker.page.locator("[data-add-to-cart]").isVisible()).toBe(false);
    expect(await shifts(), "what the shopper reads stays where it is").toBe(0);
    await expectUsable(looker.page);
    await looker.page.locator("a[data-back]").click();
    await looker.page.waitForURL(/back-in-stock\?sku=HAL-PEB-LIL$/);
    await expectUsable(looker.page);
    expect([...looker.problems, ...buyer.problems]).toEqual([]);
  });

  test("can be bought from again as soon as it is back", async () => {
    const { page, problems } = await newVisitor();
    await setUnits(BAND.sku, 0);
    await openShowing(page, BAND.path, "none");
    await setUnits(BAND.sku, 30);
    await page.locator("[data-stock][data-state=plenty]").waitFor();
    expect(await page.locator("[data-back]").isVisible()).toBe(false);
    await page.locator("[data-add-to-cart] button").click();
    await page.waitForURL(/\/cart/);
    expect(problems).toEqual([]);
  });

  test("asks once where it cannot be told, and speaks of nothing", async () => {
    const { page, problems } = await newVisitor();
    await setUnits(BAND.sku, 2);
    // What is asked for is the projected level: it follows within a second or two.
    await expect.poll(() => unitsTold(BAND.sku), { timeout: 45_000 }).toBe(2);
    let knocks = 0;
    await page.routeWebSocket(/\/api\/live\//, (socket) => {
      knocks += 1;
      void socket.close({ code: 1011 });
    });
    const asked = page.waitForResponse(/\/api\/availability/);
    await page.goto(storeUrl + BAND.path);
    await asked;
    await page.locator("[data-stock][data-state=few]").waitFor();
    await expect.poll(() => knocks, { timeout: 45_000 }).toBeGreaterThan(1);
    expect(problems).toEqual([]);
  });
});

test("a cart says when fewer are left than one means to buy, and moves nothing", async () => {
  const { page, problems } = await newVisitor({ viewport: { width: 360, height: 740 } });
  await setUnits(BAND.sku, 30);
  await openShowing(page, BAND.path, "plenty");
  await page.locator("#quantity").selectOption("3");
  await page.locator("[data-add-to-cart] button").click();
  await page.waitForURL(/\/cart/);
  const shifts = await watchShifts(page);
  await setUnits(BAND.sku, 1);
  await page.getByText("Only 1 is left.").waitFor();
  await expectUsable(page);
  await setUnits(BAND.sku, 30);
  await page.getByText("Only 1 is left.").waitFor({ state: "detached" });
  expect(await shifts()).toBe(0);
  expect(problems).toEqual([]);
});

const cases = (["en-us", "ar-ae"] as const).flatMap((market) =>
  [true, false].map((javaScriptEnabled) => ({
    market,
    javaScriptEnabled,
    how: javaScriptEnabled ? "with" : "without",
  })),
);

describe("the wish to be told", () => {
  test.each(cases)("in $market $how JavaScript leads to one mail, and out of more", async (given) => {
    const { market, javaScriptEnabled, how } = given;
    const email = `waits-${market}-${how}@example.com`;
    await setUnits(CAMERA.sku, 0);
    const { page, problems } = await newVisitor({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
    const form = page.locator("[data-back] form");
    // A page that was kept from before is told that it is sold out, and links to the form; one made since has it.
    const open = async () => {
      await page.goto(`${storeUrl}/${market}${CAMERA.path}`);
      return form.count();
    };
    await expect.poll(open, { timeout: 45_000, interval: 500 }).toBe(1);
    if (javaScriptEnabled) await expectUsable(page);
    // The browser takes it for an address; no mail would reach it.
    await form.locator("[name=email]").fill("robin@example");
    await form.locator("button").click();
    await page.locator("[aria-invalid=true]").waitFor();
    if (javaScriptEnabled) await expectUsable(page);
    for (const _ of [1, 2]) {
      await page.goto(`${storeUrl}/${market}/back-in-stock?sku=${CAMERA.sku}`);
      await page.locator("main [name=email]").fill(email);
      await page.locator("main form button").click();
      await page.waitForURL(/done=waiting/);
    }
    if (javaScriptEnabled) await expectUsable(page);
    await setUnits(CAMERA.sku, 2);
    const [mail, ...more] = await waitForMail(storeUrl, email);
    expect(more).toEqual([]);
    const stop = new RegExp(`${storeUrl}/${market}/back-in-stock\\?key=\\w+`).exec(mail?.text ?? "")?.[0];
    await page.goto(stop ?? "");
    if (javaScriptEnabled) await expectUsable(page);
    await page.locator("main form button").click();
    await page.waitForURL(/done=stopped/);
    if (javaScriptEnabled) await expectUsable(page);
    // Browsers report every answer that is not a success, and the wrong address is one.
    expect(problems.filter((problem) => !problem.includes("422"))).toEqual([]);
  });

  test("for what is there is told so, and for what nobody sells there is no page", async () => {
    const { page } = await newVisitor();
    await setUnits(CAMERA.sku, 5);
    await page.goto(`${storeUrl}/de-de/back-in-stock?sku=${CAMERA.sku}`);
    await page.locator("main [name=email]").fill("there@example.com");
    await page.locator("main form button").click();
    await page.waitForURL(/done=available/);
    await expectUsable(page);
    for (const query of ["", "?sku=NOBODY", "?key=forged", "?done=waiting"])
      expect((await page.request.get(`${storeUrl}/en-us/back-in-stock${query}`)).status(), query).toBe(404);
  });
});

test("staff turn mails of low stock on and off, and see since when something is low", async () => {
  const { page, problems } = await newVisitor();
  await page.goto(`${storeUrl}/admin`);
  await page.locator("[name=email]").fill("staff@techretail.example");
  await page.locator("[name=password]").fill(inject("staffPassword"));
  await page.locator("form:has([name=password]) button").click();
  await page.waitForURL(`${storeUrl}/admin`);
  await setUnits(BAND.sku, 30);
  await setUnits(BAND.sku, 3);
  const since = async () => {
    await page.goto(`${storeUrl}/admin/stock`);
    const row = page.locator("tr", { hasText: BAND.sku });
    return (await row.count()) === 0 ? "" : row.locator("[data-label='Low since']").textContent();
  };
  await expect.poll(since, { timeout: 45_000, interval: 500 }).toMatch(/\d{4}/);
  for (const [press, then] of [
    ["Turn on", "Turn off"],
    ["Turn off", "Turn on"],
  ] as const) {
    await page.getByRole("button", { name: press }).click();
    await page.getByRole("button", { name: then }).waitFor();
  }
  await expectUsable(page);
  expect(problems).toEqual([]);
});
