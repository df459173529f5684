/** How fast pages come is told once a page, by those who do not mind, and shown to staff. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser, type Visitor } from "../support/browser.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const PRODUCT = `${storeUrl}/en-us/products/aero-13-ultralight-laptop`;

/** Notes what pages of this visitor tell, and lets it go on. */
async function listen({ page }: Visitor): Promise<void> {
  await page.addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    const told: Blob[] = [];
    Object.assign(globalThis, { told });
    navigator.sendBeacon = (url, body) => {
      if (url !== "/api/vitals") return send(url, body);
      told.push(body as Blob);
      // What a page told at its end can be asked of the next one only.
      localStorage.setItem("told", String(Number(localStorage.getItem("told") ?? 0) + 1));
      return send(url, body);
    };
  });
}
/** How often this visitor's pages told, and what the one that is open did. */
const toldOf = ({ page }: Visitor) =>
  page.evaluate(async () => ({
    times: Number(localStorage.getItem("told") ?? 0),
    last: await Promise.all(
      (globalThis as unknown as { told: Blob[] }).told.map(async (blob) => JSON.parse(await blob.text())),
    ),
  }));

/** As a tab does that another one is put before; twice, as people do. */
async function hideTwice(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const state of ["hidden", "visible", "hidden"]) {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }
  });
}

async function lookAt(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "networkidle" });
  await page.locator("main h1").first().click();
  // Measuring begins when the page has nothing else to do.
  await page.evaluate(() => new Promise((wake) => setTimeout(wake, 1_500)));
}

test("a page tells once how fast it came, and nothing of who looked at what; staff see it", async () => {
  const visitor = await newVisitor({ viewport: { width: 390, height: 844 } });
  await listen(visitor);
  for (const url of [`${storeUrl}/en-us/categories/audio`, `${storeUrl}/en-us/cart`, PRODUCT]) {
    await lookAt(visitor.page, url);
    await hideTwice(visitor.page);
  }
  const { times, last } = await toldOf(visitor);
  expect(times).toBe(3);
  expect(last).toHaveLength(1);
  const [{ id, values, connection, ...rest }] = last;
  expect(rest).toEqual({ market: "en-us", page: "product", device: "phone" });
  expect(connection).toMatch(/^(4g|3g|2g|unknown)$/);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(values).toMatchObject({ lcp: expect.any(Number), fcp: expect.any(Number), ttfb: expect.any(Number), cls: 0 });
  expect(JSON.stringify(last)).not.toContain("aero-13");
  expect(visitor.problems).toEqual([]);

  const { page } = await newVisitor({ viewport: { width: 360, height: 900 } });
  await signInAsStaff(page);
  const kinds = async () => {
    await page.goto(`${storeUrl}/admin/speed?market=en-us&device=phone`);
    return page.locator("main table").nth(1).locator("tbody th").allTextContents();
  };
  const own = expect.arrayContaining(["List", "Product", "Cart"]);
  await expect.poll(kinds, { timeout: 45_000, interval: 1_000 }).toEqual(own);
  await expectUsable(page);
}, 120_000);

describe("nothing is told", () => {
  test.each(["doNotTrack", "globalPrivacyControl"])("where the browser asks for that: %s", async (asks) => {
    const visitor = await newVisitor();
    await listen(visitor);
    await visitor.page.addInitScript((name) => {
      Object.defineProperty(Navigator.prototype, name, { get: () => (name === "doNotTrack" ? "1" : true) });
    }, asks);
    await lookAt(visitor.page, `${storeUrl}/en-us/privacy`);
    await hideTwice(visitor.page);
    const box = visitor.page.locator("[data-measure-choice] input");
    expect([await box.isChecked(), await box.isDisabled()]).toEqual([false, true]);
    expect(await toldOf(visitor)).toEqual({ times: 0, last: [] });
    await expectUsable(visitor.page);
  });

  test("by whoever said no on the page about privacy, until they say yes again", async () => {
    const visitor = await newVisitor();
    await listen(visitor);
    const box = visitor.page.locator("[data-measure-choice] input");
    await lookAt(visitor.page, `${storeUrl}/en-us/privacy`);
    await box.uncheck();
    await lookAt(visitor.page, `${storeUrl}/en-us/`);
    await hideTwice(visitor.page);
    expect((await toldOf(visitor)).times).toBe(0);
    await visitor.page.goto(`${storeUrl}/en-us/privacy`);
    expect(await box.isChecked()).toBe(false);
    await box.check();
    await expectUsable(visitor.page);
    await lookAt(visitor.page, `${storeUrl}/en-us/`);
    await hideTwice(visitor.page);
    const { last } = await toldOf(visitor);
    expect(last.map(({ page }) => page)).toEqual(["home"]);
  });
});
