/** Staff make a product from nothing in the browser, and shoppers see each step of it; nothing is lost on the way. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { pngOf } from "../support/png.ts";
import { makeProduct, signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SOON = { timeout: 45_000, interval: 250 };

async function publish(page: Page, product: string): Promise<void> {
  await page.goto(`${product}/sale`);
  await page.locator("[name=status]").selectOption("published");
  await page.getByRole("button", { name: "Save where it is sold" }).click();
  await page.waitForURL(/done=saved/);
}

const picture = (name: string, seed: number) => ({
  name,
  mimeType: "image/png",
  buffer: Buffer.from(pngOf(640, 480, seed)),
});

describe("a product made from nothing, without JavaScript", () => {
  test("has pictures in sizes and every variant its options ask for, and is sold as soon as it is published", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    const product = await makeProduct(page, "Tern Desk Fan", "TERN-FAN");

    await page.goto(`${product}/pictures`);
    await page
      .locator("[name=pictures]")
      .setInputFiles([
        picture("front.png", 1),
        { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
      ]);
    await page.getByRole("button", { name: "Upload" }).click();
    const refused = page.locator(".notice", { hasText: "notes.png" });
    await refused.waitFor();
    expect(await page.locator(".pictures > li").count()).toBe(0);
    await page.locator("[name=pictures]").setInputFiles([picture("front.png", 1), picture("back.png", 2)]);
    await page.getByRole("button", { name: "Upload" }).click();
    await page.waitForURL(/done=saved/);
    await page.getByText("It is a draft, so shoppers do not see it yet.").waitFor();
    await page.locator("[name^='alt.en.']").first().fill("The fan from the front");
    await page.getByRole("button", { name: /^Later\s*: 1$/ }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.locator("[name^='alt.en.']").nth(1).inputValue()).toBe("The fan from the front");

    await page.goto(`${product}/variants`);
    await page.locator("#options").click();
    await page.locator("[name='option.0.name']").fill("Colour");
    await page.locator("[name='option.0.values']").fill("Sand, Sage");
    await page.getByRole("button", { name: "Save options" }).click();
    await page.waitForURL(/done=saved/);
    await page.locator("#options").click();
    await page.locator("[name='option.1.name']").fill("Size");
    await page.locator("[name='option.1.values']").fill("Small, Large");
    await page.getByRole("button", { name: "Save and make the missing variants" }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.locator(".grid tbody tr").count()).toBe(4);
    await page.locator("[name='price.TERN-FAN-SAGE-LARGE.USD']").fill("59.90");
    await page.locator("[name='barcode.TERN-FAN-SAGE-LARGE']").fill("4006381333931");
    await page.getByRole("button", { name: "Save variants" }).click();
    await page.waitForURL(/done=saved/);

    await page.goto(`${product}/sale`);
    const unpriced = (await page.locator("[data-unpriced]").textContent()) ?? "";
    expect([unpriced.includes("Japan"), unpriced.includes("United States")], unpriced).toEqual([true, false]);
    await page.goto(`${product}/preview`);
    await page.getByText("Shoppers do not see this product.").waitFor();
    expect(await page.locator("h1").textContent()).toContain("Tern Desk Fan");
    await page.goto(`${product}/preview?market=ja-jp`);
    await page.getByText("There is nothing to show for Japan").waitFor();

    const shopper = await newVisitor();
    await shopper.page.goto(`${product}/preview`);
    expect(new URL(shopper.page.url()).pathname).toBe("/admin/sign-in");
    const address = `${storeUrl}/en-us/products/tern-desk-fan`;
    expect((await shopper.page.goto(address))?.status()).toBe(404);
    await publish(page, product);
    await expect.poll(async () => (await shopper.page.goto(address))?.status(), SOON).toBe(200);
    const shown = shopper.page.locator(".gallery picture").first();
    expect(await shown.locator("source[type='image/avif']").getAttribute("srcset")).toMatch(
      /\/media\/sized\/320\.avif/,
    );
    const size = await shown.locator("img").evaluate((img) => [img.getAttribute("width"), img.getAttribute("height")]);
    expect(size).toEqual(["640", "480"]);
    await expect
      .poll(() => shown.locator("img").evaluate((img: HTMLImageElement) => [img.currentSrc, img.naturalWidth]), SOON)
      .toEqual([expect.stringMatching(/\/media\/sized\/\d+\.avif\//), expect.any(Number)]);
    const text = await shopper.page.locator("main").textContent();
    for (const word of ["Sand", "Sage", "Small", "Large"]) expect(text).toContain(word);
    expect(shopper.problems.filter((problem) => !problem.includes("404"))).toEqual([]);
  });

  test("is told at the field what is missing, with what was typed kept", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/products/new`);
    await page.locator("[name=brand]").fill("Halvero");
    await page.locator("[name=sku]").fill("HAL-HUSH-BLK");
    await page.getByRole("button", { name: "Make the product" }).click();
    await page.locator("#field-title-error").waitFor();
    expect(await page.locator("[name=brand]").inputValue()).toBe("Halvero");
    await page.locator("[name=title]").fill("Second Headphones");
    await page.getByRole("button", { name: "Make the product" }).click();
    await page.locator("#field-sku-error").waitFor();
    expect(await page.locator("[name=title]").inputValue()).toBe("Second Headphones");
  });
});

describe("a product that is changed", () => {
  test("is found at its old address, and is again what it was in a version", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    const product = await makeProduct(page, "Wren Table Clock", "WREN-CLOCK");
    await publish(page, product);
    await page.goto(product);
    await page.locator("[name='translations.en.title']").fill("Wren Wall Clock");
    await page.locator("[name='translations.en.slug']").fill("wren-wall-clock");
    await page.getByRole("button", { name: "Save texts" }).click();
    await page.waitForURL(/done=saved/);
    const shopper = await newVisitor();
    const heading = async (slug: string) => {
      await shopper.page.goto(`${storeUrl}/en-us/products/${slug}`);
      return [new URL(shopper.page.url()).pathname, (await shopper.page.locator("h1").textContent())?.trim()];
    };
    const renamed = ["/en-us/products/wren-wall-clock", "Wren Wall Clock"];
    await expect.poll(() => heading("wren-table-clock"), SOON).toEqual(renamed);

    await page.goto(`${product}/history`);
    expect(await page.locator("main").textContent()).toContain("TechRetail staff");
    await page.getByRole("link", { name: "Version 3" }).click();
    await page.locator("#compared ins", { hasText: "Wren Wall Clock" }).waitFor();
    await expectUsable(page);
    await page.getByRole("button", { name: "Go back to version 2" }).click();
    await page.waitForURL(/done=reverted/);
    const restored = ["/en-us/products/wren-table-clock", "Wren Table Clock"];
    await expect.poll(() => heading("wren-wall-clock"), SOON).toEqual(restored);
  });

  test("by two people at once keeps both: the second sees what changed, and saves on top of it", async () => {
    const [first, second] = [await newVisitor(), await newVisitor()];
    await signInAsStaff(first.page);
    const product = await makeProduct(first.page, "Heron Reading Lamp", "HERON-READ");
    await signInAsStaff(second.page);
    await second.page.goto(product);
    await first.page.goto(product);
    await first.page.locator("[name='translations.en.description']").fill("A lamp to read by.");
    await first.page.getByRole("button", { name: "Save texts" }).click();
    await first.page.waitForURL(/done=saved/);
    await second.page.locator("[name=tags]").fill("reading");
    await second.page.getByRole("button", { name: "Save texts" }).click();
    await second.page.locator(".differences ins", { hasText: "A lamp to read by." }).waitFor();
    expect(await second.page.locator("[name=tags]").inputValue()).toBe("reading");
    expect(await second.page.locator("[name='translations.en.description']").inputValue()).toBe("A lamp to read by.");
    await second.page.getByRole("button", { name: "Save texts" }).click();
    await second.page.waitForURL(/done=saved/);
    expect(await second.page.locator("[name=tags]").inputValue()).toBe("reading");
    expect(await second.page.locator("[name='translations.en.description']").inputValue()).toBe("A lamp to read by.");
  });

  test("with others together: those chosen in the list are archived, and gone from the shop", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    for (const number of [1, 2]) {
      const product = await makeProduct(page, `Finch Cable ${number}`, `FINCH-${number}`);
      await publish(page, product);
    }
    const inShop = async (number: number) => (await fetch(`${storeUrl}/en-us/products/finch-cable-${number}`)).status;
    await expect.poll(() => inShop(2), SOON).toBe(200);
    await page.goto(`${storeUrl}/admin/products?q=Finch`);
    for (const number of [1, 2]) await page.getByLabel(`Choose Finch Cable ${number}`).check();
    await page.locator("#bulk").selectOption("archived");
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByText("2 products are archived.").waitFor();
    for (const number of [1, 2]) await expect.poll(() => inShop(number), SOON).toBe(410);
  });
});

describe("what products are found by", () => {
  test("a category is made with a picture below another, moved among its siblings, and in the shop's navigation", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/categories/new`);
    await page.getByRole("button", { name: "Save category" }).click();
    await page.locator("[id='field-translations.en.name-error']").waitFor();
    await page.locator("[name='translations.en.name']").fill("Turntables");
    await page.locator("[name=parentId]").selectOption("audio");
    await page.locator("[name=picture]").setInputFiles(picture("turntable.png", 9));
    await page.getByRole("button", { name: "Save category" }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.locator(".picture__shown").getAttribute("src")).toMatch(/^\/media\/pictures\/640x480-/);
    await page.goto(`${storeUrl}/admin/categories`);
    const names = async () => (await page.locator(".tree__name").allTextContents()).map((name) => name.trim());
    const before = await names();
    await page.getByRole("button", { name: "Move Turntables up" }).click();
    await page.waitForURL(/done=moved/);
    const after = await names();
    expect(after.indexOf("Turntables")).toBe(before.indexOf("Turntables") - 1);
    const shopper = await newVisitor();
    expect((await shopper.page.goto(`${storeUrl}/en-us/categories/turntables`))?.status()).toBe(200);
    expect(await shopper.page.locator("h1").textContent()).toContain("Turntables");
  });

  test("a collection by rule shows what it finds before it is saved, and in the shop after", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/collections/new`);
    await page.getByLabel("By a rule").check();
    await page.locator("summary", { hasText: "Products that a rule finds" }).click();
    await page.locator("[name='rule.0.about']").selectOption("brand");
    await page.locator("[name='rule.0.values']").fill("Kantwerk");
    await page.locator("[name='rule.1.about']").selectOption("price");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator("#rule-1-error").waitFor();
    await page.locator("[name='rule.1.name']").fill("USD");
    await page.locator("[name='rule.1.to']").fill("100");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator("#found").waitFor();
    const found = (await page.locator(".picked a").allTextContents()).toSorted();
    expect(found.length).toBeGreaterThan(2);
    await page.locator("[name='translations.en.name']").fill("Small things");
    await page.getByRole("button", { name: "Save collection" }).click();
    await page.waitForURL(/done=saved/);
    const shopper = await newVisitor();
    await shopper.page.goto(`${storeUrl}/en-us/collections/small-things`);
    const shown = await shopper.page.locator(".product__title").allTextContents();
    expect(shown.map((title) => title.trim()).toSorted()).toEqual(found);
  });

  test("a category is archived and brought back as it was in a version; till then its address leads to what is above", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/categories/new`);
    await page.locator("[name='translations.en.name']").fill("Mixers");
    await page.locator("[name=parentId]").selectOption("audio");
    await page.getByRole("button", { name: "Save category" }).click();
    await page.waitForURL(/done=saved/);
    const category = page.url().replace(/\?.*/, "");
    await page.locator("[name='translations.en.name']").fill("Mixing desks");
    await page.getByRole("button", { name: "Save category" }).click();
    await page.waitForURL(/done=saved/);
    await page.getByRole("button", { name: "Archive it" }).click();
    await page.waitForURL(/done=archived/);
    const answer = await fetch(`${storeUrl}/en-us/categories/mixers`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/en-us/categories/audio"]);
    await page.goto(`${storeUrl}/admin/categories?state=archived`);
    await page.locator(".tree__line", { hasText: "Mixing desks" }).getByText("Archived").waitFor();
    await page.goto(`${category}/history`);
    await page.getByRole("link", { name: "Version 2" }).click();
    const compared = page.locator("#compared");
    expect(await compared.locator("del").textContent()).toBe("Mixers");
    await compared.getByRole("button", { name: "Go back to version 1" }).click();
    await page.waitForURL(/done=groupReverted/);
    expect(await page.locator("h1").textContent()).toContain("Mixers");
    expect((await fetch(`${storeUrl}/en-us/categories/mixers`, { redirect: "manual" })).status).toBe(200);
  });
});

describe("an attribute's definition", () => {
  test("is saved, held against a save of somebody else, compared, gone back to, archived and brought back", async () => {
    const { page } = await newVisitor({ javaScriptEnabled: false });
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/attributes/edit`);
    await page.locator("[name=productType]").selectOption("headphones");
    await page.locator("[name=key]").fill("cord/length");
    await page.locator("[name=kind]").selectOption("number");
    await page.locator("[name=unit]").fill("m");
    await page.locator("[name='label.en']").fill("Cord");
    await page.getByRole("button", { name: "Save attribute" }).click();
    await page.waitForURL(/done=saved/);
    const definition = page.url().replace("&done=saved", "");
    const save = async (label: string, version: number) => {
      await page.goto(definition);
      await page.locator("[name='label.en']").fill(label);
      await page
        .locator("form input[name=version]")
        .first()
        .evaluate((field, seen) => {
          (field as HTMLInputElement).value = String(seen);
        }, version);
      await page.getByRole("button", { name: "Save attribute" }).click();
    };
    await save("Cord length", 1);
    await page.waitForURL(/done=saved/);
    await save("Length of the cord", 1);
    await page.getByText("Somebody else saved this while you were editing").first().waitFor();
    expect(await page.locator("[name='label.en']").inputValue()).toBe("Length of the cord");
    await page.goto(definition);
    await page.getByRole("link", { name: "History" }).click();
    await page.getByRole("button", { name: "Compare the two chosen" }).click();
    const compared = page.locator("#compared");
    expect(await compared.locator("del").textContent()).toBe("Cord");
    expect(await compared.locator("ins").textContent()).toBe("Cord length");
    await compared.getByRole("button", { name: "Go back to version 1" }).click();
    await page.waitForURL(/done=groupReverted/);
    expect(await page.locator("h1").textContent()).toContain("Cord");
    await page.goto(definition);
    await page.getByRole("button", { name: "Archive it" }).click();
    await page.getByText("It no longer applies to anything").waitFor();
    await page.goto(`${storeUrl}/admin/attributes?type=headphones`);
    expect(await page.getByRole("link", { name: "Cord", exact: true }).count()).toBe(0);
    await page.goto(`${storeUrl}/admin/attributes?type=headphones&state=archived`);
    await page.getByRole("link", { name: "Cord", exact: true }).click();
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.getByText("It counts again").waitFor();
    await page.goto(definition);
    await page.getByRole("link", { name: "Audit" }).last().click();
    await page.getByText("Attribute definition put back to an earlier version").waitFor();
  });
});

describe("the product's pages", () => {
  const SECTIONS = ["", "/sale", "/variants", "/pictures", "/specification", "/related", "/history"] as const;
  const GROUPS = [
    "categories",
    "categories/headphones",
    "categories/headphones/history",
    "categories?state=archived",
    "collections/new",
    "brands/halvero",
    "brands?state=archived",
    "attributes/edit",
    "attributes",
    "attributes/history?type=headphones&key=cord%2Flength&version=3",
  ] as const;

  test("can be used by everyone, on a phone and on a desk", async () => {
    const { page, problems } = await newVisitor();
    await signInAsStaff(page);
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const section of SECTIONS) {
        await page.goto(`${storeUrl}/admin/products/demo-hush-headphones${section}`);
        await expectUsable(page);
      }
      for (const path of ["products/new", ...GROUPS]) {
        await page.goto(`${storeUrl}/admin/${path}`);
        await expectUsable(page);
      }
    }
    expect(problems).toEqual([]);
  });

  test("are gone through by keyboard: the sections come in order, and the page says where one is", async () => {
    const { page } = await newVisitor();
    await signInAsStaff(page);
    await page.goto(`${storeUrl}/admin/products/demo-hush-headphones`);
    await page.locator(".parts a").first().focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sale$/);
    expect(await page.locator(".parts [aria-current=page]").textContent()).toBe("Where it is sold");
  });
});
