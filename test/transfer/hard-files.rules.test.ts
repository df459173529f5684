/** Files of other shops as they may come: each platform's harder columns, and tables that are written, broken or cut off in every way. */
import { describe, expect, test } from "vitest";
import { FileRefused } from "../../worker/transfer/unpack-file-flow.ts";
import { readCatalogue, readText, sourceOf } from "../support/read-catalogue.ts";

type Products = Awaited<ReturnType<typeof readText>>["products"];
const variantsOf = (products: Products) =>
  products.map(({ variants }) => variants.map(({ sku, options }) => [sku, options]));
const by = (products: Products, externalId: string) => products.find((each) => each.externalId === externalId);
const whyRefused = (content: string | Uint8Array) =>
  readCatalogue(sourceOf(content, 65_536)).then(
    ({ problems, products }) => (products.length === 0 ? (problems[0] ?? "nothing") : "taken"),
    (error: unknown) => (error instanceof FileRefused ? error.message : `failed: ${error}`),
  );

describe("Shopify", () => {
  const OLD =
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Image Src,Image Position,Image Alt Text,Unit Price Total Measure,Unit Price Total Measure Unit,Included / International,Price / International,Compare At Price / International,Material (product.metafields.custom.material),Washable (product.metafields.custom.washable),Care (product.metafields.custom.care),Twin (product.metafields.shopify--discovery--product_recommendation.related_products),Status\n";
  const rows = [
    'tee,Tee,<p>Soft</p>,Acme,"Apparel > Clothing > Shirts",,"a, b",TRUE,Size,S,Color,Red,TEE-S,200,5,10.00,https://x.example/1.jpg,1,Front,100,ml,TRUE,12.00,,Cotton,true,"[""Cold"",""Line dry""]",gid://x,active',
    "tee,,,,,,,,,M,,Red,TEE-M,200,0,10.00,https://x.example/2.jpg,2,Back,,,,,,,,,,",
    "tee,,,,,,,,,,,,,,,,https://x.example/3.jpg,3,Side,,,,,,,,,,",
    "gone,Gone,,Acme,,Old things,,FALSE,Title,Default Title,,,,0,,5,,,,,,,,,,,,,archived",
    "off,Off,,Acme,,Old things,,TRUE,Title,Default Title,,,OFF,0,,5,,,,,,,,,,,,,inactive",
    "free,Free,,Acme,,Old things,,TRUE,Title,Default Title,,,FREE,0,,,,,,,,,,,,,,,active",
  ];

  test("names options once, has rows of pictures alone, markets' prices, metafields and states of its own", async () => {
    const { products, problems, notes, pictures } = await readText(`${OLD}${rows.join("\n")}\n`);
    expect([problems, products.length, pictures]).toEqual([[], 4, 3]);
    expect(variantsOf(products)[0]).toEqual([
      ["TEE-S", { Size: "S", Color: "Red" }],
      ["TEE-M", { Size: "M", Color: "Red" }],
    ]);
    expect(products.map(({ status }) => status)).toEqual(["published", "archived", "draft", "published"]);
    expect(products[0]?.attributes).toEqual([
      { key: "Material", kind: "text", value: "Cotton" },
      { key: "Washable", kind: "boolean", value: true },
      { key: "Care", kind: "text", value: "Cold, Line dry" },
    ]);
    expect([products[0]?.categoryIds, products[0]?.media?.map(({ alt }) => alt.en)]).toEqual([
      ["shirts"],
      ["Front", "Back", "Side"],
    ]);
    expect([by(products, "free")?.variants[0]?.prices, notes]).toEqual([
      { USD: null },
      ['row 7, column "Variant Price": is empty: not sold until it has a price'],
    ]);
  });

  test("tells a price that is none with its row and column, and leaves the rest to be read", async () => {
    const bad = rows.with(1, rows[1]?.replace("10.00", "ten") ?? "");
    const { products, problems } = await readText(`${OLD}${bad.join("\n")}\n`);
    expect([products.length, problems]).toEqual([3, ['row 3, column "Variant Price": "ten" is not a price in USD']]);
  });
});

describe("WooCommerce", () => {
  const HEAD =
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Description,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Images,Parent,Grouped products,External URL,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n";

  test("groups, things sold elsewhere, parents by number and by SKU, bars between values, commas in amounts", async () => {
    const { products, problems, notes } =
      await readText(`${HEAD}103,grouped,SET,Set,1,0,visible,,1,,,,,Clothes,,,"HOOD, id:105",,,,,
101,variation,,Hoodie - Blue S,1,0,visible,,1,3,,,"45,5",,,id:100,,,Color,Blue,Size,S
104,external,EXT,Ext,1,0,visible,,1,,,,9,Clothes,,,,https://o.example,,,,
100,variable,HOOD,Hoodie,1,1,visible,Warm,1,,"0,5",,,Clothes > Tops,"https://x.example/a.jpg, https://x.example/b.jpg",,,,Color,"Blue, Red",Fits,Tall | Small
105,"simple, virtual, downloadable",DL,Song,-1,0,hidden,,1,,,,9,Music,,,,,,,,
102,variation,HOOD-RM,Hoodie - Red M,1,0,visible,,1,,,"40,00","45,50",,,HOOD,,,Color,Red,Size,M
`);
    expect(problems).toEqual([]);
    expect(products.map(({ externalId, status }) => [externalId, status]).toSorted()).toEqual([
      ["DL", "draft"],
      ["EXT", "draft"],
      ["HOOD", "published"],
      ["SET", "draft"],
    ]);
    const hood = by(products, "HOOD");
    expect(hood?.variants.map(({ sku, weightGrams, prices }) => [sku, weightGrams, prices?.USD])).toEqual([
      ["WOO-101", 500, { amountMinor: 4_550, compareAtMinor: null }],
      ["HOOD-RM", 500, { amountMinor: 4_000, compareAtMinor: 4_550 }],
    ]);
    expect([hood?.rank, hood?.attributes, hood?.media?.length]).toEqual([
      1,
      [{ key: "Fits", kind: "text", value: "Tall, Small" }],
      2,
    ]);
    expect(notes.length).toBe(2);
  });

  test("in a language nobody knows is read by where its columns stand", async () => {
    const names = Array.from({ length: 40 }, (_, place) => `コラム${place}`);
    const weight = 19;
    const header = names.map((name, place) =>
      place === 0 ? "ID" : place === weight ? "重量 (kg)" : place > weight && place < 23 ? `長さ${place} (cm)` : name,
    );
    const attributes = ["属性 1 名", "属性 1 値", "属性 1 表示", "属性 1 グローバル"];
    const row = (cells: Readonly<Record<number, string>>, ...more: string[]) =>
      [...header.map((_, place) => cells[place] ?? ""), ...more, "", ""].map((cell) => `"${cell}"`).join(",");
    const text = [
      [...header, ...attributes].join(","),
      row({ 0: "1", 1: "variable", 2: "POT", 4: "鉢", 5: "1", 9: "土", 14: "1", 27: "庭 > 鉢" }, "サイズ", "S, M"),
      row(
        {
          0: "2",
          1: "variation",
          2: "POT-S",
          3: "4006381333931",
          4: "鉢 - S",
          5: "1",
          14: "1",
          15: "7",
          19: "0.5",
          26: "1200",
          33: "id:1",
        },
        "サイズ",
        "S",
      ),
      row(
        { 0: "3", 1: "variation", 2: "POT-M", 4: "鉢 - M", 5: "1", 14: "1", 25: "900", 26: "1500", 33: "POT" },
        "サイズ",
        "M",
      ),
    ].join("\n");
    const { format, products, problems } = await readText(text, { currency: "JPY" });
    expect([format, problems, products.length]).toEqual(["WooCommerce product CSV", [], 1]);
    expect(
      products[0]?.variants.map(({ sku, options, quantity, weightGrams, prices }) => [
        sku,
        options,
        quantity,
        weightGrams,
        prices?.JPY?.amountMinor,
      ]),
    ).toEqual([
      ["POT-S", { サイズ: "S" }, 7, 500, 1_200],
      ["POT-M", { サイズ: "M" }, null, 0, 900],
    ]);
  });

  test.each([
    [
      "French",
      'ID,Type,UGS,Nom,Publié,"Mis en avant ?","Tarif régulier",Catégories,"Nom de l’attribut 1","Valeur(s) de l’attribut 1"\n1,simple,POT,Pot,1,0,"1 234,50",Jardin > Pots,Taille,"S, M"\n',
    ],
    [
      "Spanish",
      'ID,Tipo,SKU,Nombre,Publicado,¿Está destacado?,Precio normal,Categorías,Nombre del atributo 1,Valor(es) del atributo 1\n1,simple,POT,Pot,1,0,"1.234,50",Jardín,Talla,S\n',
    ],
    [
      "Italian",
      "ID,Tipo,SKU,Nome,Pubblicato,In primo piano?,Prezzo di listino,Categorie,Nome dell'attributo 1,Valore dell'attributo 1\n1,simple,POT,Pot,1,0,\"1.234,50\",Giardino,Taglia,S\n",
    ],
    [
      "Dutch",
      'ID,Type,SKU,Naam,Gepubliceerd,Uitgelicht?,Reguliere prijs,Categorieën,Naam eigenschap 1,Waarde(n) eigenschap 1\n1,simple,POT,Pot,1,0,"1.234,50",Tuin,Maat,S\n',
    ],
    [
      "Italian, as its translation has it",
      'ID,Tipo,SKU,Nome,Pubblicato,In primo piano?,Visibilità nel catalogo,Breve descrizione,Magazzino,Prezzo di listino,Categorie,Immagine,Attributo 1 nome,Attributo 1 valuta(e)\n1,simple,POT,Pot,1,0,visible,Un vaso,3,"1.234,50",Giardino,,Taglia,S\n',
    ],
    [
      "Dutch, as its translation has it",
      'ID,Type,SKU,Naam,Gepubliceerd,Uitgelicht?,Zichtbaarheid in catalogus,Korte omschrijving,Voorraad,Reguliere prijs,Categorieën,Afbeeldingen,Naam eigenschap 1,Waarde eigenschap 1\n1,simple,POT,Pot,1,0,visible,Een pot,3,"1.234,50",Tuin,,Maat,S\n',
    ],
  ])("of a site in %s", async (_, text) => {
    const { format, products, problems } = await readText(text, { currency: "EUR" });
    expect([
      format,
      problems,
      products[0]?.variants[0]?.prices?.EUR?.amountMinor,
      products[0]?.attributes?.length,
    ]).toEqual(["WooCommerce product CSV", [], 123_450, 1]);
  });
});

describe("Magento", () => {
  test("packed facts with commas and quotes, several store views, variations whose values have commas", async () => {
    const { products, problems, notes } =
      await readText(`sku,store_view_code,attribute_set_code,product_type,categories,name,weight,product_online,visibility,price,additional_attributes,qty,configurable_variations,configurable_variation_labels
C-1,de,,,,Tasche,,,,,,,,
S-1,,Default,simple,"Default Category/Bags,Default Category/Bags/Cases","Sleeve 15""",1,1,"Catalog, Search",10,"color=black,""features=Audio Pocket|Laptop """"Sleeve"""", 15 inches"",care=""Wash, cold"",url=https://a.example/?a=b",5,,
C-1-R,,Default,simple,,Bag-R,1,1,Not Visible Individually,20,color=Red,5,,
C-1,,Default,configurable,Default Category/Bags,Bag,,1,"Catalog, Search",,,0,"sku=C-1-R,color=Red|sku=C-1-B,color=Blue, dark|sku=C-1-X,color=Lost",color=Colour
C-1,nl_NL,,,,Tas,,,,,,,,
C-1-B,,Default,simple,,Bag-B,1,1,Not Visible Individually,20,"""color=Blue, dark""",5,,
`);
    expect([problems, products.length]).toEqual([[], 2]);
    expect(by(products, "S-1")?.attributes).toEqual([
      { key: "Color", kind: "text", value: "black" },
      { key: "Features", kind: "text", value: "Audio Pocket" },
      { key: "Features", kind: "text", value: 'Laptop "Sleeve", 15 inches' },
      { key: "Care", kind: "text", value: "Wash, cold" },
      { key: "Url", kind: "text", value: "https://a.example/?a=b" },
    ]);
    const bag = by(products, "C-1");
    expect([bag?.variants.map(({ options }) => options?.Colour), bag?.translations.de?.title]).toEqual([
      ["Red", "Blue, dark"],
      "Tasche",
    ]);
    expect(notes).toEqual([
      'row 5, column "configurable_variations": the file has no row of C-1-X: left out',
      'row 6, column "store_view_code": "nl_NL" names no language of this store: left out',
    ]);
  });
});

describe("Medusa", () => {
  test.each([
    [
      "first",
      'Product Handle,Product Title,Product Status,Product Tags,Variant Title,Variant SKU,Variant Inventory Quantity,Variant Allow backorder,Price EUR,Price france [USD],Option 1 Name,Option 1 Value,Image 1 Url,Sales Channel 1 Name\ntee,Tee,published,"a,b",S,T-S,10,FALSE,10,12,Size,S,https://x.example/a.jpg,Default\ntee,Tee,published,"a,b",M,T-M,0,FALSE,10,12,Size,M,,Default\n',
    ],
    [
      "second",
      "Product Id,Product Handle,Product Title,Product Status,Product Shipping Profile Id,Variant Id,Variant Title,Variant Sku,Variant Inventory Quantity,Variant Manage Inventory,Variant Price EUR,Variant Price USD,Variant Option 1 Name,Variant Option 1 Value,Product Tag 1,Product Image 1 Url\np1,tee,Tee,published,sp,v1,S,T-S,10,true,10,12,Size,S,a,https://x.example/a.jpg\np1,tee,Tee,published,sp,v2,M,T-M,0,true,10,12,Size,M,a,https://x.example/a.jpg\n",
    ],
  ])("of its %s version", async (_, text) => {
    const { products, problems } = await readText(text);
    expect(problems).toEqual([]);
    expect(variantsOf(products)).toEqual([
      [
        ["T-S", { Size: "S" }],
        ["T-M", { Size: "M" }],
      ],
    ]);
    expect([products[0]?.variants[1]?.prices, products[0]?.tags?.[0], products[0]?.media?.length]).toEqual([
      { EUR: { amountMinor: 1_000 }, USD: { amountMinor: 1_200 } },
      "a",
      1,
    ]);
  });
});

describe("a table, however it is written", () => {
  const TABLE = "title,price,sku\nPöt,1.50,A\nLamp,2,B\n";
  test.each<[string, Uint8Array]>([
    ["UTF-16, big end first, with its mark", Buffer.from(`\uFEFF${TABLE}`, "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from(TABLE, "utf16le")],
    ["UTF-16 without a mark, big end first", Buffer.from(TABLE, "utf16le").swap16()],
    ["Windows-1252", Buffer.from(TABLE, "latin1")],
    ["line ends of old Macs", Buffer.from(TABLE.replaceAll("\n", "\r"))],
    ["rows of nothing but delimiters, as spreadsheets write them", Buffer.from(`${TABLE},,\n , ,\n`)],
    ["more empty cells than the header has", Buffer.from(TABLE.replace("2,B", "2,B,,,"))],
    ["spaces around its names", Buffer.from(TABLE.replace("title,price", " Title , PRICE "))],
  ])("with %s", async (_, bytes) => {
    const { products, problems } = await readText(bytes);
    expect([problems, products.map(({ translations }) => translations.en?.title)]).toEqual([[], ["Pöt", "Lamp"]]);
  });

  test("a quote inside a cell that has none around it is a letter; doubled and escaped ones are one", async () => {
    const text = 'title,price,sku\nPot 5" wide,1,A\n6" pipe,2,B\n"7"" pan",3,C\n';
    expect((await readText(text)).products.map(({ translations }) => translations.en?.title)).toEqual([
      'Pot 5" wide',
      '6" pipe',
      '7" pan',
    ]);
    const escaped = 'title,price,sku\n"7\\" pan",3,C\n"C:\\\\",1,D\n';
    expect((await readText(escaped)).products.map(({ translations }) => translations.en?.title)).toEqual([
      '7" pan',
      "C:\\",
    ]);
  });

  test("semicolons inside cells do not make it a table of semicolons", async () => {
    const { products, problems } = await readText(
      `title,price,sku,description\n${'Pot,1,A,"a;b;c;d;e;f"\n'}${'Lamp,2,B,"a;b;c;d;e;f"\n'}`,
    );
    expect([problems, products.length]).toEqual([[], 2]);
  });

  test("rows with fewer or more cells are told, and the others read", async () => {
    const { products, problems } = await readText("title,price,sku\nPot,1,A\nLamp,2\nBowl,3,C,D\nCup,4,E\n");
    expect([products.length, problems]).toEqual([
      2,
      ["row 3: has 2 columns, the header 3", "row 4: has 4 columns, the header 3"],
    ]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "The file is empty"],
    ["nothing but a mark", "\uFEFF", "The file is empty"],
    ["nothing but a header", "Handle,Title,Variant Price\n", "nothing"],
    [
      "a header with a name twice",
      "title,price,price,sku\nPot,1,2,A\n",
      'row 1, column "price": is there twice, as column 2 and 3',
    ],
    [
      "a quote that never closes",
      'title,price,sku\n"Pot,1,A\nLamp,2,B\n',
      'row 2, column "title": begins with a quote that is never closed',
    ],
    [
      "text after a closing quote",
      'title,price,sku\n"Pot" big,1,A\n',
      'row 2, column "title": has text after a closing quote',
    ],
    [
      "a cell of ten megabytes",
      `title,price,sku\n"${"x".repeat(10_000_000)}",1,A\n`,
      'row 2, column "title": is longer than 1000000 characters',
    ],
    ["a row of ten megabytes", `title,price,sku\n${"x,".repeat(5_000_000)}\n`, "row 2: has more than 2000 columns"],
    ["zero bytes in a text", "title,price,sku\nPo\u0000t,1,A\n", "Not text near byte 18"],
    ["a web page", "<!doctype html><html></html>", "row 1: this is XML or a web page"],
  ])("%s is refused with its place", async (_, content, why) => {
    expect(await whyRefused(content)).toContain(why);
  });
});
