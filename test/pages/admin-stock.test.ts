/** Stock by location in a real browser: a place is made, units come in, are counted, moved and arrive; all of it is on record. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { buyCart } from "../support/shopper.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SKU = "KAN-FLT-BLK";
/** Has units at both of the demo's locations. */
const BOTH = "KAN-FLT-SLV";
const ledgerOf = (sku: string) => `${storeUrl}/admin/stock/ledger?sku=${sku}`;

/** On hand, held and free at a location, as the page says. */
async function levelsAt(page: Page, name: string): Promise<number[]> {
  const cells = await page.locator("section:has(#places) tr", { hasText: name }).locator("td").allTextContents();
  return cells.map(Number);
}

async function act(page: Page, tab: string, fields: Record<string, string>, button: string): Promise<void> {
  await page.getByRole("link", { name: tab, exact: true }).click();
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`#move [name=${name}]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.getByRole("button", { name: button }).click();
}

async function addLocation(page: Page, id: string, name: string): Promise<void> {
  await page.goto(`${storeUrl}/admin/stock/locations/new`);
  await page.locator("[name=id]").fill(id);
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=country]").selectOption("JP");
  await page.locator("[name=priority]").fill("20");
  await page.getByRole("button", { name: "Save location" }).click();
}

describe("staff", () => {
  test("make a location, receive, count, take back, correct, send and take in, without JavaScript; each is in the ledger", async () => {
    const { page, problems } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await addLocation(page, "Osaka!", "Osaka");
    await page.locator("#field-id-error").waitFor();
    await addLocation(page, "osaka", "Osaka");
    await page.waitForURL(/locations\/osaka\?done=saved/);
    await page.goto(ledgerOf(SKU));
    const [before = 0] = await levelsAt(page, "Main");
    await act(page, "Receive", { location: "osaka", quantity: "12" }, "Receive units");
    await page.waitForURL(/done=received/);
    expect(await levelsAt(page, "Osaka")).toEqual([12, 0, 12]);
    await act(page, "Count", { location: "osaka", counted: "10" }, "Set the count");
    await page.waitForURL(/done=counted/);
    await act(page, "Take back", { location: "osaka", quantity: "1" }, "Take units back");
    await page.waitForURL(/done=returned/);
    await act(page, "Correct", { location: "osaka", delta: "-50", reason: "expired" }, "Correct the stock");
    await page.locator("#field-delta-error", { hasText: "Only 11" }).waitFor();
    await act(
      page,
      "Correct",
      { location: "osaka", delta: "-1", reason: "expired", note: "on 2026-11-01" },
      "Correct the stock",
    );
    await page.waitForURL(/done=adjusted/);
    await act(page, "Send", { from: "osaka", to: "main", quantity: "11" }, "Send off");
    await page.locator("#field-quantity-error", { hasText: "Only 10" }).waitFor();
    await act(page, "Send", { from: "osaka", to: "main", quantity: "6" }, "Send off");
    await page.waitForURL(/done=sent/);
    expect(await levelsAt(page, "Osaka")).toEqual([4, 0, 4]);
    await page.locator("#transfers [name=quantity]").fill("7");
    await page.getByRole("button", { name: "Arrived" }).click();
    await page.locator("#arrived-0-error", { hasText: "Only 6" }).waitFor();
    await page.locator("#transfers [name=quantity]").fill("5");
    await page.getByRole("button", { name: "Arrived" }).click();
    await page.waitForURL(/done=arrived/);
    expect(await levelsAt(page, "Main")).toEqual([before + 5, 0, before + 5]);
    await page.getByRole("button", { name: "Write off the rest" }).click();
    await page.waitForURL(/done=lost/);
    expect(await page.locator("#transfers").count()).toBe(0);
    const said = await page.locator("section:has(#ledger) tbody th").allTextContents();
    expect(said.slice(0, 7).map((words) => words.replace(/\s+/g, " ").trim())).toEqual([
      "Lost on the way",
      "Arrived",
      "Sent to Main",
      "CorrectedExpiredon 2026-11-01",
      "Taken back",
      "Counted",
      "Received",
    ]);
    const signs = await page.locator("section:has(#ledger) tbody td:nth-child(3)").allTextContents();
    expect(signs.slice(0, 7)).toEqual(["1", "+5", "\u22126", "\u22121", "+1", "\u22122", "+12"]);
    const who = await page.locator("section:has(#ledger) tbody td:nth-child(6)").first().textContent();
    expect(who).toBe("TechRetail staff");
    await page.goto(`${storeUrl}/admin/audit?subject=sku:${SKU}`);
    const record = await page.locator("main").textContent();
    for (const words of ["Stock received", "Stock counted", "Stock sent", "Transfer written off"])
      expect(record).toContain(words);
    // A form that was refused is answered 422, which browsers say in their console.
    expect(problems.filter((problem) => !problem.includes("status of 422"))).toEqual([]);
  });

  test("close a location: nothing more comes to it; the last open one stays open", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    await addLocation(page, "to-close", "Closing");
    await page.locator("[name=state]").selectOption("closed");
    await page.getByRole("button", { name: "Save location" }).click();
    await expect.poll(() => page.locator("[name=state]").inputValue()).toBe("closed");
    await page.goto(`${ledgerOf(SKU)}&do=receive`);
    const open = await page.locator("#move [name=location] option").allTextContents();
    expect(open).toContain("Main");
    expect(open).not.toContain("Closing");
  });

  test("see on an order where each unit ships from, and say where what comes back is put", async () => {
    const { page } = await newVisitor();
    const number = await buyInGermany(page);
    await signInAsStaff(page);
    const from = page.locator("main", { hasText: /Ships from: 1\s×\sRotterdam/ });
    const isThere = async () => {
      await page.goto(`${storeUrl}/admin/orders/${number}`);
      return from.count();
    };
    await expect.poll(isThere, { timeout: 45_000, interval: 250 }).toBe(1);
    await page.locator("#refund summary").click();
    await page.locator("[name=reason]").selectOption("customer_request");
    await page.locator("[name='restock.0']").fill("1");
    await page.locator("#refund [name=location]").selectOption("main");
    await page.locator("form:has([value=refund]) button[type=submit]").click();
    await page.waitForURL(/done=refund_/);
    const back = async () => {
      await page.goto(ledgerOf(BOTH));
      return (await page.locator("section:has(#ledger) tbody tr").first().textContent())?.replace(/\s+/g, " ");
    };
    await expect.poll(back, { timeout: 45_000, interval: 250 }).toContain("Taken backMain+1");
  });

  test.each([360, 1440])("find every page of it usable at %i pixels, light and dark", async (width) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, problems } = await newVisitor({ viewport: { width, height: 900 }, colorScheme });
      await signInAsStaff(page);
      for (const path of ["", "/locations", "/locations/new", "/locations/main"]) {
        await page.goto(`${storeUrl}/admin/stock${path}`);
        await expectUsable(page);
      }
      await page.goto(`${ledgerOf(BOTH)}&do=send`);
      await page.locator("#move [name=quantity]").fill("1");
      await page.getByRole("button", { name: "Send off" }).click();
      await page.waitForURL(/done=sent/);
      for (const act of ["receive", "count", "return", "adjust", "send"]) {
        await page.goto(`${ledgerOf(BOTH)}&do=${act}`);
        await expectUsable(page);
      }
      expect(problems).toEqual([]);
    }
  });
});

/** One of the SKU that lies in Rotterdam too, bought in Germany: from there, for it is nearer. */
async function buyInGermany(page: Page): Promise<string> {
  await page.goto(`${storeUrl}/de-de/products/flat-kabellose-tastatur?sku=${BOTH}`);
  await page.locator("form:has([name=sku]) button").first().click();
  await page.waitForURL(/\/cart/);
  return buyCart(page, { market: "de-de", email: "buyer-in-berlin@example.com", paymentsUrl: inject("paymentsUrl") });
}
