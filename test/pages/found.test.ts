/** What programs find at the built store: read as they read it, and held against what shoppers see. */
import { Readable } from "node:stream";
import robotsParser from "robots-parser";
import { SaxesParser } from "saxes";
import { parseSitemapIndex } from "sitemap";
import { describe, expect, inject, test } from "vitest";
import { MARKETS } from "../support/markets.ts";
import { readSitemap } from "../support/read-sitemap.ts";

const storeUrl = inject("storeUrl");
const LAPTOP = "/en-us/products/aero-13-ultralight-laptop";
const get = async (path: string) => fetch(path.startsWith("http") ? path : storeUrl + path);
const textOf = async (path: string) => (await get(path)).text();
const mapOf = async (path: string) => readSitemap(await textOf(path));

/** Of a page: blocks of data, links of its head, and meta by name or property. */
async function read(path: string) {
  const html = await textOf(path);
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  const attribute = (tag: string, name: string) =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const tags = (name: string) => [...html.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map(([tag]) => tag);
  return {
    html,
    data: blocks.map(([, text = ""]) => JSON.parse(text) as Record<string, unknown>),
    alternates: tags("link")
      .filter((tag) => attribute(tag, "rel") === "alternate")
      .map((tag) => `${attribute(tag, "hreflang")} ${attribute(tag, "href")}`),
    canonical: tags("link")
      .filter((tag) => attribute(tag, "rel") === "canonical")
      .map((tag) => attribute(tag, "href"))[0],
    meta: Object.fromEntries(
      tags("meta").map((tag) => [attribute(tag, "property") || attribute(tag, "name"), attribute(tag, "content")]),
    ),
  };
}

test("robots.txt opens the catalogue, closes what is a shopper's own, and names the sitemaps of every market", async () => {
  const robots = robotsParser(`${storeUrl}/robots.txt`, await textOf("/robots.txt"));
  for (const path of [LAPTOP, "/ar-ae/", "/api/openapi.json", "/llms.txt"])
    expect(robots.isAllowed(storeUrl + path), path).toBe(true);
  for (const path of ["/en-us/cart", "/de-de/checkout", "/en-us/account", "/admin/orders", "/api/me"])
    expect(robots.isAllowed(storeUrl + path), path).toBe(false);
  expect(robots.getSitemaps()).toEqual(MARKETS.map(({ id }) => `${storeUrl}/${id}/sitemap.xml`));
});

test.each(MARKETS)(
  "the sitemaps of $id name pages that are there, each by its canonical address, and each other",
  async ({ id }) => {
    const files = await parseSitemapIndex(Readable.from([await textOf(`/${id}/sitemap.xml`)]));
    const found = (await Promise.all(files.map(({ url }) => mapOf(url)))).flat();
    expect(new Set(found.map(({ url }) => url)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(50);
    const products = found.filter(({ url }) => url.includes("/products/"));
    for (const { url, links } of [products[0], products.at(-1), found[0]].flatMap((each) => each ?? [])) {
      const page = await read(url);
      expect(page.canonical).toBe(url);
      expect(page.alternates.toSorted()).toEqual(links.map(({ lang, url: other }) => `${lang} ${other}`).toSorted());
    }
  },
);

test("a page tells search engines every country of a market once, and each language alone", async () => {
  const { alternates } = await read("/en-us/");
  const readers = alternates.map((link) => link.split(" ")[0]);
  expect(new Set(readers).size).toBe(readers.length);
  for (const { locale } of MARKETS) expect(readers).toContain(locale);
  expect(alternates).toContain(`de-AT ${storeUrl}/de-de/`);
  expect(alternates).toContain(`de ${storeUrl}/de-de/`);
  expect(alternates).toContain(`en ${storeUrl}/en-us/`);
  expect(alternates).toContain(`x-default ${storeUrl}/en-us/`);
});

test("data of a product says the price, the stock and the way that its page shows", async () => {
  const { data, html, meta } = await read(LAPTOP);
  const product = data.find((block) => block["@type"] === "ProductGroup") as {
    name: string;
    hasVariant: { sku: string; offers: { price: string; availability: string } }[];
  };
  const shown = html.replace(/<[^>]+>/g, " ");
  const offer = product.hasVariant.find(({ sku }) => html.includes(`name="sku" value="${sku}"`))?.offers;
  expect(shown).toContain(product.name);
  expect(meta["product:price:amount"]).toBe(offer?.price);
  expect(shown.replaceAll(",", "")).toContain(`$${offer?.price}`);
  expect(offer?.availability).toMatch(/InStock$/);
  const trail = data.filter((block) => block["@type"] === "BreadcrumbList") as {
    itemListElement: { name: string; item: string }[];
  }[];
  expect(trail).toHaveLength(1);
  expect(trail[0]?.itemListElement.at(-1)).toMatchObject({ name: product.name, item: storeUrl + LAPTOP });
  const home = (await read("/en-us/")).data.map((block) => block["@type"]);
  expect(home).toEqual(expect.arrayContaining(["OnlineStore", "WebSite"]));
});

test("a shared link has a picture that programs can show", async () => {
  for (const path of [LAPTOP, "/ja-jp/", "/en-us/shipping"]) {
    const { meta } = await read(path);
    expect(meta["twitter:card"]).toBe("summary_large_image");
    const picture = await get(meta["og:image"] ?? "");
    const bytes = new Uint8Array(await picture.arrayBuffer());
    expect([picture.headers.get("content-type"), bytes[0], bytes[1]], path).toEqual(["image/jpeg", 0xff, 0xd8]);
    expect(bytes.length).toBeGreaterThan(5_000);
  }
});

test.each(MARKETS)(
  "$id can be installed: its manifest is whole, in its words, and names icons that are there",
  async (market) => {
    const { id, locale, direction } = market;
    const answer = await get(`/${id}/manifest.webmanifest`);
    expect(answer.headers.get("content-type")).toMatch(/^application\/manifest\+json/);
    const manifest = (await answer.json()) as {
      icons: { src: string; sizes: string; type: string; purpose: string }[];
      shortcuts: { name: string; url: string }[];
      screenshots: { src: string; sizes: string; type: string }[];
    };
    expect(manifest).toMatchObject({
      lang: locale,
      dir: direction,
      start_url: `/${id}/`,
      id: `/${id}/`,
      scope: "/",
      display: "standalone",
    });
    // What Chromium asks of an app that can be installed: an icon of 144 px or more that is not a mask; 512 for its opening screen.
    const plain = manifest.icons.filter(({ purpose }) => purpose === "any").map(({ sizes }) => sizes);
    expect(plain).toEqual(expect.arrayContaining(["192x192", "512x512"]));
    expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
    for (const { src, type } of [...manifest.icons, ...manifest.screenshots])
      expect((await get(src)).headers.get("content-type"), src).toBe(type);
    for (const { url } of manifest.shortcuts) expect((await get(url)).status, url).toBe(200);
  },
);

describe("a product feed", () => {
  test.each(MARKETS)(
    "of $id is well-formed, and has a price in its currency of each of its items",
    async ({ id, currency }) => {
      const [first = ""] = (await textOf(`/${id}/feeds.txt`)).split("\n");
      const answer = await get(first);
      expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
      const counts = new Map<string, number>();
      let [open, wrong] = ["", 0];
      const parser = new SaxesParser({ xmlns: true });
      parser.on("error", (error) => {
        throw error;
      });
      parser.on("opentag", ({ name }) => {
        open = name;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      });
      parser.on("text", (text) => {
        if (open === "g:price" && text.trim() !== "" && !new RegExp(`^\\d+(\\.\\d+)? ${currency}$`).test(text))
          wrong += 1;
      });
      parser.write(await answer.text()).close();
      expect([wrong, counts.get("g:id"), counts.get("g:link")]).toEqual([0, counts.get("item"), counts.get("item")]);
      expect(counts.get("item")).toBeGreaterThan(50);
    },
  );

  test("that is not there is none, and a query leads to the bare address", async () => {
    expect((await get("/en-us/feeds/google-999.xml")).status).toBe(404);
    expect((await get("/nowhere/sitemap.xml")).status).toBe(404);
    const led = await fetch(`${storeUrl}/en-us/sitemap.xml?x=1`, { redirect: "manual" });
    expect([led.status, led.headers.get("location")]).toEqual([308, "/en-us/sitemap.xml"]);
  });
});

test("llms.txt leads to pages that are there", async () => {
  const text = await textOf("/llms.txt");
  expect(text).toMatch(/^# TechRetail\n\n> /);
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)]
    .map(([, url = ""]) => url)
    .filter((url) => !url.includes("{query}"));
  expect(links.length).toBeGreaterThan(10);
  for (const url of links) expect((await get(url)).status, url).toBe(200);
});
