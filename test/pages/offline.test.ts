/** A shopper whose connection comes and goes, in a real browser: what was looked at stays, and what was wished for is not lost. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { bundleWorker } from "../../tools/bundle-worker.ts";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const LAPTOP = "/en-us/products/aero-13-ultralight-laptop";
const newVisitor = openBrowser();
type Listed = { id: string; paymentMethods: string[] | null };
async function setState(market: string, state: string): Promise<void> {
  const { items } = await askAsStaff<{ items: Listed[] }>("GET", "/api/admin/markets");
  const { id, paymentMethods, ...own } = items.find((each) => each.id === market) as Listed;
  await askAsStaff("PUT", `/api/admin/markets/${id}`, { ...own, paymentMethods: paymentMethods ?? [], state });
}

/** In the page: the changes that wait, once its own scripts have made the place for them. */
const putWaiting = (change: object) =>
  new Promise<void>((done, fail) => {
    const asked = indexedDB.open("store");
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const put = asked.result.transaction("waiting", "readwrite");
      put.objectStore("waiting").put(change);
      put.oncomplete = () => done(asked.result.close());
    };
  });
const countWaiting = () =>
  new Promise<number>((done, fail) => {
    const asked = indexedDB.open("store");
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const counted = asked.result.transaction("waiting").objectStore("waiting").count();
      counted.onsuccess = () => done(counted.result);
      asked.result.close();
    };
  });

/** `page.waitForFunction` takes a promise for a yes; this waits for what it says. */
const until = <Argument>(page: Page, check: (argument: Argument) => Promise<boolean>, argument: Argument) =>
  expect.poll(() => page.evaluate(check as never, argument), { timeout: 45_000 }).toBe(true);

/** Waits until the page's copy is kept: the program is there, and has what it needs. */
async function whenKept(page: Page, path: string): Promise<void> {
  const isKept = async (wanted: string) => {
    if (navigator.serviceWorker.controller === null) return false;
    for (const name of await caches.keys())
      if (name.endsWith("-pages") && (await (await caches.open(name)).match(wanted))) return true;
    return false;
  };
  await until(page, isKept, path);
}
async function visit(page: Page, path: string, url = storeUrl): Promise<void> {
  await page.goto(url + path);
  await whenKept(page, path);
}

describe("without a connection", () => {
  test("a page that was looked at is read as it was, and any other says so, with what is kept", async () => {
    const { page } = await newVisitor({ viewport: { width: 360, height: 740 } });
    await visit(page, LAPTOP);
    const title = await page.locator("h1").textContent();
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.locator("h1").textContent()).toBe(title);
    await page.locator("[data-offline-note]:visible").waitFor();
    await page.goto(`${storeUrl}/en-us/categories/audio`);
    expect(await page.locator("h1:visible").textContent()).toBe("You are offline");
    await page.locator("[data-kept=pages] a", { hasText: title?.trim() ?? "" }).click();
    await page.waitForURL(storeUrl + LAPTOP);
    expect(await page.locator("h1").textContent()).toBe(title);
    await page.context().setOffline(false);
  });

  test("nothing that is a shopper's own is kept", async () => {
    const { page } = await newVisitor();
    await visit(page, LAPTOP);
    for (const path of ["/en-us/cart", "/en-us/sign-in", "/en-us/account", "/en-us/search?q=usb"])
      await page.goto(storeUrl + path);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(
      kept.filter(
        (path) => !path.startsWith("/_astro/") && /cart|sign-in|account|search|checkout|admin|\/api\//.test(path),
      ),
    ).toEqual([]);
    await page.context().setOffline(true);
    await page.goto(`${storeUrl}/en-us/cart`);
    expect(await page.locator("h1:visible").textContent()).toBe("You are offline");
  });

  test("a change of the cart is kept, and is in the cart once the connection is back", async () => {
    const { page } = await newVisitor();
    await visit(page, LAPTOP);
    await page.context().setOffline(true);
    await page.locator("[data-add-to-cart] button[type=submit]").click();
    await page.waitForURL(/\/en-us\/offline\?kept$/);
    await page.locator("[data-said=kept]:visible").waitFor();
    expect(await page.locator("[data-kept=waiting] li").count()).toBe(1);
    await expectUsable(page);
    await page.context().setOffline(false);
    await page.locator("[data-merged]").waitFor();
    expect(await page.locator("[data-merged]").textContent()).toContain("1 change");
    await page.locator("[data-merged] a").click();
    await page.waitForURL(/\/en-us\/cart$/);
    expect(await page.locator("[data-line]").count()).toBe(1);
    await page.reload();
    expect(await page.locator("[data-merged]").count()).toBe(0);
    expect(await page.locator("[data-line] input[name=quantity][type=number]").inputValue()).toBe("1");
  });

  test("a change is kept through any answer that tells nothing of it, and through its market's end", async () => {
    const { page } = await newVisitor();
    const path = LAPTOP.replace("en-us", "en-gb");
    await visit(page, path);
    await page.evaluate(putWaiting, {
      ...{ operationId: "kept-by-the-test", intent: "add", sku: "NOR-AE13-MID-512", quantity: 1 },
      ...{ title: "Aero 13", market: "en-gb", atMs: 1 },
    });
    const isWaiting = async () => (await page.evaluate(countWaiting)) === 1;
    const answers: number[] = [];
    page.on("response", (answer) => void (answer.url().endsWith("/merge") && answers.push(answer.status())));
    for (const status of [422, 413, 403, 200]) {
      await page.route("**/merge", (route) => route.fulfill({ status, body: "<h1>Sign in to this network</h1>" }));
      await page.goto(storeUrl + path);
      await expect.poll(() => answers.includes(status), { timeout: 45_000 }).toBe(true);
      expect(await isWaiting(), `after ${status}`).toBe(true);
      await page.unroute("**/merge");
      await page.goto("about:blank");
    }
    await setState("en-gb", "closed");
    try {
      await expect
        .poll(() => fetch(`${storeUrl}/en-gb/`).then(({ status }) => status), { timeout: 150_000, interval: 1_000 })
        .toBe(404);
      await page.goto(`${storeUrl}/en-gb/`);
      await expect.poll(() => answers.includes(404), { timeout: 45_000 }).toBe(true);
      expect(await isWaiting(), "while its market is closed").toBe(true);
      await page.goto(`${storeUrl}/en-us/`);
      await page.locator("[data-merged]").waitFor();
      expect(await page.locator("[data-merged]").textContent()).toContain("1 change");
      expect(await isWaiting()).toBe(false);
    } finally {
      await setState("en-gb", "open");
    }
  });

  test("the cart is shown as it was, changed there, and what the store cannot do is said", async () => {
    const { page } = await newVisitor();
    await visit(page, LAPTOP);
    await page.locator("[data-add-to-cart] button[type=submit]").click();
    await page.waitForURL(/\/cart/);
    await page.locator("[data-line]").first().waitFor();
    const hasLines = (wanted: number) =>
      new Promise<boolean>((done) => {
        if (navigator.serviceWorker.controller === null) return done(false);
        const asked = indexedDB.open("store");
        asked.onsuccess = () => {
          const found = asked.result.transaction("state").objectStore("state").get("cart");
          found.onsuccess = () => done(found.result?.lines.length === wanted);
          asked.result.close();
        };
      });
    await until(page, hasLines, 1);
    await page.context().setOffline(true);
    await page.goto(`${storeUrl}/en-us/cart`);
    await page.locator("[data-kept=cart] li input[type=number]").fill("900");
    await page.locator("[data-kept=cart] li button", { hasText: "Update" }).click();
    await page.waitForURL(/offline\?kept$/);
    await page.locator("[data-kept=cart] li").first().waitFor();
    await page.context().setOffline(false);
    await page.locator("[data-merged] [role=alert]").waitFor();
    expect(await page.locator("[data-merged] li").count()).toBe(1);
    await page.locator("[data-merged] button").click();
    expect(await page.locator("[data-merged]").count()).toBe(0);
  });

  test.each([
    { market: "en-us", width: 1440, colorScheme: "light" },
    { market: "ar-ae", width: 360, colorScheme: "dark" },
  ] as const)(
    "the page for it can be read in $market at $width px, $colorScheme",
    async ({ market, width, colorScheme }) => {
      const { page, problems } = await newVisitor({ viewport: { width, height: 900 }, colorScheme });
      await visit(page, `/${market}/`);
      await page.goto(`${storeUrl}/${market}/offline`);
      await page.locator("[data-kept=pages] li").first().waitFor();
      await expectUsable(page);
      expect(problems).toEqual([]);
    },
  );
});

test("signing out takes along what was kept", async () => {
  const { page } = await newVisitor();
  await visit(page, LAPTOP);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<form id="out" method="post" action="/en-us/sign-out"></form>');
    (document.getElementById("out") as HTMLFormElement).submit();
  });
  await page.waitForURL(`${storeUrl}/en-us/`);
  const kept = await page.evaluate(async (path) => Boolean(await caches.match(path)), LAPTOP);
  expect(kept).toBe(false);
});

describe("a new program", () => {
  /** The store behind another address, whose program can be changed. */
  let front: Server;
  let [url, change] = ["", (script: string) => script];
  beforeAll(async () => {
    front = createServer(async (request, response) => {
      const answer = await fetch(storeUrl + request.url, { redirect: "manual" });
      const type = answer.headers.get("content-type") ?? "";
      for (const name of ["content-type", "cache-control", "location", "content-security-policy"]) {
        const value = answer.headers.get(name);
        if (value) response.setHeader(name, value);
      }
      const body = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status);
      response.end(type.startsWith("text/javascript") && request.url === "/sw.js" ? change(body.toString()) : body);
    });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  });
  afterAll(
    () =>
      new Promise((done) => {
        front.closeAllConnections();
        front.close(done);
      }),
  );
  const update = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  const cacheNames = (page: Page) => page.evaluate(async () => (await caches.keys()).join(" "));

  test("of another shape waits until no page of the old one is open; pages are neither loaded anew nor broken", async () => {
    const { page } = await newVisitor();
    await visit(page, LAPTOP, url);
    const other = await page.context().newPage();
    await other.goto(`${url}/en-us/`);
    await page.evaluate(() => Object.assign(window, { same: true }));
    change = (script) => script.replaceAll("store-1", "store-2");
    await update(page);
    await until(page, async () => (await navigator.serviceWorker.ready).waiting?.state === "installed", null);
    expect(await page.evaluate(() => "same" in window)).toBe(true);
    expect(await cacheNames(other)).toContain("store-1-pages");
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.locator("h1").textContent()).toContain("Aero 13");
    await page.context().setOffline(false);
    await other.close();
    await page.goto("about:blank");
    const later = await page.context().newPage();
    await later.goto(`${url}/en-us/`);
    await until(later, async () => !(await caches.keys()).some((name) => name.startsWith("store-1")), null);
    change = (script) => script;
  });

  test("that takes all back leaves nothing behind", async () => {
    const { page } = await newVisitor();
    await visit(page, LAPTOP, url);
    const takeBack = await bundleWorker(join(import.meta.dirname, "../../site/islands/offline/take-back.ts"));
    change = () => takeBack;
    await update(page);
    await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0, null);
    expect(await cacheNames(page)).toBe("");
    change = (script) => script;
  });
});
