/** What was typed, however odd: shown and searched without what cannot be seen, and refused where it is too long. */
import { describe, expect, test } from "vitest";
import { QUERY_LENGTH_MAX, queryOf } from "../../worker/search/query-text.ts";
import { queryKey } from "../../worker/search/staff/search-rule.ts";

const textOf = (raw: string) => {
  const read = queryOf(raw);
  return read.ok ? read.value : read.problem;
};

describe("a query", () => {
  test.each([
    ["  two   words\t\n", "two words"],
    ["lap\u0000top\u001b[31m", "lap top [31m"],
    ["\u202elaptop\u202c \u200bcase\u2066", "laptop case"],
    ["Cafe\u0301", "Café"],
    ["broken \ud83d half", "broken half"],
    ["👩‍💻 laptop", "👩‍💻 laptop"],
    ["\u200f سماعات \u200e", "سماعات"],
    ["'; DROP TABLE products; --", "'; DROP TABLE products; --"],
    ['"a" OR NEAR(b, 2) AND col:*', '"a" OR NEAR(b, 2) AND col:*'],
    ["\u202e\u0007", ""],
  ])("%j is read as %j", (raw, text) => {
    expect(textOf(raw)).toBe(text);
  });

  test("of 10,000 characters is refused whole, and says how long it may be", () => {
    expect(textOf("x".repeat(10_000))).toEqual({
      code: "search.query_too_long",
      length: 10_000,
      max: QUERY_LENGTH_MAX,
    });
    expect(textOf("x".repeat(QUERY_LENGTH_MAX))).toHaveLength(QUERY_LENGTH_MAX);
    expect(textOf(`${"\u202e".repeat(9_000)}short`)).toBe("short");
  });
});

test("a query is known again however it is spelled", () => {
  for (const spelled of ["USB-C  Hub", "usb c hub", "“ＵＳＢ c” (hub)!"]) expect(queryKey(spelled)).toBe("usb c hub");
  expect(queryKey("Kopfhörer")).toBe(queryKey("KOPFHORER"));
  expect(queryKey("السماعات")).toBe(queryKey("ٱلسَّماعات"));
  expect(queryKey("ノートPC")).toBe(queryKey("ノートＰＣ"));
  expect(queryKey("--- ؟!")).toBe("");
});
