/** The catalogue's pages in a real browser: readable by everyone, found without a script, and quicker with one. */
import { describe, expect, inject, test } from "vitest";
import { CONTENT_PAGES } from "../../worker/content/content-page.ts";
import { expectAccessible, expectNoSideways, expectUsable, openBrowser } from "../support/browser.ts";
import { MARKETS } from "../support/markets.ts";
import { partOfDay } from "../support/part-of-day.ts";
import { askAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const LAPTOP = "/en-us/products/aero-13-ultralight-laptop";
const PAGES = ["", "categories/audio", "search?q=usb", "search?q=zzzzzz", "shipping"];
/** Made as the last of those is. */
const PAGES_ALIKE = CONTENT_PAGES.filter((page) => page !== "shipping");

const newVisitor = openBrowser();

/** Words differ from market to market: none may be too long for a phone. On wider screens each market is seen on one of them. */
const PHONE = { width: 360, colorScheme: "dark" } as const;
const WIDER = [
  { width: 1440, colorScheme: "light" },
  { width: 768, colorScheme: "light" },
] as const;
const SEEN = MARKETS.map((market, at) => ({ ...market, at, wider: WIDER[at % WIDER.length] ?? WIDER[0] }));

/** On a wider screen every other market is seen on one day, the rest on the next. */
const wideToday = partOfDay("", 2, Date.now());

describe.each(SEEN)("in $id", ({ id, locale, direction, at, wider }) => {
  const looks = at % 2 === wideToday.part ? [PHONE, wider] : [PHONE];
  test.each(looks)("every page can be read at $width px in the $colorScheme theme", async (look) => {
    const { width, colorScheme } = look;
    const viewport = { width, height: 900 };
    const { page, problems } = await newVisitor({ viewport, colorScheme, reducedMotion: "reduce" });
    const [expectReadable, alike] = look === PHONE ? [expectUsable, PAGES_ALIKE] : [expectNoSideways, []];
    for (const [place, path] of PAGES.entries()) {
      await page.goto(`${storeUrl}/${id}/${path}`);
      expect(await page.locator("html").getAttribute("lang")).toBe(locale);
      expect(await page.locator("html").getAttribute("dir")).toBe(direction);
      // Each market's every other page is held to axe, each page in every other market.
      await ((place + at) % 2 === 0 ? expectReadable : expectNoSideways)(page);
    }
    for (const path of alike) {
      await page.goto(`${storeUrl}/${id}/${path}`);
      await expectNoSideways(page);
    }
    await page.goto(`${storeUrl}/${id}/`);
    await page.locator("main article a").first().click();
    await page.waitForURL(/\/products\//);
    await expectReadable(page);
    expect(problems).toEqual([]);
  });

  test("an address with nothing at it says so, and helps on", async () => {
    const { page } = await newVisitor();
    const response = await page.goto(`${storeUrl}/${id}/products/nothing-of-this-name`);
    expect(response?.status()).toBe(404);
    expect(await page.locator("main [type=search]").count()).toBe(1);
    expect(await page.locator("main a[href*='/categories/']").count()).toBeGreaterThan(3);
    if (wider.width === 768) await expectAccessible(page);
  });
});

describe("without JavaScript", () => {
  test("a shopper finds a product by menu, order, search and options", async () => {
    const { page, problems } = await newVisitor({ javaScriptEnabled: false });
    await page.goto(`${storeUrl}/en-us/`);
    await page.locator(".header [popovertarget=categories]:visible").click();
    await page.locator("#categories a", { hasText: "Laptops" }).click();
    await page.waitForURL(/categories\/laptops$/);
    await page.locator("[name=sort]").selectOption("price-asc");
    await page.locator("[data-sort] button").click();
    await page.waitForURL(/sort=price-asc/);
    await page.locator("#search").fill("aero");
    await page.locator("#search").press("Enter");
    await page.waitForURL(/search\?q=aero/);
    await page.locator("main article a").first().click();
    await page.waitForURL(/products\/aero-13/);
    await page.locator("[data-variant]", { hasText: "Midnight" }).click();
    await page.waitForURL(/sku=NOR-AE13-MID/);
    expect(await page.locator(".strip img").first().getAttribute("alt")).toContain("Midnight");
    await page.locator(".thumb").nth(2).click();
    await page.waitForURL(/#picture-3$/);
    expect(problems).toEqual([]);
  });
});

describe("with JavaScript", () => {
  test.each(WIDER)("a screen of $width px is held to axe, too", async ({ width, colorScheme }) => {
    const { page } = await newVisitor({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
    for (const path of PAGES) {
      await page.goto(`${storeUrl}/en-us/${path}`);
      await expectAccessible(page);
    }
    await page.goto(storeUrl + LAPTOP);
    await expectAccessible(page);
  });

  test("another variant comes without a new page, and a sold-out one cannot be put in the cart", async () => {
    const { page, problems } = await newVisitor();
    await page.goto(storeUrl + LAPTOP);
    await page.evaluate(() => {
      document.body.dataset.same = "yes";
    });
    await page.locator("[data-variant]", { hasText: "Sage" }).click();
    await page.waitForURL(/NOR-AE13-SGE-512/);
    await page.locator("[data-variant]", { hasText: "1 TB" }).click();
    await page.waitForURL(/NOR-AE13-SGE-1TB/);
    await page.locator("[data-stock='NOR-AE13-SGE-1TB'][data-state=none]").waitFor();
    expect(await page.locator("[data-add-to-cart] button").isDisabled()).toBe(true);
    expect(await page.locator("body").getAttribute("data-same"), "still the same page").toBe("yes");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("1 TB");
    await expectAccessible(page);
    expect(problems).toEqual([]);
  });

  test("what is chosen is told where the system chooses the colours", async () => {
    const { page } = await newVisitor({ forcedColors: "active" });
    await page.goto(storeUrl + LAPTOP);
    for (const chosen of ["[data-variant][aria-current]", "[data-theme-choice] label:has(:checked)"]) {
      const { outline, ground } = await page
        .locator(chosen)
        .first()
        .evaluate((element) => {
          const { outlineStyle, backgroundColor } = getComputedStyle(element);
          return { outline: outlineStyle, ground: backgroundColor };
        });
      expect(outline, `${chosen}, on ${ground}`).toBe("solid");
    }
  });

  test("a theme chosen by hand is there on the next page", async () => {
    const { page } = await newVisitor({ colorScheme: "light" });
    await page.goto(`${storeUrl}/de-de/`);
    await page.locator("[data-theme-choice] label", { hasText: "Dunkel" }).click();
    await page.goto(`${storeUrl}/de-de/about`);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe("rgb(13, 19, 17)");
  });
});

test("choosing a market keeps the page, and is remembered at the store's bare address", async () => {
  const { page } = await newVisitor();
  await page.goto(storeUrl + LAPTOP);
  await page.locator(".header__tools [popovertarget=markets]").click();
  await page.locator("#markets button", { hasText: "Deutschland" }).click();
  await page.waitForURL(/\/de-de\/products\/aero-13-ultraleicht-notebook$/);
  await page.goto(`${storeUrl}/`);
  expect(new URL(page.url()).pathname).toBe("/de-de/");
});

test("an address of another language leads to the market's own, with the variant that was asked for", async () => {
  const { page } = await newVisitor();
  await page.goto(`${storeUrl}/en-us/products/aero-13-ultraleicht-notebook?sku=NOR-AE13-MID-512`);
  expect(page.url()).toBe(`${storeUrl}${LAPTOP}?sku=NOR-AE13-MID-512`);
});

test("a group's address of another language leads to the market's own for good, with all that was asked for", async () => {
  const slugsIn = async (market: string) => {
    const answer = await fetch(`${storeUrl}/api/categories?market=${market}`);
    const { items } = (await answer.json()) as { items: { id: string; slug: string }[] };
    return new Map(items.map(({ id, slug }) => [id, slug]));
  };
  const [english, german] = [await slugsIn("en-us"), await slugsIn("de-de")];
  const [id, slug] = [...german].find(([each, own]) => english.get(each) !== own) ?? [];
  const collection = {
    version: 0,
    translations: {
      en: { slug: "for-the-road", name: "For the road" },
      de: { slug: "fuer-unterwegs", name: "Für unterwegs" },
    },
  };
  await askAsStaff("PUT", "/api/admin/collections/for-the-road", collection);
  const leadsTo = async (path: string) => {
    const answer = await fetch(storeUrl + path, { redirect: "manual" });
    return [answer.status, answer.headers.get("location")];
  };
  const query = "?sort=price-asc&utm_source=letter";
  const [category, collected] = [english.get(id ?? ""), "fuer-unterwegs"];
  expect(await leadsTo(`/en-us/categories/${slug}${query}`)).toEqual([301, `/en-us/categories/${category}${query}`]);
  expect(await leadsTo(`/de-de/collections/for-the-road${query}`)).toEqual([
    ...[301, `/de-de/collections/${collected}${query}`],
  ]);
});

test("a brand's address that it gave up, or that of a brand joined with it, leads to its own for good", async () => {
  const put = (path: string, method: string, body: unknown) =>
    askAsStaff<{ version: number }>(method, `/api/admin/brands/${path}`, body);
  const brand = { name: "Ferry Works", translations: {} };
  const { version } = await put("ferry-works", "PUT", { ...brand, version: 0, slug: "ferry-workshop" });
  await put("ferry-works", "PUT", { ...brand, version, slug: "ferry-works" });
  await put("ferry-werke", "PUT", { ...brand, version: 0, slug: "ferry-werke", name: "Ferry Werke" });
  await put("ferry-werke/merge", "POST", { into: "ferry-works" });
  const query = "?sort=price-asc&utm_source=letter";
  for (const market of ["en-us", "ja-jp"])
    for (const slug of ["ferry-workshop", "ferry-werke"]) {
      const answer = await fetch(`${storeUrl}/${market}/brands/${slug}${query}`, { redirect: "manual" });
      const to = `/${market}/brands/ferry-works${query}`;
      expect([answer.status, answer.headers.get("location")], slug).toEqual([301, to]);
    }
  expect((await fetch(`${storeUrl}/en-us/brands/ferry-works`)).status).toBe(200);
});

test("every department is in the foot of a page, or a page of all of them is", async () => {
  const { page } = await newVisitor();
  await page.goto(`${storeUrl}/en-us/`);
  const shown = await page.locator("footer nav[aria-labelledby=footer-shop] a").allTextContents();
  expect(shown.at(-1)).toBe("All categories");
  await page.locator("footer").getByRole("link", { name: "All categories" }).click();
  await page.waitForURL(/\/en-us\/categories$/);
  const all = await page.locator("main .branch--top").allTextContents();
  expect(all.length).toBeGreaterThan(shown.length - 1);
  expect(all).toEqual(expect.arrayContaining(shown.slice(0, -1)));
  for (const viewport of [
    { width: 360, height: 800 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(viewport);
    await expectUsable(page);
  }
});

test("a page that is the same for everyone is kept, and carries nobody's cookies; every page says what it may load", async () => {
  const first = await fetch(storeUrl + LAPTOP);
  const again = await fetch(storeUrl + LAPTOP);
  expect(again.headers.get("cf-cache-status")).toBe("HIT");
  expect(first.headers.get("set-cookie")).toBeNull();
  for (const response of [first, again, await fetch(`${storeUrl}/en-us/nothing/here`)]) {
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
});
