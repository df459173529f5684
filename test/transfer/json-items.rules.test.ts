import { describe, expect, test } from "vitest";
import { jsonItems } from "../../worker/transfer/formats/json-items.ts";

describe("a list in pieces", () => {
  test.each([
    ["list", '[{"a":"}"},{"b":[{}]}]'],
    ["lines", '{"a":"}"}\n{"b":[{}]}'],
  ] as const)("of %s is cut into its items wherever the pieces end", (kind, text) => {
    for (let size = 1; size <= text.length; size += 1) {
      const items = jsonItems(kind);
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...items.push(text.slice(at, at + size)));
      expect([...found, ...items.end()]).toEqual([
        { row: 1, text: '{"a":"}"}' },
        { row: 2, text: '{"b":[{}]}' },
      ]);
      expect(items.fault).toBeNull();
    }
  });

  const cut = (text: string, size: number) => {
    const items = jsonItems("list");
    const found = [];
    for (let at = 0; at < text.length; at += size) found.push(...items.push(text.slice(at, at + size)));
    found.push(...items.end());
    return { texts: found.map(({ text: item }) => item), why: items.fault?.why ?? null };
  };
  const PRODUCT = '{\n "title": "Cup",\n "tags": ["a"],\n "variants": [{"size":"S"},{"size":"L"}]\n}';

  test.each([
    [
      "products behind another list",
      '{"categories":[{"id":1}],"products":[{"a":1},{"b":2}]}',
      ['{"a":1}', '{"b":2}'],
      null,
    ],
    ["products behind a list of words", '{"tags":["a","b"],"products":[{"a":1}]}', ['{"a":1}'], null],
    ["items behind what is told of them", '{"meta":{"fields":[{"x":1}]},"items":[{"a":1}]}', ['{"a":1}'], null],
    [
      "what stands deeper",
      '{"data":{"page":1,"products":[{"a":[{"b":1}]}]},"more":[{"c":1}]}',
      ['{"a":[{"b":1}]}'],
      null,
    ],
    ["one product", PRODUCT, [PRODUCT], null],
    ["an empty list", '{"products":[]}', [], null],
    [
      "lists of something else",
      '{"shops":[{"title":1}],"staff":[{"a":"b"}]}',
      null,
      "no list is called products or items: the file has shops, staff",
    ],
    [
      "two lists of products",
      '{"products":[{"a":1}],"items":[{"b":1}]}',
      ['{"a":1}'],
      "a second list of products begins here: items",
    ],
    ["no list at all", '{"a":{"b":1}}', [], "no list is called products or items"],
  ])("finds %s, wherever the pieces end", (_, text, texts, why) => {
    for (let size = 1; size <= text.length; size += 1) {
      const found = cut(text, size);
      expect(found.why, `pieces of ${size}`).toBe(why);
      if (texts) expect(found.texts, `pieces of ${size}`).toEqual(texts);
    }
  });

  test("goes on where it was left, whatever it was in the middle of", () => {
    const text = '{"tags":["a"],"list":[{"b":"}"}],"products":[{"a":"]"},{"c":{}}]}';
    for (let at = 1; at < text.length; at += 1) {
      const before = jsonItems("list");
      const found = before.push(text.slice(0, at));
      const after = jsonItems("list", JSON.parse(JSON.stringify(before.keep())));
      found.push(...after.push(text.slice(at)), ...after.end());
      expect(found.map(({ text: item }) => item)).toEqual(['{"a":"]"}', '{"c":{}}']);
    }
  });

  test.each(["list", "lines"] as const)("of %s with an item that is too long is read no further", (kind) => {
    const items = jsonItems(kind);
    items.push(`${kind === "list" ? "[" : ""}{"a":"${"x".repeat(4_000_000)}`);
    const fault = items.fault;
    expect(fault).toMatchObject({ row: 1, why: expect.stringContaining("longer than") });
    const piece = "x".repeat(65_536);
    for (let count = 0; count < 2_000; count += 1) expect(items.push(piece)).toEqual([]);
    expect(items.push('"}\n{"b":1}\n]')).toEqual([]);
    expect(items.end()).toEqual([]);
    expect(items.fault).toEqual(fault);
  });
});
