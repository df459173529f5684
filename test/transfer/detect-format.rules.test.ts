import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DETECT_LENGTH, detectFormat } from "../../worker/transfer/detect-format.ts";

const OLDER = "Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price";
const NEWER = "Title,URL handle,Description,Vendor,Type,Status,SKU,Option1 Name,Option1 Value,Price";
const ICECAT = '{"id":"1399","name":"80","title":"HP 80","supplier":"HP","price":12595}';

const whyOf = (head: string): string => {
  const detected = detectFormat(head);
  if (detected.format !== null) throw new Error(`taken for ${detected.format}`);
  return detected.why;
};

describe("a file is known by what is in it", () => {
  test.each([
    ["the older header of Shopify", OLDER],
    ["the newer header of Shopify", NEWER],
    ["columns in another order", "Variant Price,Tags,Title,Handle"],
    ["quoted names in capitals after a byte order mark", '\uFEFF"HANDLE","TITLE","VARIANT PRICE"\r\n'],
  ])("%s is Shopify's CSV", (_, header) => {
    expect(detectFormat(`${header}\npot,Pot,,,,,,,,9.99\n`)).toEqual({ format: "shopify-csv" });
  });

  test("an Icecat product a line is Icecat's NDJSON, also where its first line is longer than what is looked at", () => {
    expect(detectFormat(`${ICECAT}\n${ICECAT}\n`)).toEqual({ format: "icecat-ndjson" });
    const long = ICECAT.replace("}", `,"short_description":"${"x".repeat(DETECT_LENGTH)}"}`);
    expect(detectFormat(long.slice(0, DETECT_LENGTH))).toEqual({ format: "icecat-ndjson" });
  });
});

describe("a file that cannot be imported is refused, and its owner learns why", () => {
  test.each([
    ["Medusa", "Product Id,Product Handle,Product Title,Variant Id,Variant SKU"],
    ["Medusa", "Product Id;Product Handle;Product Title;Variant Id;Variant SKU"],
    ["WooCommerce", "ID,Type,SKU,Name,Published,Regular price"],
    ["Magento", "sku,store_view_code,attribute_set_code,product_type,name"],
  ])("%s is called by its name: %s", (name, header) => {
    expect(whyOf(`${header}\n`)).toBe(
      `row 1, column "${header.split(/[,;]/)[0]}": this is a ${name} export, which cannot be imported yet; Meridian reads Shopify product CSV and Icecat NDJSON`,
    );
  });

  test.each([
    ["an empty file", "", "The file is empty"],
    ["only space", "\uFEFF \n\n", "The file is empty"],
    ["another table", "name,amount\nPot,1\n", 'row 1, column "name": no header that is known begins so'],
    ["bytes that are no text", "\u0000\u0001PK\u0003\u0004", "row 1, column"],
    ["other JSON", '{"products":[]}', "row 1: JSON, but not one Icecat product a line"],
    ["an array of products", `[${ICECAT}]`, "row 1, column"],
  ])("%s", (_, head, why) => {
    expect(whyOf(head)).toContain(why);
  });

  test("whatever the file, the answer is a format or one short line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (head) => {
        const detected = detectFormat(head);
        if (detected.format === null) expect(detected.why).toMatch(/^[^\r\n]{5,300}$/);
      }),
    );
  });
});
