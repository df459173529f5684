import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { FileRefused, formatOf, surveyFile } from "../../tools/import-file.ts";
import { textOfProblem } from "../../worker/transfer/file-problem.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (content: string | Uint8Array): string => {
  const path = join(folder, "file");
  writeFileSync(path, content);
  return path;
};
const survey = async (path: string) => surveyFile(path, await formatOf(path));
const problemsOf = async (content: string | Uint8Array) => (await survey(write(content))).problems.map(textOfProblem);
const whyRefused = (content: string | Uint8Array): Promise<string> =>
  survey(write(content)).then(
    () => "taken",
    (error: unknown) => (error instanceof FileRefused ? error.message : `failed: ${error}`),
  );

const HEAD = "Handle,Title,Variant SKU,Variant Price\n";
const INK = '{"id":"1","name":"80","title":"Ink","supplier":"HP","price":100,"ean":["96385074"]}\n';

describe("a file is read whole before anything is sent", () => {
  test("line breaks inside quotes, a byte order mark, Windows line ends and gzip are all the same file", async () => {
    const csv = `\uFEFF${HEAD}pot,"Clay\n""Pot""",POT,9.99\r\nlamp,Lamp,LAMP,5\r\n`;
    for (const content of [csv, gzipSync(csv)])
      expect(await survey(write(content))).toMatchObject({ products: 2, variants: 2, pictures: 0, problems: [] });
  });

  test("rows are counted as a spreadsheet counts them, empty ones too", async () => {
    expect(await problemsOf(`${HEAD}pot,Pot,POT,9.99\n\n\nlamp,Lamp,LAMP,free\n`)).toEqual([
      'row 5, column "Variant Price": "free" is not a price in USD',
    ]);
  });

  test("a row of another length is told, and reading ends there", async () => {
    expect(await problemsOf(`${HEAD}pot,Pot,POT,9.99\nlamp,Lamp\nbowl,Bowl,B,free\n`)).toEqual([
      "row 3: has 2 columns, the header 4 (line 3)",
    ]);
  });

  test("not more than twenty faults are told", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `pot-${index},Pot,,free\n`);
    expect(await problemsOf(HEAD + rows.join(""))).toHaveLength(20);
  });

  test("codes on several products are found, whatever the format", async () => {
    const csv = await survey(write(`${HEAD}pot,Pot,SAME,9\nlamp,Lamp,SAME,9\nbowl,Bowl,OWN,9\n`));
    expect([...csv.repeated.skus]).toEqual(["SAME"]);
    const lines = await survey(write(INK + INK.replace('"id":"1"', '"id":"2"')));
    expect([...lines.repeated.barcodes]).toEqual(["96385074"]);
    expect(lines.problems).toEqual([]);
  });
});

describe("a file that is none is refused with a sentence", () => {
  test.each([
    ["nothing", "", "The file is empty"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), "Not text in UTF-8 near byte 0"],
    ["a file in Windows-1252", Buffer.from(`${HEAD}p\xf6t,P\xf6t,P,1\n`, "latin1"), "Not text in UTF-8"],
    ["half a gzip file", gzipSync(INK.repeat(50)).subarray(0, 60), "The file is packed with gzip, but is not whole"],
    ["a letter", "Dear shop,\nplease\n", 'row 1, column "Dear shop"'],
  ])("%s", async (_, content, why) => {
    expect(await whyRefused(content)).toContain(why);
  });
});

const data = join(import.meta.dirname, "../../../shared/data");
const lacksData = !existsSync(data);
describe("real files (skipped where there is no folder ../shared/data)", () => {
  test.skipIf(lacksData).each([
    ["catalog-formats/shopify-home-and-garden.csv", "shopify-csv", { products: 20, variants: 21 }],
    ["catalog-formats/shopify-snowdevil.csv", "shopify-csv", { products: 278, variants: 622, pictures: 412 }],
    ["icecat/products.ndjson.gz", "icecat-ndjson", { products: 19_406, variants: 19_406 }],
  ])("%s is read without a fault", { timeout: 120_000 }, async (file, format, expected) => {
    const path = join(data, file);
    expect(await formatOf(path)).toBe(format);
    expect(await survey(path)).toMatchObject({ ...expected, problems: [] });
  });

  test.skipIf(lacksData).each([
    ["medusa-invalid-column.csv", "Medusa"],
    ["medusa-invalid-prices.csv", "Medusa"],
    ["medusa-exported-products-semicolon.csv", "Medusa"],
    ["woocommerce-sample.csv", "WooCommerce"],
    ["magento-configurable.csv", "Magento"],
  ])("%s is refused as an export of %s", async (file, name) => {
    await expect(formatOf(join(data, "catalog-formats", file))).rejects.toThrow(
      new RegExp(`^row 1, column "[^"]+": this is a ${name} export`),
    );
  });
});
