import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { defused, undefused } from "../../worker/transfer/formats/formula-guard.ts";
import { anotherStore, exported, imported } from "../support/other-store.ts";
import { askAsStaff, importedProduct, putCategory } from "../support/store-client.ts";

/** Two stores have products in an order of their own. */
const linesOf = (text: string) => text.split("\r\n").toSorted();
async function fillStore(): Promise<void> {
  await anotherStore();
  await putCategory("garden", { en: "Garden", de: "Garten" });
  await askAsStaff("PUT", "/api/admin/categories/pots", {
    parentId: "garden",
    archived: true,
    translations: { en: { slug: "pots", name: "Pots" } },
  });
  const products = [
    importedProduct({
      title: "Clay pot",
      categoryIds: ["pots"],
      attributes: [
        { key: "Width", kind: "number", value: 12.5, unit: "cm" },
        { key: "Glazed", kind: "boolean", value: false },
      ],
      media: [
        { key: "pots/clay-0a1b2c3d.svg", alt: { de: "Topf", en: "Pot" } },
        { sourceUrl: "https://pictures.example/pot.jpg" },
      ],
      tags: ["new", "clay"],
      markets: ["en-us", "de-de"],
      publishFromMs: 1_700_000_000_000,
      translations: {
        en: {
          title: "=CMD pot",
          description: "Made of clay.",
          descriptionHtml: "<p>Made of <strong>clay</strong>.</p>",
          seoTitle: "Pots",
        },
        de: { title: "Topf", slug: "tontopf" },
      },
      variants: [
        {
          sku: "POT-S",
          options: { Size: "S" },
          barcodes: ["4006381333931", "0882780756328"],
          prices: { USD: { amountMinor: 999, compareAtMinor: 1_299 } },
        },
        { sku: "POT-L", options: { Size: "L" }, prices: { EUR: { amountMinor: 1_500 } }, offered: true },
      ],
    }),
    importedProduct({ title: "-5 degrees", status: "draft" }),
    importedProduct({ title: '日本語の商品, "quoted"', status: "archived" }),
  ];
  expect((await askAsStaff("POST", "/api/admin/imports", { products })).status).toBe(200);
  await fillGroups(products.map(({ source, externalId }) => `${source}-${externalId}`));
}

/** What stands around products: related ones, a brand and a definition that staff described, collections of both kinds, a bundle. */
async function fillGroups(ids: readonly string[]): Promise<void> {
  const [pot = "", second = "", third = ""] = ids;
  const put = async (path: string, body: object, method = "PUT") =>
    expect([path, (await askAsStaff(method, `/api/admin/${path}`, body)).status]).toEqual([path, 200]);
  const brand = await env.CATALOG.prepare("SELECT id, slug, name, version FROM brands LIMIT 1").first<{
    id: string;
    slug: string;
    name: string;
    version: number;
  }>();
  if (!brand) throw new Error("its products have a brand");
  await put(`brands/${brand.id}`, {
    version: brand.version,
    slug: "orbit-makers",
    name: brand.name,
    aliases: ["Orbit Inc", "ORBIT ltd"],
    archived: true,
    translations: { de: { description: "Seit 1950." }, en: { description: "Since 1950.", seoTitle: "Orbit" } },
  });
  await put("attributes", {
    productType: "laptops",
    key: "Width",
    version: 0,
    kind: "number",
    unit: "cm",
    shownUnits: { "en-us": "in" },
    labels: { de: "Breite", en: "Width" },
    facetable: true,
    position: 3,
  });
  const texts = (name: string) => ({
    en: { slug: name, name, description: "Chosen.", seoTitle: "", seoDescription: "" },
  });
  await put("collections/chosen", { version: 0, productIds: [third, pot], position: 2, translations: texts("chosen") });
  const rule = { match: "any", conditions: [{ field: "tag", has: ["clay"] }] };
  await put("collections/clay", { version: 0, rule, published: false, archived: true, translations: texts("clay") });
  const version = () =>
    env.CATALOG.prepare("SELECT version FROM products WHERE id = ?").bind(pot).first<number>("version");
  await put(`products/${pot}`, { version: await version(), relatedIds: [third, second] }, "PATCH");
  const part = await env.CATALOG.prepare("SELECT sku FROM variants WHERE product_id = ?")
    .bind(third)
    .first<string>("sku");
  await put(`products/${pot}/bundles/POT-L`, { version: await version(), components: [{ sku: part, quantity: 2 }] });
}

describe("an export", () => {
  test("in this store's own format makes another store the same, byte for byte", async () => {
    await fillStore();
    const first = await exported("meridian");
    expect(first.split("\n")[0]).toBe('{"meridian":"catalogue","version":1}');
    await anotherStore();
    expect(await imported(first)).toMatchObject({ state: "done", problems: [], counts: { created: 3 } });
    expect(await exported("meridian")).toBe(first);
    for (const line of ['{"attribute":', '{"brand":', '{"collection":', '"relatedIds":[', '"components":['])
      expect(first).toContain(line);
    // A category, a brand and a collection.
    expect(first.match(/"archived":true/g)).toHaveLength(3);
  });

  test("imported where it comes from changes nothing at all", async () => {
    await fillStore();
    const versions = () => env.CATALOG.prepare("SELECT id, version FROM products ORDER BY id").all();
    const [first, before] = [await exported("meridian"), (await versions()).results];
    const again = await imported(first);
    expect([again.state, again.counts.updated, again.counts.created, (await versions()).results]).toEqual([
      "done",
      0,
      0,
      before,
    ]);
  });

  test("as Shopify's CSV reads back as it was written, and again the same", async () => {
    await fillStore();
    const first = await exported("shopify");
    expect(first).toContain(",'=CMD pot,");
    expect(first).toContain("<p>Made of <strong>clay</strong>.</p>");
    await anotherStore();
    const back = await imported(first);
    expect([back.state, back.problems]).toEqual(["done", []]);
    expect(linesOf(await exported("shopify"))).toEqual(linesOf(first));
    const title = await env.CATALOG.prepare(
      "SELECT title FROM product_translations WHERE title LIKE '=%'",
    ).first<string>("title");
    expect(title).toBe("=CMD pot");
  });

  test("comes in parts, each saying where the next begins, that are the whole together", async () => {
    await fillStore();
    const whole = await exported("meridian");
    let text = "";
    for (let after: string | null = ""; after !== null; ) {
      const address = `http://store.test/api/admin/exports/meridian?limit=1&after=${encodeURIComponent(after)}`;
      const headers = { authorization: "Bearer staff-token-for-tests" };
      const part: Response = await exports.default.fetch(new Request(address, { headers }));
      text += new TextDecoder().decode(await part.arrayBuffer());
      after = part.headers.get("x-next-after");
    }
    expect(text).toBe(whole);
  });

  test.each([
    "=1+1",
    "+49 30",
    "-5",
    "@home",
    "\tx",
    "\rx",
    "'=1",
    "'quoted'",
    "plain",
    "＝1+1",
    "a;=CMD",
    "a;'=CMD",
    "x;''-1",
  ])("%j is no formula in a table, and comes back", (text) => {
    expect(defused(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]|;[=+\-@＝]/);
    expect(undefused(defused(text))).toBe(text);
  });
});

test("an export of a later version is refused in words", async () => {
  const run = await imported('{"meridian":"catalogue","version":99}\n');
  expect([run.state, run.problems[0]?.why]).toEqual(["refused", expect.stringContaining("bring it up to date")]);
});

test("scripts in a description are gone, and its formatting stays", async () => {
  const html =
    '<h1>Soft</h1><p onclick="steal()">Very <b>soft</b><script>steal()</script><img src=x onerror=steal()><a href="javascript:steal()">here</a> <a href="https://shop.example/">there</a></p><style>*{display:none}</style><ul><li>One</li></ul>';
  await askAsStaff("POST", "/api/admin/imports", {
    products: [importedProduct({ externalId: "rich", translations: { en: { title: "Rich", descriptionHtml: html } } })],
  });
  const stored = await env.CATALOG.prepare(
    "SELECT description_html AS html FROM product_translations WHERE product_id = 'test-rich'",
  ).first<string>("html");
  expect(stored).toBe(
    '<h2>Soft</h2><p>Very <b>soft</b><a>here</a> <a href="https://shop.example/">there</a></p><ul><li>One</li></ul>',
  );
});
