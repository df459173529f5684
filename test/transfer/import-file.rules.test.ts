import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { textHashOf } from "../../worker/transfer/formats/text-hash.ts";
import { FileRefused } from "../../worker/transfer/unpack-file-flow.ts";
import { readCatalogue, readText, sourceOf } from "../support/read-catalogue.ts";

const HEAD = "Handle,Title,Variant SKU,Variant Price\n";
const INK = '{"id":"1","name":"80","title":"Ink","supplier":"HP","price":100,"ean":["96385074"]}\n';
const whyRefused = (content: string | Uint8Array) =>
  readText(content).then(
    () => "taken",
    (error: unknown) => (error instanceof FileRefused ? error.message : `failed: ${error}`),
  );
const titlesOf = async (content: string | Uint8Array) =>
  (await readText(content)).products.map(({ translations }) => translations.en?.title);

describe("however a file is written, it is the same file", () => {
  const rows = (delimiter: string, quote: string, end: string) =>
    [
      ["Handle", "Title", "Variant SKU", "Variant Price"],
      ["pot", `"Clay${end}${quote}Pot${quote}"`, "POT", "9.99"],
      ["lamp", "Größe ½", "LAMP", "5"],
    ]
      .map((cells) => cells.join(delimiter) + end)
      .join("");
  const whole = rows(",", '""', "\n");
  test.each<[string, string | Uint8Array]>([
    ["commas", whole],
    ["semicolons", rows(";", '""', "\n")],
    ["tabs", rows("\t", '""', "\r\n")],
    ["bars", rows("|", '""', "\n")],
    ["quotes escaped by backslashes", rows(",", '\\"', "\n")],
    ["line ends of Windows", rows(",", '""', "\r\n")],
    ["line ends of old Macs", rows(",", '""', "\r")],
    ["a byte order mark", `\uFEFF${whole}`],
    ["UTF-16 with its mark", Buffer.from(`\uFEFF${whole}`, "utf16le")],
    ["Windows-1252", Buffer.from(whole, "latin1")],
    ["a first line that names the delimiter", `sep=;\n${rows(";", '""', "\n")}`],
    ["gzip", gzipSync(whole)],
    ["no line end at its end", whole.trimEnd()],
  ])("with %s", async (_, content) => {
    expect(await titlesOf(content)).toEqual(['Clay "Pot"', "Größe ½"]);
  });

  test("rows are counted as a spreadsheet counts them, empty ones and ones of several lines too", async () => {
    const { problems } = await readText(`${HEAD}pot,"Pot\nof clay",POT,9.99\n\n\nlamp,Lamp,LAMP,free\n`);
    expect(problems).toEqual(['row 5, column "Variant Price": "free" is not a price in USD']);
  });

  test("a row of another width is told, and the rows after it are read", async () => {
    const { problems, products } = await readText(`${HEAD}pot,Pot,POT,9.99\nlamp,Lamp\nbowl,Bowl,B,3\n`);
    expect([problems, products.length]).toEqual([["row 3: has 2 columns, the header 4"], 2]);
  });

  test("codes on several products are found, whatever the format", async () => {
    const csv = await readText(`${HEAD}pot,Pot,SAME,9\nlamp,Lamp,SAME,9\nbowl,Bowl,OWN,9\n`);
    expect(csv.survey.repeated.skus).toEqual([textHashOf("SAME")]);
    const lines = await readText(INK + INK.replace('"id":"1"', '"id":"2"'));
    expect([lines.survey.repeated.barcodes, lines.problems]).toEqual([[textHashOf("96385074")], []]);
  });

  test("a column that is to be left out is not read", async () => {
    const { products } = await readText(`${HEAD.trim()},Status\npot,Pot,POT,9,draft\n`, { leaveOut: ["status"] });
    expect(products[0]).not.toHaveProperty("status");
  });
});

describe("a file that is none is refused with a sentence", () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from(HEAD), Buffer.alloc(22_000_000, "\n")]));
  test.each([
    ["nothing", "", "The file is empty"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), "Not text near byte"],
    ["a spreadsheet's own file", new Uint8Array([0x50, 0x4b, 3, 4, 5, 6]), "ZIP archive or a spreadsheet"],
    ["half a gzip file", gzipSync(INK.repeat(50)).subarray(0, 60), "The file is packed with gzip, but is not whole"],
    ["a letter", "Dear shop,\nplease\n", 'row 1, column "Dear shop"'],
    ["a bomb of gzip", bomb, "unpacks to more than 200 times its size"],
  ])("%s", async (_, content, why) => {
    await expect(
      readCatalogue(sourceOf(content, 65_536)).then(
        () => "taken",
        (error: Error) => error.message,
      ),
    ).resolves.toContain(why);
  });

  test("a table that is cut off in a quote says where", async () => {
    expect((await readText(`${HEAD}pot,"Pot of`)).problems).toEqual([
      expect.stringContaining('row 2, column "Title": begins with a quote that is never closed'),
    ]);
  });

  test("lists that are cut off, and lines that are no JSON, say where", async () => {
    expect((await readText('[{"title":"Pot","price":1},{"title":"La')).problems).toEqual([
      expect.stringContaining("row 2: the file is cut off"),
    ]);
    expect((await readText('{"title":"Pot","price":1}\n{"title":\n')).problems).toEqual([
      expect.stringContaining("row 2: is not JSON"),
    ]);
  });

  test("a megabyte without an end of a field is refused", async () => {
    expect(await whyRefused(`${HEAD}pot,"${"x".repeat(1_100_000)}`).then((why) => why)).toBe("taken");
    expect((await readCatalogue(sourceOf(`${HEAD}pot,"${"x".repeat(1_100_000)}`, 65_536))).problems[0]).toContain(
      "longer than 1000000 characters",
    );
  });
});

const data = join(import.meta.dirname, "../../../shared/data");
const lacksData = !existsSync(data);
const real = (file: string) => readCatalogue(() => createReadStream(join(data, file)));
describe("real files (skipped where there is no folder ../shared/data)", () => {
  test.skipIf(lacksData).each([
    ["catalog-formats/shopify-home-and-garden.csv", "Shopify product CSV", 21, 20, 21, 21],
    ["catalog-formats/shopify-snowdevil.csv", "Shopify product CSV", 636, 278, 622, 412],
    ["catalog-formats/woocommerce-sample.csv", "WooCommerce product CSV", 24, 15, 22, 26],
    ["catalog-formats/magento-configurable.csv", "Magento product CSV", 1_994, 147, 1_847, 0],
    ["catalog-formats/medusa-exported-products-semicolon.csv", "Medusa product CSV", 3, 2, 3, 0],
    ["icecat/products.ndjson.gz", "Icecat NDJSON", 19_406, 19_406, 19_406, 19_406],
  ])("%s is read without a fault", { timeout: 300_000 }, async (file, format, rows, products, variants, pictures) => {
    const found = await real(file);
    expect([found.format, found.problems, found.survey.rows]).toEqual([format, [], rows]);
    expect([found.products.length, found.variants, found.pictures]).toEqual([products, variants, pictures]);
  });

  test.skipIf(lacksData)("what Magento chose of a list is a fact for each", async () => {
    const { products } = await real("catalog-formats/magento-configurable.csv");
    const valuesOf = (id: string, key: string) =>
      products
        .find(({ externalId }) => externalId === id)
        ?.attributes?.flatMap((each) => (each.key === key ? [each.value] : []));
    expect(valuesOf("MH01", "Climate")).toEqual(["All-weather", "Cool", "Indoor", "Spring", "Windy"]);
    const all = products.flatMap(({ attributes }) => attributes ?? []);
    expect(all.filter(({ value }) => String(value).includes("|"))).toEqual([]);
  });

  test.skipIf(lacksData)("WooCommerce's variations are 9, of two products", async () => {
    const { products } = await real("catalog-formats/woocommerce-sample.csv");
    const several = products.filter(({ variants }) => variants.length > 1);
    expect(several.map(({ variants }) => variants.length).toSorted()).toEqual([3, 6]);
  });

  test.skipIf(lacksData).each([
    ["medusa-invalid-column.csv", 'row 1, column "Product field": is no column of a Medusa export'],
    ["medusa-invalid-prices.csv", 'row 1, column "Variant Price nonexistent [EUR]": is a price of a region'],
  ])("%s is refused with its column, and has no product", async (file, why) => {
    const { problems, products } = await real(`catalog-formats/${file}`);
    expect([problems.length, products.length]).toEqual([1, 0]);
    expect(problems[0]).toContain(why);
  });
});
