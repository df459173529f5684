/** Staff say in the browser what carriers and customs ask. */
import type { Page } from "playwright-core";
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
import { makeProduct, signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();

describe("what carriers and customs ask of a product, without JavaScript", () => {
  test("is told at its field where it is wrong, saved, on record, and never saved over somebody else's", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    const product = await makeProduct(page, "Plover Power Bank", "PLOVER-BANK");
    await page.goto(product);
    await page.getByRole("link", { name: "Shipping & customs" }).click();
    await page.waitForURL(/\/shipping$/);
    await page.locator("[name=tariffCode]").fill("85.07");
    await page.locator("[name=notTo]").fill("US-Hawaii, Atlantis");
    await page.getByRole("button", { name: "Save shipping facts" }).click();
    for (const field of ["tariffCode", "notTo"]) await page.locator(`#field-${field}-error`).waitFor();
    expect(await page.locator("[name=tariffCode]").inputValue()).toBe("85.07");
    await page.locator("[name=tariffCode]").fill("8507.60");
    await page.locator("[name=notTo]").fill("US-Hawaii");
    await page.locator("[name=hazard]").selectOption("lithium");
    const other = await page.context().newPage();
    await other.goto(`${product}/shipping`);
    await page.getByRole("button", { name: "Save shipping facts" }).click();
    await page.waitForURL(/done=saved/);
    const typed = ["hazard", "notTo", "tariffCode", "originCountry"] as const;
    const shown = (of: Page) => Promise.all(typed.map((name) => of.locator(`[name=${name}]`).inputValue()));
    expect(await shown(page)).toEqual(["lithium", "US-HI", "850760", ""]);

    await other.locator("[name=originCountry]").selectOption("KR");
    const answered = other.waitForResponse((answer) => answer.request().method() === "POST");
    await other.getByRole("button", { name: "Save shipping facts" }).click();
    expect((await answered).status()).toBe(409);
    await other.getByText("Somebody else saved these facts").waitFor();
    expect(await shown(other)).toEqual(["lithium", "US-HI", "850760", "KR"]);
    await other.getByRole("button", { name: "Save shipping facts" }).click();
    await other.waitForURL(/done=saved/);
    expect(await shown(other)).toEqual(["lithium", "US-HI", "850760", "KR"]);
    const scripted = await newVisitor();
    await signInAsStaff(scripted.page);
    await scripted.page.goto(`${product}/shipping`);
    await expectUsable(scripted.page);
    await other.getByRole("link", { name: "Audit" }).first().click();
    await other.getByText("Shipping facts of a product changed").first().waitFor();
  });
});

describe("a purchase that crosses a customs border", () => {
  test("says so beside the button that pays, on the order and to staff, who see what the declaration lacks", async () => {
    const shopper = await newVisitor();
    await addFirstProduct(shopper.page, storeUrl, "en-us");
    const email = "customs@example.com";
    await fillCheckout(shopper.page, "en-us", email);
    const told = shopper.page.getByText("Customs duties may still be due on arrival").first();
    await told.waitFor();
    await goToPayment(shopper.page, inject("paymentsUrl"));
    await payByCard(shopper.page, CARD_THAT_PAYS);
    const id = await waitForOrder(shopper.page);
    await told.waitFor();
    await expectUsable(shopper.page);
    const days = (await shopper.page.locator("section p", { hasText: "Arrives " }).first().textContent())?.trim() ?? "";
    const plain = (text: string) => text.replace(/\s+/g, " ");
    const [mail] = await waitForMail(storeUrl, email);
    expect(plain(mail?.text ?? "")).toContain(`should arrive ${plain(/Arrives (.+)/.exec(days)?.[1] ?? "").trim()}.`);
    expect(plain(mail?.text ?? "")).toContain("Customs duties may still be due on arrival");
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/orders/${id}`);
    const declaration = page.locator("section", { has: page.locator("#customs") });
    await declaration.getByText("something is still missing").waitFor();
    await declaration.locator("li a").first().click();
    await page.locator("[name=tariffCode]").fill("8518.30");
    await page.locator("[name=originCountry]").selectOption("VN");
    await page.getByRole("button", { name: "Save shipping facts" }).click();
    await page.waitForURL(/done=saved/);
    await page.goto(`${storeUrl}/admin/orders/${id}`);
    expect((await declaration.locator("tbody tr").first().textContent())?.replace(/\s+/g, " ")).toMatch(/851830.*VN/);
    const scripted = await newVisitor();
    await signInAsStaff(scripted.page);
    await scripted.page.goto(`${storeUrl}/admin/orders/${id}`);
    await expectUsable(scripted.page);
  });
});

describe("a location, without JavaScript", () => {
  test("has a cut-off, a clock and days to pack of its own, and is told at the field where one is wrong", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/stock/locations/new`);
    const made = page.locator("form:has([name=cutOff])");
    await made.locator("[name=id]").fill("reykjavik-annex");
    await made.locator("[name=name]").fill("Annex");
    await made.locator("[name=country]").selectOption("IS");
    await made.locator("[name=priority]").fill("90");
    await made.locator("[name=cutOff]").fill("16:30");
    await made.locator("[name=timeZone]").fill("Mars/Olympus");
    await made.locator("[name=handlingDays]").fill("99");
    await made.locator("button").click();
    for (const field of ["timeZone", "handlingDays"]) await page.locator(`#field-${field}-error`).waitFor();
    await page.locator("[name=timeZone]").fill("Atlantic/Reykjavik");
    await page.locator("[name=handlingDays]").fill("1");
    await made.locator("button").click();
    await page.waitForURL(/reykjavik-annex\?done=saved/);
    const shown = ["cutOff", "timeZone", "handlingDays"].map((name) => page.locator(`[name=${name}]`).inputValue());
    expect(await Promise.all(shown)).toEqual(["16:30", "Atlantic/Reykjavik", "1"]);
  });
});
