/** The search in a real browser: suggestions by keyboard, hand and ear; lists narrowed with a script and without; staff's part. */
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectAccessible, expectUsable, openBrowser } from "../support/browser.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const PHONE = { viewport: { width: 360, height: 740 } } as const;
const SLOW = { timeout: 45_000 };

const field = (page: Page) => page.locator("#search");
const options = (page: Page) => page.locator("#search-list [role=option]");
const active = (page: Page) => field(page).getAttribute("aria-activedescendant");
const isOpen = async (page: Page) => (await field(page).getAttribute("aria-expanded")) === "true";

/** Types as a person does, and waits for what is suggested. */
async function typeInto(page: Page, text: string): Promise<void> {
  await field(page).pressSequentially(text, { delay: 20 });
  await options(page).first().waitFor(SLOW);
}

/** Letter by letter with no time between: however slow the machine, it is one stretch of typing. */
async function typeAtOnce(page: Page, texts: readonly string[]): Promise<void> {
  await field(page).focus();
  await field(page).evaluate((input, each) => {
    for (const text of each) {
      (input as HTMLInputElement).value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, texts);
}

describe("suggestions", () => {
  test("are chosen by keyboard as an editable combobox's are, and heard", async () => {
    const { page, problems } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/`);
    expect(await field(page).getAttribute("role")).toBe("combobox");
    expect(await isOpen(page)).toBe(false);
    await typeInto(page, "lap");
    expect(await isOpen(page)).toBe(true);
    const count = await options(page).count();
    expect(await page.locator("form[data-suggest] [role=status]").first().textContent()).toContain(
      `${count} suggestions`,
    );
    expect(await active(page), "nothing is chosen by itself").toBeNull();
    await expectAccessible(page);

    await page.keyboard.press("ArrowDown");
    expect(await active(page)).toBe("search-list-0");
    expect(await page.locator("#search-list-0").getAttribute("aria-selected")).toBe("true");
    expect(await page.evaluate(() => document.activeElement?.id), "the field keeps the focus").toBe("search");
    await page.keyboard.press("ArrowUp");
    expect(await active(page), "above the first stands the field").toBeNull();
    await page.keyboard.press("ArrowUp");
    expect(await active(page)).toBe(`search-list-${count - 1}`);
    await page.keyboard.press("Home");
    expect(await active(page)).toBeNull();
    expect(await field(page).evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(0);
    await page.keyboard.press("End");
    expect(await field(page).evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3);

    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    expect([await isOpen(page), await active(page), await field(page).inputValue()]).toEqual([false, null, "lap"]);
    await page.keyboard.press("Alt+ArrowDown");
    expect([await isOpen(page), await active(page)]).toEqual([true, null]);
    await page.keyboard.press("Tab");
    expect(await isOpen(page)).toBe(false);

    await field(page).focus();
    await page.keyboard.press("Alt+ArrowDown");
    for (let index = 0; index < count; index += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/products\//, SLOW);
    expect(problems).toEqual([]);
  });

  test("without one chosen leave Enter to the form", async () => {
    const { page } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/`);
    await typeInto(page, "lap");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=lap$/, SLOW);
  });

  test("have categories, words and products with pictures, and are followed by mouse and by finger", async () => {
    const { page } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/`);
    await typeInto(page, "lap");
    const list = page.locator("#search-list");
    expect(await list.locator("[href$='/categories/laptops']").count()).toBe(1);
    expect(await list.locator("[href$='/search?q=laptop']").count()).toBe(1);
    expect(await list.locator("[href*='/products/'] img").count()).toBeGreaterThan(1);
    await list.locator("[href$='/categories/laptops']").click();
    await page.waitForURL(/\/categories\/laptops$/, SLOW);

    const { page: phone } = await newVisitor({ ...PHONE, hasTouch: true, isMobile: true, colorScheme: "dark" });
    await phone.goto(`${storeUrl}/en-us/`);
    await typeInto(phone, "lap");
    await expectUsable(phone);
    await phone.locator("#search-list [href*='/products/']").first().tap();
    await phone.waitForURL(/\/products\//, SLOW);
  });

  test("are asked for once the typing rests, and an answer that was overtaken is never shown", async () => {
    const { page } = await newVisitor();
    const asked: string[] = [];
    await page.route("**/suggest?*", async (route) => {
      const q = new URL(route.request().url()).searchParams.get("q") ?? "";
      asked.push(q);
      if (q === "hea") await new Promise((wake) => setTimeout(wake, 600));
      await route.continue().catch(() => undefined);
    });
    await page.goto(`${storeUrl}/en-us/`);
    await typeAtOnce(page, ["h", "he", "hea"]);
    await expect.poll(() => asked, SLOW).toEqual(["hea"]);
    await typeAtOnce(page, ["head", "headp", "headph"]);
    await expect.poll(() => asked, SLOW).toEqual(["hea", "headph"]);
    await page.locator("#search-list [href$='/categories/headphones']").waitFor(SLOW);
    const shown = await page.locator("#search-list").innerHTML();
    await page.waitForTimeout(800);
    expect(await page.locator("#search-list").innerHTML()).toBe(shown);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowDown");
    expect(await isOpen(page), "what was answered is shown again without asking").toBe(true);
    expect(asked).toHaveLength(2);
  });

  test("come in Arabic from right to left within a phone's screen", async () => {
    const { page, problems } = await newVisitor(PHONE);
    await page.goto(`${storeUrl}/ar-ae/`);
    await typeInto(page, "سما");
    const box = await page.locator("#search-list").boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    const [picture, name] = await Promise.all(
      [".suggested__picture", ".suggested__name"].map((part) =>
        options(page)
          .filter({ has: page.locator("img") })
          .first()
          .locator(part)
          .boundingBox(),
      ),
    );
    expect(picture && name && picture.x > name.x, "pictures stand at the right").toBe(true);
    await expectUsable(page);
    expect(problems).toEqual([]);
  });

  test("that do not come leave a search that works", async () => {
    const { page } = await newVisitor();
    await page.route("**/suggest?*", (route) => route.abort());
    await page.goto(`${storeUrl}/en-us/`);
    await field(page).pressSequentially("laptop", { delay: 5 });
    await page.waitForTimeout(400);
    expect(await isOpen(page)).toBe(false);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=laptop$/, SLOW);
  });
});

describe("a list of products", () => {
  const count = async (page: Page) => Number.parseInt((await page.locator("[data-count]").textContent()) ?? "", 10);

  test("is narrowed in its place: the focus stays, the address follows, and back leads back", async () => {
    const { page, problems } = await newVisitor();
    await page.goto(`${storeUrl}/en-us/search?q=laptop`);
    await page.evaluate(() => {
      document.body.dataset.same = "yes";
    });
    const all = await count(page);
    const brand = page.locator("#filters [name=brand]").first();
    const value = (await brand.getAttribute("value")) ?? "";
    await brand.focus();
    await page.keyboard.press("Space");
    await page.waitForURL((url) => url.searchParams.get("brand") === value, SLOW);
    await page.locator(".chip", { hasText: value }).waitFor(SLOW);
    const fewer = await count(page);
    expect(fewer).toBeLessThan(all);
    expect(await page.locator("[data-said]").textContent(), "and it is heard").toMatch(new RegExp(`^${fewer} `));
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), "the focus stays").toBe(
      "brand",
    );
    await page.locator("[name=sort]").selectOption("price-asc");
    await page.waitForURL(/sort=price-asc/, SLOW);
    expect(new URL(page.url()).searchParams.get("brand")).toBe(value);
    await expectAccessible(page);
    await page.locator(".chip", { hasText: value }).click();
    await page.waitForURL((url) => !url.searchParams.has("brand"), SLOW);
    await expect.poll(() => count(page), SLOW).toBe(all);
    await page.goBack();
    await page.locator(".chip", { hasText: value }).waitFor(SLOW);
    expect(await page.locator("body").getAttribute("data-same"), "still the same page").toBe("yes");
    expect(problems).toEqual([]);
  });

  test("is narrowed on a phone in a sheet that stays open, and closes by the button that counts", async () => {
    const { page } = await newVisitor({ ...PHONE, hasTouch: true, isMobile: true });
    await page.goto(`${storeUrl}/en-us/categories/audio`);
    await page.locator(".listing__open").tap();
    await expectUsable(page);
    await page.locator("#filters [name=category]").first().tap();
    await page.waitForURL(/category=/, SLOW);
    await page.locator("#filters .badge").first().waitFor(SLOW);
    expect(await page.locator("#filters").evaluate((sheet) => sheet.matches(":popover-open"))).toBe(true);
    await page.locator("#filters button[type=submit]").tap();
    await page.locator("#filters").waitFor({ state: "hidden", ...SLOW });
    expect(await page.locator("article").count()).toBe(await count(page));
  });

  test("is narrowed on a phone without JavaScript, by several brands and a price", async () => {
    const { page, problems } = await newVisitor({ ...PHONE, javaScriptEnabled: false });
    await page.goto(`${storeUrl}/de-de/categories/computer`);
    const all = await count(page);
    await page.locator(".listing__open").click();
    await page.locator("#filters [name='price.min']").fill("99,50");
    await page.locator("#filters [name='price.max']").fill("1500");
    await page.locator("#filters button[type=submit]").click();
    await page.waitForURL(/price\.min=99%2C50/, SLOW);
    expect(await page.locator(".chip").first().textContent()).toMatch(/99,50\s€/);
    expect(await count(page)).toBeLessThan(all);
    expect(await page.locator("#filters [name='price.min']").inputValue()).toBe("99,50");
    await page.locator(".chip").first().click();
    expect(await count(page)).toBe(all);
    expect(problems).toEqual([]);
  });

  test("with filters that nothing fits says so, and leads back to all", async () => {
    const { page } = await newVisitor(PHONE);
    await page.goto(`${storeUrl}/ar-ae/search?q=${encodeURIComponent("سماعات")}&price.max=1`);
    expect(await page.locator("article").count()).toBe(0);
    await expectUsable(page);
    await page.locator(".nothing a").click();
    await page.locator("article").first().waitFor(SLOW);
  });

  test.each([
    "price.min=cheap",
    "price.min=9&price.max=1",
    `brand=${"x".repeat(500)}`,
    "cursor=forged",
    "sort=upwards",
  ])("asked with %s is shown all the same", async (part) => {
    const response = await fetch(`${storeUrl}/en-us/search?q=laptop&${part}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("data-product=");
  });
});

describe("a query", () => {
  test.each([
    ["of stop words alone", "the of and with"],
    ["of operators and quotes", '"laptop" OR NEAR(x, 2) AND title:* ^"'],
    ["of control characters", "lap\u0000top\u001b[31m"],
    ["of emoji", "😀👩‍💻🔥"],
    ["with direction turned round", "\u202epotpal\u202c \u2066x"],
    ["of SQL", "'; DROP TABLE products; --"],
    ["of markup", "<script>alert(1)</script>"],
    ["of half a letter", "laptop \ud83d"],
  ])("%s is answered by page, API and suggestions, and repeated without harm", async (_, q) => {
    const { page, problems } = await newVisitor();
    const response = await page.goto(`${storeUrl}/en-us/search?q=${encodeURIComponent(q.toWellFormed())}`);
    expect(response?.status()).toBe(200);
    const heading = (await page.locator("h1").textContent()) ?? "";
    expect(heading).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    expect(await page.locator("main a[href*='/products/'], main a[href*='/categories/']").count()).toBeGreaterThan(0);
    await expectAccessible(page);
    expect(problems).toEqual([]);
    const ask = `market=en-us&q=${encodeURIComponent(q.toWellFormed())}`;
    expect((await fetch(`${storeUrl}/api/search?${ask}`)).status).toBe(200);
    expect((await fetch(`${storeUrl}/api/suggest?${ask}`)).status).toBe(200);
    expect((await fetch(`${storeUrl}/en-us/suggest?${ask}`)).status).toBe(200);
  });

  test("of 10,000 characters is refused with how long it may be, everywhere", async () => {
    const q = "x".repeat(10_000);
    const { page } = await newVisitor();
    const response = await page.goto(`${storeUrl}/en-us/search?q=${q}`);
    expect(response?.status()).toBe(422);
    expect(await page.locator(".notice").textContent()).toContain("at most 200 characters; this one has 10,000");
    await expectAccessible(page);
    for (const path of ["api/search", "api/suggest"])
      expect((await fetch(`${storeUrl}/${path}?market=en-us&q=${q}`)).status, path).toBe(422);
  });

  test("that finds nothing is told of, and shows ways on", async () => {
    const { page } = await newVisitor(PHONE);
    await page.goto(`${storeUrl}/de-de/search?q=qqqzzzxxx`);
    expect(await page.locator("h1").textContent()).toBe("Nichts gefunden für qqqzzzxxx");
    expect(await page.locator("main a[href*='/categories/']").count()).toBeGreaterThan(3);
    expect(await page.locator("main article").count()).toBeGreaterThan(1);
    await expectUsable(page);
  });
});

describe("staff", () => {
  test("see what is searched and followed, and put a product first, having looked at it before", async () => {
    const { page: shopper } = await newVisitor();
    await shopper.goto(`${storeUrl}/en-us/search?q=travel+charger`);
    await shopper.locator("[data-found] article a").nth(1).click();
    await shopper.waitForURL(/\/products\//);

    const { page, problems } = await newVisitor();
    await signInAsStaff(page, "/admin/search");
    await expect
      .poll(async () => {
        await page.goto(`${storeUrl}/admin/search?market=en-us`);
        return page.locator("tr", { hasText: "travel charger" }).locator("td").allTextContents();
      }, SLOW)
      .toEqual([expect.stringMatching(/^1$/), expect.stringMatching(/\d/), "1", "100%"]);
    await expectAccessible(page);
    await page.locator("a", { hasText: "travel charger" }).click();
    await expect.poll(() => page.locator("tbody tr").count(), SLOW).toBe(1);
    await expectAccessible(page);
    await page.locator("a", { hasText: "Put products first" }).click();
    const results = page.locator("#preview .result");
    const second = await results.nth(1).locator(".result__name").textContent();
    await results.nth(1).locator("button", { hasText: "Pin" }).click();
    await page.locator(".result--pinned").waitFor(SLOW);
    expect(await results.first().locator(".result__name").textContent()).toBe(second);
    await expectAccessible(page);
    await page.locator("button[value=save]").click();
    await page.waitForURL(/\/rules\/[\w-]+\?done=saved$/);
    const title = second?.split(/Norvane|Kantwerk|Halvero|Domavi/)[0]?.trim() ?? "";
    await expect
      .poll(
        async () => {
          await shopper.goto(`${storeUrl}/en-us/search?q=Travel%20CHARGER`);
          return shopper.locator("article h2").first().textContent();
        },
        { timeout: 45_000, interval: 2_000 },
      )
      .toContain(title);
    await page.locator("a", { hasText: "Audit log" }).last().click();
    expect(await page.locator(".entry__what").first().textContent()).toBe("Search rule saved");
    expect(problems).toEqual([]);
  }, 90_000);

  test("lead a query to a page without JavaScript, are told what is wrong, and take it back", async () => {
    const { page } = await newVisitor({ ...PHONE, javaScriptEnabled: false });
    await signInAsStaff(page, "/admin/search");
    await page.goto(`${storeUrl}/admin/search/rules/new?kind=redirect&scope=en-gb&query=send+it+back`);
    await page.locator("[name=path]").fill("https://evil.example/");
    await page.locator("button[value=save]").click();
    expect(await page.locator("#field-path-error").textContent()).toContain("no such page");
    await page.locator("[name=path]").fill("/en-gb/returns");
    await page.locator("button[value=try]").click();
    expect(await page.locator("#preview a").textContent()).toBe("/en-gb/returns");
    await page.locator("button[value=save]").click();
    await page.waitForURL(/done=saved$/);
    const rule = page.url();
    await expect
      .poll(
        async () => {
          await page.goto(`${storeUrl}/en-gb/search?q=Send+it+BACK!`);
          return new URL(page.url()).pathname;
        },
        { timeout: 45_000, interval: 2_000 },
      )
      .toBe("/en-gb/returns");
    await page.goto(rule);
    await page.locator("summary", { hasText: "Delete" }).click();
    await page.locator("button[value=delete]").click();
    await page.waitForURL(/\/admin\/search\/rules\?kind=redirect&done=deleted$/);
    expect((await page.goto(rule))?.status()).toBe(404);
  }, 90_000);

  test.each([
    { width: 360, colorScheme: "dark" },
    { width: 1440, colorScheme: "light" },
  ] as const)("can use every page of it at $width px", async ({ width, colorScheme }) => {
    const { page, problems } = await newVisitor({ viewport: { width, height: 900 }, colorScheme });
    await signInAsStaff(page, "/admin/search");
    for (const path of [
      "?which=nothing&days=28",
      "/rules?kind=synonym",
      "/rules?kind=pin&scope=de-de",
      "/rules/new?kind=synonym&scope=de&query=handy",
      "/rules/new?kind=pin&query=laptop",
    ]) {
      await page.goto(`${storeUrl}/admin/search${path}`);
      await expectUsable(page);
    }
    expect(problems).toEqual([]);
    await page.goto(`${storeUrl}/admin/search/query?market=en-us&q=never-searched`);
    expect(await page.locator("h1").textContent()).not.toBe("");
    await expectUsable(page);
  });
});
