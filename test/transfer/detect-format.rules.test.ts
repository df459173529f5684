import { describe, expect, test } from "vitest";
import { detectFormat, nameOfFormat } from "../../worker/transfer/formats/detect-format.ts";

const named = (head: string, isMapped = false): string => {
  const found = detectFormat(head, isMapped);
  return "refused" in found ? found.refused : nameOfFormat(found);
};
const delimiterOf = (head: string) => {
  const found = detectFormat(head);
  return "table" in found ? found.dialect : null;
};

describe("a file is known by what is in it", () => {
  test.each([
    ["Handle,Title,Body (HTML),Vendor,Variant Price\n", "Shopify product CSV"],
    ["Title,URL handle,Description,Vendor,SKU,Price\n", "Shopify product CSV"],
    ['"Handle";"Title";"Variant Price"\r\n', "Shopify product CSV"],
    ["\uFEFFHANDLE\tTITLE\tVARIANT PRICE\n", "Shopify product CSV"],
    ["ID,Type,SKU,Name,Published,Regular price,Parent\n", "WooCommerce product CSV"],
    ["ID;Typ;Artikelnummer;Name;Veröffentlicht;Regulärer Preis;Übergeordnetes Produkt\n", "WooCommerce product CSV"],
    ["sku,store_view_code,attribute_set_code,product_type,name,price\n", "Magento product CSV"],
    ["Product Id;Product Handle;Product Title;Variant Sku;Variant Price USD\n", "Medusa product CSV"],
    ["Product Id,Product Handle,Product Title,Variant SKU,Price USD,Option 1 Name\n", "Medusa product CSV"],
    ["id,title,link,price,image_link,gtin,brand\n", "CSV"],
    ["Artikelnummer;Bezeichnung;Preis\n", "CSV"],
    ['{"id":"1","name":"80","title":"Ink","supplier":"HP","price":100}\n', "Icecat NDJSON"],
    ['{"meridian":"catalogue","version":1}\n', "Meridian export"],
    ['[{"name":"Pot","price":9}]', "JSON"],
    ['{"products":[{"title":"Pot"}]}', "JSON"],
    ['{"title":"Pot","price":"9"}\n{"title":"Lamp"}\n', "JSON"],
  ])("%j is %s", (head, format) => {
    expect(named(head)).toBe(format);
  });

  test("columns that are called nothing known are read by a mapping alone", () => {
    expect(named("what,how much\npot,9\n")).toContain('row 1, column "what": no header that is known');
    expect(named("what,how much\npot,9\n", true)).toBe("CSV");
  });

  test.each([
    ["", "The file is empty"],
    ["   \n\n", "The file is empty"],
    ["<!doctype html><p>", "this is XML or a web page"],
    ["Dear shop,\nplease\n", 'row 1, column "Dear shop"'],
  ])("%j is refused in words", (head, why) => {
    expect(named(head)).toContain(why);
  });

  test("a million columns are refused as such", () => {
    expect(named(`${Array(1_000_000).fill("c").join(",")}\n`)).toContain("more than 2000 columns");
  });
});

describe("a table's dialect is known by how it is written", () => {
  test.each([
    ["name,price\npot,9\n", ",", "doubled"],
    ["name;price\npot;9,50\nlamp;8,10\n", ";", "doubled"],
    ['name\tprice\n5" pot\t9\n', "\t", "doubled"],
    ["name|price\npot|9\n", "|", "doubled"],
    ['name,price\n"5\\" pot",9\n', ",", "backslash"],
    ['name,price\n"5"" pot",9\n', ",", "doubled"],
    ["sep=;\nname;price\npot;9\n", ";", "doubled"],
    ['name;text;price\npot;"a, b, c, d, e";9\n', ";", "doubled"],
  ])("%j", (head, delimiter, quotes) => {
    expect(delimiterOf(head)).toEqual({ delimiter, quotes });
  });
});
