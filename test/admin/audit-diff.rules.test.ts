import { describe, expect, test } from "vitest";
import { DIFF_LINES_MAX, diffOf } from "../../worker/admin/audit-diff.ts";

describe("what an audit entry changed", () => {
  test("is told by what differs alone", () => {
    const { lines } = diffOf({ status: "draft", brand: "Orbit" }, { status: "published", brand: "Orbit" });
    expect(lines).toEqual([{ path: "status", before: "draft", after: "published" }]);
  });

  test("names items of lists by their SKU or language, whichever shape each side has", () => {
    const before = {
      variants: [
        { sku: "A", prices: { USD: { amountMinor: 100 } } },
        { sku: "B", prices: {} },
      ],
    };
    const after = { variants: [{ sku: "B", prices: { USD: { amountMinor: 200 } } }] };
    expect(diffOf(before, after).lines).toEqual([
      { path: "variants.B.prices.USD.amountMinor", before: null, after: "200" },
    ]);
    const texts = diffOf(
      { translations: [{ language: "en", title: "Lamp", slug: "lamp" }] },
      { translations: { en: { title: "Light" } } },
    );
    expect(texts.lines).toEqual([{ path: "translations.en.title", before: "Lamp", after: "Light" }]);
  });

  test("shows what was added, and of a removal what is gone", () => {
    expect(diffOf(null, { kind: "order.placed" }).lines).toEqual([
      { path: "kind", before: null, after: "order.placed" },
    ]);
    expect(diffOf({ name: "Alex" }, null).lines).toEqual([{ path: "name", before: "Alex", after: null }]);
    expect(diffOf(null, null)).toEqual({ lines: [], more: 0 });
  });

  test("ends at a limit, and says how much more there is", () => {
    const many = Object.fromEntries(Array.from({ length: DIFF_LINES_MAX + 5 }, (_, index) => [`part${index}`, index]));
    const { lines, more } = diffOf({}, many);
    expect([lines.length, more]).toEqual([DIFF_LINES_MAX, 5]);
  });
});
