/** Sitemaps and feeds out of the catalogue's tables: only what a market sells, each thing in one file, well-formed at any size. */
import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, test } from "vitest";
import { MAP_PATHS } from "../../site/machine-answers.ts";
import { pathsOf } from "../../site/paths.ts";
import { VARIANTS_PER_FEED } from "../../worker/catalog/found/merchant-feed.ts";
import { countFeeds, writeFeed } from "../../worker/catalog/found/merchant-flow.ts";
import { listFedVariants } from "../../worker/catalog/found/merchant-store.ts";
import { FILE_BYTES_MAX, type MapFile } from "../../worker/catalog/found/sitemap.ts";
import { listMapFiles, writeSitemap } from "../../worker/catalog/found/sitemap-flow.ts";
import { listMappedProducts } from "../../worker/catalog/found/sitemap-store.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { makeBundle } from "../support/policies.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { askAsStaff, importedProduct, importNow, inWorld, putCategory, STORE } from "../support/store-client.ts";

type Entry = { name: string; text: string; attributes: Record<string, string> };
/** Throws where it is not well-formed. */
function read(xml: string): Entry[] {
  const parser = new SaxesParser({ xmlns: true });
  const found: Entry[] = [];
  const open: Entry[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value] as const);
    open.push({ name, text: "", attributes: Object.fromEntries(values) });
  });
  parser.on("text", (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on("closetag", () => {
    const last = open.pop();
    if (last) found.push(last);
  });
  parser.write(xml).close();
  return found;
}
const texts = (entries: readonly Entry[], name: string) =>
  entries.filter((each) => each.name === name).map(({ text }) => text);

async function openMarket(id: string): Promise<Market> {
  const market = await inWorld(async (world) => (await world.markets()).find(id));
  if (!market) throw new Error(`no market ${id}`);
  return market;
}
const mapOf = async (id: string, file: MapFile) => {
  const market = await openMarket(id);
  return inWorld(async (world) => {
    const ask = { market, markets: await world.markets(), originOf: () => STORE, paths: MAP_PATHS };
    const text = await new Response(writeSitemap(world, ask, file)).text();
    expect(text.length).toBeLessThan(FILE_BYTES_MAX);
    return read(text);
  });
};
const feedOf = async (id: string, number = 1) => {
  const market = await openMarket(id);
  const head = { title: "Shop", description: "All of it.", url: `${STORE}/${id}/` };
  const productUrl = (slug: string, sku: string) => STORE + pathsOf(id).product(slug, { sku });
  return inWorld(async (world) =>
    read(await new Response(writeFeed(world, { market, origin: STORE, head, productUrl }, number)).text()),
  );
};
/** The fields of one item, by the first that has the name. */
async function item(id: string, sku: string): Promise<Record<string, string> | null> {
  const entries = await feedOf(id);
  const start = entries.findIndex(({ name, text }) => name === "g:id" && text === sku);
  if (start < 0) return null;
  const end = entries.findIndex(({ name }, at) => at > start && name === "item");
  return Object.fromEntries(
    entries
      .slice(start, end)
      .toReversed()
      .map(({ name, text }) => [name, text]),
  );
}

beforeAll(async () => {
  await putCategory("maps", { en: "Maps", de: "Karten" });
  await importNow([
    importedProduct({
      externalId: "everywhere",
      title: "Everywhere & <on>",
      categoryIds: ["maps"],
      translations: {
        en: { title: "Everywhere & <on>", description: "Found." },
        de: { title: "Überall", description: "Gefunden." },
        ja: { title: "どこでも", description: "どこにでも。" },
      },
      variants: [
        {
          sku: "EV-1",
          quantity: 5,
          barcodes: ["4006381333931"],
          options: { Colour: "Black" },
          prices: { USD: { amountMinor: 20_00, compareAtMinor: 25_00 }, EUR: { amountMinor: 18_00 } },
        },
        {
          sku: "EV-2",
          quantity: 0,
          options: { Colour: "White" },
          prices: { USD: { amountMinor: 22_00 }, EUR: { amountMinor: 19_00 } },
        },
      ],
    }),
    importedProduct({ externalId: "draft", title: "Draft", status: "draft" }),
  ]);
  const { version } = (await askAsStaff("GET", "/api/admin/products/test-everywhere")).body;
  await askAsStaff("PATCH", "/api/admin/products/test-everywhere", { version, markets: ["en-us", "de-de"] });
  await seedProduct({ sku: "ONLY-YEN", prices: { JPY: 1_000 } });
});

describe("a market's sitemaps", () => {
  test("name what it sells, and not what is a draft or has no price there", async () => {
    const urls = texts(await mapOf("en-us", { kind: "products", number: 1 }), "loc");
    expect(urls.some((url) => url.includes("/en-us/products/everywhere"))).toBe(true);
    expect(urls.some((url) => /draft|only-yen/.test(url))).toBe(false);
    const japanese = texts(await mapOf("ja-jp", { kind: "products", number: 1 }), "loc");
    expect(japanese).toContain(`${STORE}/ja-jp/products/product-only-yen-ja`);
    expect(japanese.some((url) => url.includes("everywhere"))).toBe(false);
  });

  test("say a page's other languages: those of the markets that sell it, each back to all", async () => {
    const links = (entries: readonly Entry[]) =>
      entries
        .filter(
          ({ name, attributes }) =>
            name === "xhtml:link" && /everywhere|%C3%BCberall|ueberall/i.test(attributes.href ?? ""),
        )
        .map(({ attributes }) => `${attributes.hreflang} ${attributes.href}`);
    const [american, german] = [
      await mapOf("en-us", { kind: "products", number: 1 }),
      await mapOf("de-de", { kind: "products", number: 1 }),
    ];
    expect(links(american).map((link) => link.split(" ")[0])).toEqual([
      ...["en-US", "de-DE", "de-AT", "en", "de", "x-default"],
    ]);
    expect(links(german)).toEqual(links(american));
  });

  test("say when a page last changed", async () => {
    const changes = texts(await mapOf("en-us", { kind: "products", number: 1 }), "lastmod");
    expect(changes.length).toBeGreaterThan(0);
    for (const change of changes) expect(Date.parse(change)).toBeLessThanOrEqual(Date.now());
    const { version } = (await askAsStaff("GET", "/api/admin/products/test-everywhere")).body;
    const beforeMs = Date.now();
    await askAsStaff("PATCH", "/api/admin/products/test-everywhere", { version, tags: ["seen"] });
    const after = texts(await mapOf("en-us", { kind: "products", number: 1 }), "lastmod");
    expect(Math.max(...after.map((change) => Date.parse(change)))).toBeGreaterThanOrEqual(beforeMs);
  });

  test("name categories, longer texts, brands and no archived ones", async () => {
    const categories = texts(await mapOf("de-de", { kind: "categories" }), "loc");
    expect(categories.filter((url) => url.includes("karten"))).toHaveLength(1);
    expect(texts(await mapOf("de-de", { kind: "pages" }), "loc")).toEqual(
      ["/", "/shipping", "/returns", "/terms", "/privacy", "/legal", "/about"].map((path) => `${STORE}/de-de${path}`),
    );
    expect(
      texts(await mapOf("de-de", { kind: "brands", number: 1 }), "loc").some((url) => url.includes("/brands/orbit")),
    ).toBe(true);
  });

  test("have each row in one file, whichever turn reads it; a stretch without any names the home page", async () => {
    const market = await openMarket("en-us");
    const turn = (after: number, limit: number) =>
      inWorld((world) => listMappedProducts(world.catalog, market, Date.now(), { after, until: 10_000, limit }));
    const whole = (await turn(0, 1_000)).map(({ place }) => place);
    const parts: number[] = [];
    for (let after = 0; ; after = parts.at(-1) ?? 0) {
      const [row] = await turn(after, 1);
      if (!row) break;
      parts.push(row.place);
    }
    expect(parts).toEqual(whole);
    expect(texts(await mapOf("en-us", { kind: "products", number: 9_999 }), "loc")).toEqual([`${STORE}/en-us/`]);
    expect(await inWorld((world) => listMapFiles(world))).toEqual(["pages", "categories", "brands-1", "products-1"]);
  });
});

describe("a market's product feed", () => {
  test("has an item of each variant that is sold there, as its page tells it", async () => {
    expect(await item("en-us", "EV-1")).toMatchObject({
      "g:title": "Everywhere & <on> – Black".replace(/ <on>/, ""),
      "g:price": "25.00 USD",
      "g:sale_price": "20.00 USD",
      "g:availability": "in_stock",
      "g:gtin": "4006381333931",
      "g:item_group_id": "test-everywhere",
      "g:product_type": "Maps",
      "g:color": "Black",
    });
    expect(await item("en-us", "EV-2")).toMatchObject({
      "g:price": "22.00 USD",
      "g:availability": "out_of_stock",
      "g:brand": "Orbit",
    });
    expect(await item("en-us", "EV-2")).not.toHaveProperty("g:identifier_exists");
    expect(await item("en-us", "EV-1")).not.toHaveProperty("g:is_bundle");
    expect(await item("ja-jp", "EV-1")).toBeNull();
    expect(await item("ja-jp", "ONLY-YEN")).toMatchObject({ "g:price": "1000 JPY" });
    expect(await item("en-us", "ONLY-YEN")).toBeNull();
  });

  test("speaks the market's language, and names pictures of a kind that feeds take", async () => {
    const german = await item("de-de", "EV-1");
    expect(german?.["g:title"]).toMatch(/^Überall – /);
    expect(german?.["g:link"]).toContain(`${STORE}/de-de/products/`);
    expect(german?.["g:image_link"]).toMatch(/^http:\/\/store\.test\/media\/made\/goods\/types\/laptops-\d\.svg\.jpg$/);
    expect(german?.["g:country"]).toBe("DE");
  });

  test("says what is a bundle, and what has no identifier at all", async () => {
    await importNow([
      importedProduct({
        ...{ externalId: "nameless", brand: "" },
        variants: [{ sku: "NAMELESS", quantity: 1, prices: { USD: { amountMinor: 60_00 } } }],
      }),
    ]);
    expect(await item("en-us", "NAMELESS")).toMatchObject({ "g:identifier_exists": "no" });
    await seedProduct({ sku: "KIT", prices: { USD: 60_00 }, openingQuantity: 0 });
    await inWorld((world) => makeBundle(world, "KIT", { "EV-1": 2 }));
    expect(await item("en-us", "KIT")).toMatchObject({ "g:is_bundle": "yes" });
  });

  test("says a sale that is to come, with its days", async () => {
    const [fromMs, untilMs] = [Date.now() + 86_400_000, Date.now() + 2 * 86_400_000];
    await importNow([
      importedProduct({
        externalId: "soon",
        variants: [
          {
            sku: "SOON",
            quantity: 1,
            prices: { USD: { amountMinor: 50_00, sale: { amountMinor: 40_00, fromMs, untilMs } } },
          },
        ],
      }),
    ]);
    expect(await item("en-us", "SOON")).toMatchObject({
      "g:price": "50.00 USD",
      "g:sale_price": "40.00 USD",
      "g:sale_price_effective_date": `${new Date(fromMs).toISOString()}/${new Date(untilMs).toISOString()}`,
    });
  });

  test("holds a stretch of variants, and ends well where there are none", async () => {
    expect(await inWorld((world) => countFeeds(world))).toBe(1);
    expect(texts(await feedOf("en-us", 2), "g:id")).toEqual([]);
    const market = await openMarket("en-us");
    const first = await inWorld((world) =>
      listFedVariants(world.catalog, market, Date.now(), { after: 0, until: VARIANTS_PER_FEED, limit: 1 }),
    );
    expect(first).toHaveLength(1);
  });
});
