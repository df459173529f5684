import { describe, expect, test } from "vitest";
import { readText } from "../support/read-catalogue.ts";

const optionsOf = (products: Awaited<ReturnType<typeof readText>>["products"]) =>
  products.map(({ variants }) => variants.map(({ sku, options }) => [sku, options]));

describe("WooCommerce", () => {
  const HEAD =
    "ID,Type,SKU,Name,Published,Description,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n";

  test("a variation names its parent by number or by SKU, and may stand before it", async () => {
    const { products, problems } = await readText(
      `${HEAD}11,variation,TEE-R,Tee - Red,1,,1,4,,,"12,50",,,id:10,Colour,Red\n10,variable,TEE,Tee,1,,1,,0.2,,,"Clothing > Tops, Sale",,,Colour,"Red, Blue"\n12,"variation, virtual",TEE-B,Tee - Blue,1,,1,,,9,10,,,TEE,Colour,Blue\n`,
    );
    expect(problems).toEqual([]);
    expect(optionsOf(products)).toEqual([
      [
        ["TEE-R", { Colour: "Red" }],
        ["TEE-B", { Colour: "Blue" }],
      ],
    ]);
    expect(products[0]).toMatchObject({
      externalId: "TEE",
      categoryIds: ["clothing-tops", "sale"],
      variants: [
        { quantity: 4, weightGrams: 200, prices: { USD: { amountMinor: 1_250 } } },
        { prices: { USD: { amountMinor: 900, compareAtMinor: 1_000 } } },
      ],
    });
  });

  test("commas in values, written line breaks and text marks of its exporter are read as they were meant", async () => {
    const { products } = await readText(
      `${HEAD}1,simple,'-5,Minus,1,"One\\nTwo",0,,,,3,"Nuts\\, bolts > Small",,,Fits,"M3\\, long, M4"\n`,
    );
    expect(products[0]).toMatchObject({
      translations: { en: { description: "One Two" } },
      categoryIds: ["nuts-bolts-small"],
      attributes: [{ key: "Fits", kind: "text", value: "M3, long, M4" }],
      variants: [{ sku: "-5", quantity: 0 }],
    });
  });

  test("an export of a German site is known by its German header", async () => {
    const head = "ID;Typ;Artikelnummer;Name;Veröffentlicht;Regulärer Preis;Kategorien;Übergeordnetes Produkt\n";
    const { format, products } = await readText(`${head}7;simple;TOPF;Topf;1;1.234,50;Garten > Töpfe;\n`, {
      currency: "EUR",
    });
    expect([format, products[0]?.variants[0]?.prices]).toEqual([
      "WooCommerce product CSV",
      { EUR: { amountMinor: 123_450 } },
    ]);
  });

  test("a variation without its parent is refused with its place", async () => {
    const { problems, products } = await readText(`${HEAD}11,variation,TEE-R,Tee,1,,1,,,,9,,,id:99,Colour,Red\n`);
    expect([problems, products]).toEqual([['row 2, column "Parent": the file has no product "id:99"'], []]);
  });
});

describe("Magento", () => {
  const HEAD =
    "sku,store_view_code,attribute_set_code,product_type,categories,name,description,weight,product_online,visibility,price,special_price,additional_attributes,qty,configurable_variations,configurable_variation_labels\n";

  test("packed cells, store views and simple products of their own are read, wherever their rows stand", async () => {
    const { products, problems, notes } = await readText(
      `${HEAD}HOOD,,Top,configurable,"Default Category/Men/Tops, wide,Default Category/New",Hoodie,<p>Warm</p>,,1,"Catalog, Search",52,,"brand=Comet,climate=Cool|Mild,care=""Wash, cold"",eco=Yes",0,"sku=HOOD-S,size=S|sku=HOOD-M,size=M",size=Size
MUG,,Bag,simple,Default Category/Gear,Mug,,0.4,1,"Catalog, Search",9.0000,7.5000,,12.0000,,
HOOD,german,,,,Kapuzenpulli,,,,,,,,,,
HOOD,klingon,,,,Hurgh,,,,,,,,,,
HOOD-M,,Top,simple,,Hoodie-M,,1,1,Not Visible Individually,52,,size=M,5,,
HOOD-S,,Top,simple,,Hoodie-S,,1,1,Not Visible Individually,50,,size=S,6,,\n`,
    );
    expect(problems).toEqual([]);
    const [hood, mug] = products.toSorted((one, other) => (one.externalId < other.externalId ? -1 : 1));
    expect(optionsOf([...(hood ? [hood] : [])])).toEqual([
      [
        ["HOOD-S", { Size: "S" }],
        ["HOOD-M", { Size: "M" }],
      ],
    ]);
    expect(hood).toMatchObject({
      brand: "Comet",
      status: "published",
      categoryIds: ["men-tops-wide", "new"],
      translations: {
        en: { title: "Hoodie", description: "Warm" },
        de: { title: "Kapuzenpulli", description: "Warm" },
      },
      attributes: [
        { key: "Brand", kind: "text", value: "Comet" },
        { key: "Climate", kind: "text", value: "Cool" },
        { key: "Climate", kind: "text", value: "Mild" },
        { key: "Care", kind: "text", value: "Wash, cold" },
        { key: "Eco", kind: "boolean", value: true },
      ],
    });
    expect(mug?.variants).toMatchObject([
      { sku: "MUG", weightGrams: 400, quantity: 12, prices: { USD: { amountMinor: 750, compareAtMinor: 900 } } },
    ]);
    expect(notes).toEqual([expect.stringContaining('row 5, column "store_view_code": "klingon" names no language')]);
  });

  test("a price in words is refused with its place", async () => {
    const { problems } = await readText(`${HEAD}MUG,,Bag,simple,,Mug,,,1,"Catalog, Search",cheap,,,1,,\n`);
    expect(problems).toEqual(['row 2, column "price": "cheap" is not a price in USD']);
  });
});

describe("Medusa", () => {
  test("the template of its second version", async () => {
    const head =
      "Product Id,Product Handle,Product Title,Product Status,Product Description,Shipping Profile Id,Product Sales Channel 1,Product Tag 1,Variant Title,Variant SKU,Variant Weight,Variant Price EUR,Variant Price USD,Variant Option 1 Name,Variant Option 1 Value,Product Image 1 Url\n";
    const { products, problems } = await readText(
      `${head},shirt,Shirt,published,Soft,sp_1,sc_1,new,S,SHIRT-S,400,10,15.5,Size,S,https://pictures.example/1.png\n,shirt,Shirt,published,Soft,sp_1,sc_1,new,M,SHIRT-M,400,10,15.5,Size,M,https://pictures.example/1.png\n`,
    );
    expect(problems).toEqual([]);
    expect(products).toMatchObject([
      {
        status: "published",
        tags: ["new"],
        media: [{ sourceUrl: "https://pictures.example/1.png" }],
        variants: [
          { sku: "SHIRT-S", weightGrams: 400, prices: { EUR: { amountMinor: 1_000 }, USD: { amountMinor: 1_550 } } },
          { sku: "SHIRT-M" },
        ],
      },
    ]);
  });

  test("the export of its first version; a price of a region stands in where its currency has no other", async () => {
    const head =
      "Product Handle;Product Title;Product Status;Variant SKU;Variant Inventory Quantity;Price France [EUR];Price USD;Option 1 Name;Option 1 Value;Image 1 Url\n";
    const { products, problems } = await readText(`${head}cup;Cup;draft;CUP;7;8;9;Size;L;\n`);
    expect(problems).toEqual([]);
    expect(products[0]?.variants).toMatchObject([
      { options: { Size: "L" }, quantity: 7, prices: { EUR: { amountMinor: 800 }, USD: { amountMinor: 900 } } },
    ]);
  });

  test("a column that is taken for a mistake may be left out by name", async () => {
    const file = "Product Handle,Product Title,Variant Sku,Variant Price USD,Product field\ncup,Cup,CUP,9,x\n";
    expect((await readText(file)).products).toEqual([]);
    expect((await readText(file, { leaveOut: ["Product field"] })).products).toHaveLength(1);
  });
});

describe("a table of anybody's own making", () => {
  test("is read by a mapping", async () => {
    const mapping = {
      product: "Group",
      title: "What",
      price: "How much",
      sku: "No",
      options: { Size: "S/M/L" },
      weight: "Kilos",
      weightUnit: "kg" as const,
    };
    const { products } = await readText("No|Group|What|How much|S/M/L|Kilos\n1|G|Shirt|9|S|0.5\n2|G|Shirt|9|M|0.5\n", {
      mapping,
    });
    expect(optionsOf(products)).toEqual([
      [
        ["1", { Size: "S" }],
        ["2", { Size: "M" }],
      ],
    ]);
    expect(products[0]?.variants[0]?.weightGrams).toBe(500);
  });

  test("a mapping that names what is not there is refused, and says what", async () => {
    expect((await readText("What\nPot\n", { mapping: { title: "What", price: "Price" } })).problems).toEqual([
      'row 1, column "Price": the mapping names this column, and the file does not have it',
    ]);
  });

  test("is read without one where its columns are called what they are called everywhere", async () => {
    const { products } = await readText(
      "id\ttitle\tdescription\tlink\timage_link\tprice\tbrand\tgtin\tproduct_type\nA1\tPot\tClay\thttps://shop.example/a1\thttps://pictures.example/a1.jpg\t12.99 USD\tComet\t4006381333931\tGarden > Pots\n",
    );
    expect(products[0]).toMatchObject({
      externalId: "A1",
      brand: "Comet",
      categoryIds: ["garden-pots"],
      variants: [{ sku: "A1", barcodes: ["4006381333931"], prices: { USD: { amountMinor: 1_299 } } }],
    });
  });

  test("JSON as Shopify's own addresses give it out has its options by their names", async () => {
    const variants = [
      { id: 1, title: "Pink", option1: "Pink", price: "199.00", sku: "IPOD-P" },
      { id: 2, title: "Red", option1: "Red", price: "199.00", sku: "IPOD-R" },
    ];
    const ipod = {
      id: 632,
      handle: "ipod",
      title: "IPod",
      vendor: "Comet",
      variants,
      options: [{ name: "Color", values: ["Pink", "Red"] }],
    };
    const nameless = {
      id: 633,
      title: "Radio",
      variants: [
        { title: "Small", price: 1, sku: "R-S" },
        { title: "Large", price: 2, sku: "R-L" },
      ],
    };
    const { products, problems } = await readText(JSON.stringify({ products: [ipod, nameless] }));
    expect(problems).toEqual([]);
    expect(optionsOf(products)).toEqual([
      [
        ["IPOD-P", { Color: "Pink" }],
        ["IPOD-R", { Color: "Red" }],
      ],
      [
        ["R-S", { Variant: "Small" }],
        ["R-L", { Variant: "Large" }],
      ],
    ]);
  });

  test("flat JSON, with variants inside and a list around, is read by the same names", async () => {
    const json = JSON.stringify({
      products: [
        {
          handle: "tee",
          title: "Tee",
          body_html: "<p>Soft <em>cotton</em></p>",
          vendor: "Comet",
          variants: [
            { sku: "T-S", size: "S", price: "9.50" },
            { sku: "T-M", size: "M", price: 9.5 },
          ],
        },
        { name: "Mug", price: 4, sku: "MUG" },
      ],
    });
    const { products, problems } = await readText(json);
    expect(problems).toEqual([]);
    expect(optionsOf(products)).toEqual([
      [
        ["T-S", { Size: "S" }],
        ["T-M", { Size: "M" }],
      ],
      [["MUG", undefined]],
    ]);
    expect(products[0]?.translations.en?.descriptionHtml).toBe("<p>Soft <em>cotton</em></p>");
  });
});
