import { describe, expect, test } from "vitest";
import { surveyorOf } from "../../worker/transfer/formats/catalogue-reader.ts";
import { NONE_REPEATED, type RepeatedCodes, textOfProblem } from "../../worker/transfer/formats/file-problem.ts";
import { surveyGatherer } from "../../worker/transfer/formats/file-survey.ts";
import { openShopify } from "../../worker/transfer/formats/shopify-csv.ts";
import { tableReader } from "../../worker/transfer/formats/table-reader.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import { readText } from "../support/read-catalogue.ts";

type Row = Readonly<Record<string, string>>;
/** The file's header is made of all the columns that any of its rows names. */
function readRows(rows: readonly Row[], repeated: RepeatedCodes = NONE_REPEATED) {
  const header = [...new Set(["Handle", "Title", "Variant Price", ...rows.flatMap((row) => Object.keys(row))])];
  return readTable(
    header,
    rows.map((row) => header.map((name) => row[name] ?? "")),
    repeated,
  );
}
function readTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  repeated: RepeatedCodes = NONE_REPEATED,
) {
  const text = [header, ...rows]
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
    .join("");
  const format = { table: "shopify", dialect: { delimiter: ",", quotes: "doubled" } } as const;
  const [surveyor, gatherer] = [surveyorOf(format, { currency: "USD" }), surveyGatherer({ isList: false })];
  surveyor.push(text);
  surveyor.end();
  gatherer.add(surveyor.take());
  const survey = gatherer.end(surveyor.faults);
  const reader = tableReader(format, { currency: "USD" }, { ...survey, repeated });
  return [...reader.push(text), ...reader.end()];
}
const productsOf = (rows: readonly Row[], repeated?: RepeatedCodes): ImportedProduct[] =>
  readRows(rows, repeated).map((read) => {
    if (!("product" in read))
      throw new Error("problems" in read ? read.problems.map(textOfProblem).join("\n") : "no product");
    return read.product;
  });
const problemsOf = (rows: readonly Row[]): string[] =>
  readRows(rows).flatMap((read) => ("problems" in read ? read.problems.map(textOfProblem) : []));

const POT: Row = {
  Handle: "pot",
  Title: "Clay Pot",
  "Body (HTML)": "<p>Classic <b>clay</b></p><script>alert(1)</script>",
  Vendor: "Company 123",
  Type: "Outdoor",
  Published: "true",
  "Option1 Name": "Size",
  "Option1 Value": "Regular",
  "Variant Price": "9.99",
  "Variant Compare At Price": "12.50",
  "Variant Inventory Qty": "3",
  "Variant Grams": "450",
  "Variant Barcode": "'882780756328",
  "Image Src": "https://pictures.example/1.jpg",
  "Image Alt Text": "A pot",
};
const LARGE: Row = { Handle: "pot", "Option1 Value": "Large", "Variant SKU": "POT-L", "Variant Price": "15.99" };

describe("rows with one handle are one product", () => {
  test("each row brings a variant, a picture or both; names of options are on the first", () => {
    const picture = { Handle: "pot", "Image Src": "https://pictures.example/2.jpg" };
    const [pot, lamp, ...more] = productsOf([POT, LARGE, picture, { ...POT, Handle: "lamp", Title: "Lamp" }]);
    expect([lamp?.externalId, more]).toEqual(["lamp", []]);
    expect(pot).toEqual({
      source: "shopify",
      externalId: "pot",
      status: "published",
      brand: "Company 123",
      productType: "Outdoor",
      translations: {
        en: { title: "Clay Pot", description: "Classic clay", descriptionHtml: "<p>Classic <b>clay</b></p>" },
      },
      categoryIds: ["outdoor"],
      media: [
        { key: null, sourceUrl: "https://pictures.example/1.jpg", alt: { en: "A pot" } },
        { key: null, sourceUrl: "https://pictures.example/2.jpg", alt: {} },
      ],
      variants: [
        {
          sku: "SHOPIFY-POT-REGULAR",
          options: { Size: "Regular" },
          barcodes: ["0882780756328"],
          weightGrams: 450,
          quantity: 3,
          prices: { USD: { amountMinor: 999, compareAtMinor: 1_250 } },
        },
        {
          sku: "POT-L",
          options: { Size: "Large" },
          barcodes: [],
          weightGrams: 0,
          quantity: null,
          prices: { USD: { amountMinor: 1_599, compareAtMinor: null } },
        },
      ],
    });
  });

  test("the newer header says the same in other words", () => {
    const header = ["Title", "URL handle", "Description", "Price", "Compare-at price", "SKU", "Inventory quantity"];
    const [read] = readTable(header, [["Clay Pot", "pot", "<p>Clay</p>", "9.99", "12.50", "POT", "3"]]);
    expect(read).toMatchObject({
      product: {
        externalId: "pot",
        translations: { en: { title: "Clay Pot", description: "Clay" } },
        variants: [{ sku: "POT", quantity: 3, prices: { USD: { amountMinor: 999, compareAtMinor: 1_250 } } }],
      },
    });
  });

  test("a product without options has one variant without options", () => {
    const plain = { ...POT, "Option1 Name": "Title", "Option1 Value": "Default Title" };
    expect(productsOf([plain])[0]?.variants).toMatchObject([{ sku: "SHOPIFY-POT", options: {} }]);
  });
});

test("rows that stand apart come together", () => {
  const [lamp, pot] = productsOf([POT, { ...POT, Handle: "lamp" }, LARGE]);
  expect([lamp?.externalId, pot?.variants.length]).toEqual(["lamp", 2]);
});

test("a picture without a whole address is left out, with a note, unless its folder is known", async () => {
  const file = "Handle,Title,Variant Price,Image Src\npot,Pot,9,pots/1.jpg\n";
  const [without, within] = [
    await readText(file),
    await readText(file, { mediaBase: "https://pictures.example/shop/" }),
  ];
  expect([without.pictures, without.notes]).toEqual([
    0,
    ['row 2, column "Image Src": "pots/1.jpg" is no whole address: left out'],
  ]);
  expect(within.products[0]?.media?.[0]?.sourceUrl).toBe("https://pictures.example/shop/pots/1.jpg");
});

describe("what a file leaves open", () => {
  test.each([
    ["12.50", 1_250],
    ["9.99", null],
    ["5.00", null],
    ["0", null],
    ["", null],
  ])("a price before of %j is shown only when it was more", (before, compareAtMinor) => {
    const [pot] = productsOf([{ ...POT, "Variant Compare At Price": before }]);
    expect(pot?.variants[0]?.prices).toEqual({ USD: { amountMinor: 999, compareAtMinor } });
  });

  test("a price of nothing is none: the variant comes, and is not for sale", () => {
    expect(productsOf([{ ...POT, "Variant Price": "0.00" }])[0]?.variants).toMatchObject([{ quantity: 3, prices: {} }]);
  });

  test("a title written over two lines is one line", () => {
    expect(productsOf([{ ...POT, Title: "Clay\n Pot" }])[0]?.translations.en?.title).toBe("Clay Pot");
  });

  test.each([
    ["", null],
    ["0", 0],
    ["-4", 0],
    ["12", 12],
  ])("a quantity of %j is %j units to sell", (text, quantity) => {
    expect(productsOf([{ ...POT, "Variant Inventory Qty": text }])[0]?.variants[0]?.quantity).toBe(quantity);
  });

  test.each([
    [{ Published: "TRUE", Status: "active" }, "published"],
    [{ Published: "false" }, "draft"],
    [{ Published: "true", Status: "draft" }, "draft"],
    [{ Published: "true", Status: "archived" }, "archived"],
    [{ Published: "" }, undefined],
  ])("%j is %s", (columns, status) => {
    expect(productsOf([{ ...POT, ...columns }])[0]?.status).toBe(status);
  });

  test.each([
    ["Outdoor & Garden", "outdoor-garden"],
    ["Kölsch", "kolsch"],
    ["", "more"],
  ])("the type %j is sold in the category %s", (Type, id) => {
    expect(productsOf([{ ...POT, Type }])[0]?.categoryIds).toEqual([id]);
  });

  test("a type in letters that no id has is a category too, the same each time", () => {
    const idOf = (Type: string) => productsOf([{ ...POT, Type }])[0]?.categoryIds?.[0];
    expect(idOf("植木鉢")).toMatch(/^category-[a-z0-9]{7}$/);
    expect(idOf("植木鉢")).toBe(idOf(" 植木鉢 "));
    expect(idOf("植木鉢")).not.toBe(idOf("ランプ"));
  });

  test("codes that are on several variants name none of them", () => {
    const repeated = { skus: new Set(["POT-L"]), barcodes: new Set(["0882780756328"]) };
    const [pot] = productsOf([POT, LARGE], repeated);
    expect(pot?.variants.map(({ sku, barcodes }) => [sku, barcodes])).toEqual([
      ["SHOPIFY-POT-REGULAR", undefined],
      ["SHOPIFY-POT-LARGE", []],
    ]);
  });

  test("options that differ in signs only get SKUs of their own", () => {
    const rows = ["+1", "-1"].map((strength) => ({ ...POT, "Option1 Name": "Strength", "Option1 Value": strength }));
    const repeated = { skus: new Set(["SHOPIFY-POT-1"]), barcodes: new Set<string>() };
    const [pot] = productsOf(rows, repeated);
    expect(new Set(pot?.variants.map((variant) => variant.sku)).size).toBe(2);
  });
});

describe("a fault is told with its row and column", () => {
  test.each<[string, readonly Row[], string]>([
    [
      "a price in words",
      [POT, { ...LARGE, "Variant Price": "ask us" }],
      'row 3, column "Variant Price": "ask us" is not a price',
    ],
    ["no title", [{ ...POT, Title: "" }], 'row 2, column "Title":'],
    ["no handle", [POT, { ...LARGE, Handle: "" }], 'row 3, column "Handle": is empty'],
    ["a weight in words", [{ ...POT, "Variant Grams": "1 kg" }], 'column "Variant Grams": "1 kg" is not a weight'],
    [
      "half a unit",
      [{ ...POT, "Variant Inventory Qty": "1.5" }],
      'column "Variant Inventory Qty": "1.5" is not a number',
    ],
    ["too many units", [{ ...POT, "Variant Inventory Qty": "9999999" }], 'row 2, column "Variant Inventory Qty":'],
    ["a comma in a SKU", [POT, { ...LARGE, "Variant SKU": "A,B" }], 'row 3, column "Variant SKU": holds a comma'],
    ["neither true nor false", [{ ...POT, Published: "yes" }], 'row 2, column "Published": "yes" is neither'],
    ["an unknown status", [{ ...POT, Status: "gone" }], 'row 2, column "Status": "gone" is not'],
    ["a nameless option", [{ ...POT, "Option1 Name": "" }], 'row 2, column "Option1 Name": is empty'],
    [
      "twice the same",
      [POT, { ...LARGE, "Option1 Value": "Regular" }],
      'row 3, column "Option1 Value": the variant has the same options as the one at row 2',
    ],
    [
      "two products of one handle",
      [POT, { ...LARGE, Title: "Lamp" }],
      'row 3, column "Title": pot is at row 2 already, as "Clay Pot"',
    ],
    ["an endless brand", [{ ...POT, Vendor: "x".repeat(121) }], 'row 2, column "Vendor":'],
    ["an endless title", [{ ...POT, Title: "x".repeat(301) }], 'row 2, column "Title":'],
  ])("%s", (_, rows, text) => {
    expect(problemsOf(rows)[0]).toContain(text);
  });

  test("every fault of a product is told, not the first alone", () => {
    expect(problemsOf([{ ...POT, "Variant Price": "x", "Variant Grams": "y", Published: "z" }])).toHaveLength(3);
  });

  test("a header that lacks a column is told which", () => {
    expect(openShopify(["Handle", "Title", "Vendor"], { currency: "USD" })).toEqual({
      ok: false,
      problems: [{ row: 1, column: "Variant Price", why: "the column is missing" }],
    });
  });
});
