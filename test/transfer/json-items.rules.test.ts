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
