/** Files that say little of products that are here: what they do not speak of stays as staff made it. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readProductRecord } from "../../worker/catalog/product-record-store.ts";
import { type ProductWrite, writeOf } from "../../worker/catalog/product-write.ts";
import { readLevels } from "../../worker/inventory/stock-flow.ts";
import type { FileSettings } from "../../worker/transfer/formats/catalogue-reader.ts";
import type { ImportAnswer, ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { importText as importFile, undoImport } from "../support/import-text.ts";
import { readText } from "../support/read-catalogue.ts";
import { askAsStaff, importedProduct, inWorld, putCategory } from "../support/store-client.ts";

const POT = "staff-pot";
/** A draft that staff made of everything a product has. */
const DRAFT = importedProduct({
  id: POT,
  status: "draft",
  brand: "Orbit",
  productType: "pots",
  taxClass: "books",
  languageDefault: "de",
  translations: {
    en: { title: "Pot", descriptionHtml: "<p>Made of <b>clay</b></p>", description: "Made of clay", seoTitle: "Pots" },
    de: { title: "Topf", description: "Aus Ton", seoDescription: "Töpfe" },
  },
  attributes: [
    { key: "Material", kind: "text", value: "Clay" },
    { key: "Width", kind: "number", value: 12, unit: "cm" },
  ],
  media: [
    { key: "pots/clay-0a1b2c3d.svg", alt: { de: "Topf" } },
    { sourceUrl: "https://pictures.example/pot.jpg", alt: { de: "Von oben" } },
  ],
  categoryIds: ["pots"],
  rank: 7,
  tags: ["clay"],
  markets: ["en-us"],
  variants: [
    {
      sku: "POT",
      options: { Size: "S" },
      barcodes: ["4006381333931"],
      weightGrams: 450,
      lowStockAt: 9,
      prices: { USD: { amountMinor: 1_200, compareAtMinor: 1_500 } },
    },
    { sku: "POT-L", options: { Size: "L" }, weightGrams: 900, prices: { USD: { amountMinor: 2_000 } } },
  ],
});

const put = async (products: readonly ImportedProductInput[]): Promise<ImportAnswer> => {
  const answer = await askAsStaff<ImportAnswer>("POST", "/api/admin/imports", { products });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
async function importText(text: string, over: Partial<FileSettings> = {}) {
  const { products, problems, format } = await readText(text, over);
  expect([problems, products.length]).toEqual([[], 1]);
  return { format, answer: await put(products) };
}
async function readPot(id = POT): Promise<ProductWrite> {
  const record = await inWorld((world) => readProductRecord(world.catalog, id));
  if (!record) throw new Error(`${id} is not there`);
  return {
    ...writeOf(record),
    categoryIds: record.memberships.filter((row) => row.direct).map((row) => row.categoryId),
  };
}
const countUnits = (sku: string) =>
  inWorld(async (world) => {
    const levels = await readLevels(world, sku);
    return levels.ok && levels.value.available;
  });
async function putDraft(): Promise<ProductWrite> {
  await putCategory("pots", { en: "Pots" });
  await putCategory("more", { en: "More" });
  await put([DRAFT]);
  return readPot();
}

describe("a file that says how many there are, and no more", () => {
  test.each([
    ["CSV", 6, "SKU,Title,Quantity\nPOT,Pot,6\n"],
    ["JSON", 7, '[{"sku":"POT","title":"Pot","quantity":7}]'],
    ["WooCommerce product CSV", 8, "Type,SKU,Name,In stock?,Stock,Published\nsimple,POT,Pot,1,8,\n"],
    ["Magento product CSV", 9, "sku,product_type,url_key,name,qty\nPOT,simple,pot,Pot,9\n"],
    ["Medusa product CSV", 10, "Product Handle,Product Title,Variant Sku,Variant Inventory Quantity\npot,Pot,POT,10\n"],
    ["Shopify product CSV", 11, "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\npot,Pot,POT,12,11\n"],
  ])("leaves all else of a draft as staff made it: %s", async (format, units, text) => {
    const before = await putDraft();
    const imported = await importText(text);
    expect([imported.format, imported.answer.updated]).toEqual([format, 1]);
    const after = await readPot();
    expect(withoutPrices(after)).toEqual(withoutPrices(before));
    expect([await countUnits("POT"), after.product.status]).toEqual([units, "draft"]);
    if (!format.startsWith("Shopify")) expect(after).toEqual(before);
  });

  test("or not even that, changes nothing, and leaves what staff published on sale", async () => {
    await putDraft();
    await env.CATALOG.prepare("UPDATE products SET content_hash = NULL, status = 'published'").run();
    const text = '{"sku":"POT","title":"Pot"}\n';
    expect((await importText(text)).answer).toMatchObject({ updated: 0, unchanged: 1 });
    expect((await readPot()).product.status).toBe("published");
  });
});
const withoutPrices = (write: ProductWrite) => ({
  ...write,
  variants: write.variants.map(({ prices: _prices, ...variant }) => variant),
});

describe("a column that is there", () => {
  const mapping = {
    ...{ sku: "SKU", title: "Title", description: "Description", brand: "Brand", category: "Category", tags: "Tags" },
    ...{ barcode: "Barcode", weight: "Weight", pictures: "Images", attributes: { Material: "Material" } },
  };

  test("and empty says that there is none of it: an uploaded picture stays, and so does what other columns would say", async () => {
    const { product } = await putDraft();
    await importText("SKU,Title,Description,Brand,Category,Tags,Barcode,Weight,Images,Material\nPOT,Pot,,,,,,,,\n", {
      mapping,
    });
    const after = await readPot();
    expect(after.product).toMatchObject({ status: "draft", brand: "", productType: "", tags: [], rank: product.rank });
    expect([after.categoryIds, after.product.attributes, after.product.media]).toEqual([
      [],
      product.attributes.slice(1),
      product.media.slice(0, 1),
    ]);
    expect(after.translations.find(({ language }) => language === "en")).toMatchObject({
      description: "",
      descriptionHtml: null,
      seoTitle: "Pots",
    });
    expect(after.variants.find(({ sku }) => sku === "POT")).toMatchObject({ barcode: null, weightGrams: 0 });
  });

  test("speaks of its own attribute, which keeps its place among those of staff", async () => {
    const { product } = await putDraft();
    await importText("SKU,Title,Material,Glaze\nPOT,Pot,Stone,Matt\n", {
      mapping: { sku: "SKU", title: "Title", attributes: { Material: "Material", Glaze: "Glaze" } },
    });
    expect((await readPot()).product.attributes).toEqual([
      { key: "Material", kind: "text", value: "Stone" },
      product.attributes[1],
      { key: "Glaze", kind: "text", value: "Matt" },
    ]);
  });

  test("of WooCommerce with no columns of attributes does not rename what its variations are chosen by", async () => {
    const before = await putDraft();
    await importText(
      "ID,Type,SKU,Name,Published,Parent,Stock\n1,variable,,Pot,0,,\n2,variation,POT,Pot - small,0,id:1,3\n3,variation,POT-L,Pot - large,0,id:1,4\n",
    );
    const options = ({ variants }: ProductWrite) => variants.map((variant) => [variant.sku, variant.options]);
    expect(options(await readPot())).toEqual(options(before));
  });
});

describe("what is new in a file of few columns", () => {
  test("is published, stands where its kind of shop puts it, and has nothing else", async () => {
    const head = "Handle,Title,Variant SKU,Variant Price\n";
    const { products } = await readText(`${head}vase,Vase,VASE,9\n`);
    await putCategory("more", { en: "More" });
    await put(products);
    const vase = await readPot("shopify-vase");
    expect(vase.product).toMatchObject({
      status: "published",
      brand: "",
      languageDefault: "en",
      attributes: [],
      media: [],
    });
    expect([vase.categoryIds, vase.variants[0]?.weightGrams, vase.variants[0]?.options]).toEqual([["more"], 0, {}]);
  });

  test("comes back as it first came, once an undo archived it", async () => {
    await putCategory("more", { en: "More" });
    const statusOf = async (id: string) => (await readPot(id)).product.status;
    const files = [
      ["shopify-bowl", "published", "Handle,Title,Variant SKU,Variant Price\nbowl,Bowl,BOWL,9\n"],
      ["medusa-bowl-m", "draft", "Product Handle,Product Title,Variant Sku\nbowl-m,Bowl,BOWL-M\n"],
    ] as const;
    for (const [id, status, text] of files) {
      await undoImport(await importFile(text));
      expect(await statusOf(id)).toBe("archived");
      await importFile(text);
      expect(await statusOf(id)).toBe(status);
    }
  });

  test("stays a draft where it comes from Medusa, as it would there", async () => {
    await importText("Product Handle,Product Title,Variant Sku\nvase-m,Vase,VASE-M\n");
    expect((await readPot("medusa-vase-m")).product.status).toBe("draft");
  });

  test("and of a product that is here comes after its other variants", async () => {
    await putDraft();
    await importText("Handle,Title,SKU,Size\npot,Pot,POT-XL,XL\npot,Pot,POT-L,L\n", {
      mapping: { product: "Handle", title: "Title", sku: "SKU", options: { Size: "Size" } },
    });
    const places = (await readPot()).variants.map(({ sku, position }) => [sku, position]);
    expect(places.toSorted()).toEqual([
      ["POT", 0],
      ["POT-L", 1],
      ["POT-XL", 2],
    ]);
  });
});
