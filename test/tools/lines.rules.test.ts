import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "../../tools/lines.ts";

async function* inChunks(text: string, size: number) {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}
const readAll = async (text: string, size: number) => Array.fromAsync(linesOf(inChunks(text, size), 1_000));

test("a line separator inside a JSON string ends no line", async () => {
  expect(await readAll('{"a":"one\u2028two\u2029"}\r\n{"b":1}', 7)).toEqual(['{"a":"one\u2028two\u2029"}', '{"b":1}']);
});

test("lines come out the same however the text is cut into chunks", async () => {
  const line = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, ""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 9 }),
      async (lines, size) => {
        expect(await readAll(`${lines.join("\n")}\n`, size)).toEqual(lines);
      },
    ),
  );
});

test("a line that never ends is refused, not collected", async () => {
  await expect(readAll("x".repeat(2_000), 500)).rejects.toThrow("longer than 1000");
});
