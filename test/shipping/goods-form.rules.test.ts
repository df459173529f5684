/** What staff type of a product's shipping facts becomes what the API takes, or is told at its field. */
import { describe, expect, test } from "vitest";
import { draftGoods, goodsFaults, goodsShown, lateEntry, wasField } from "../../site/forms/goods/shipping-section.ts";
import type { ProductGoods } from "../../worker/shipping/goods-store.ts";
import { goodsShape } from "../../worker/shipping/zone-shapes.ts";

const KEPT: ProductGoods = {
  ...{ hazard: "lithium", notTo: ["AE", "US-HI"], tariffCode: "850760", originCountry: "KR", version: 3 },
};
const sentOf = (fields: Readonly<Record<string, string>>) => (name: string) => fields[name] ?? "";
const check = (fields: Readonly<Record<string, string>>) => {
  const checked = goodsShape.safeParse({ version: 0, ...draftGoods(sentOf(fields)) });
  return checked.success
    ? checked.data
    : Object.keys(goodsFaults(checked.error.issues.map(({ path }) => path[0] ?? "")));
};

describe("the form of a product's shipping facts", () => {
  test("shows what is kept, and takes it back as it was", () => {
    const { version: _version, ...facts } = KEPT;
    expect(draftGoods(sentOf(goodsShown(KEPT)))).toEqual(facts);
  });

  test("takes codes with points and spaces, and places in small letters or by name, each once", () => {
    expect(check({ tariffCode: " 8518.30 00", notTo: "ae; us-Hawaii,\nAE," })).toEqual({
      ...{ version: 0, hazard: null, notTo: ["AE", "US-HI"], tariffCode: "85183000", originCountry: null },
    });
  });

  test.each([
    [{ tariffCode: "85183" }, "tariffCode"],
    [{ tariffCode: "85183000001" }, "tariffCode"],
    [{ tariffCode: "8518-30" }, "tariffCode"],
    [{ originCountry: "XX" }, "originCountry"],
    [{ notTo: "AE, Atlantis" }, "notTo"],
    [{ hazard: "ghosts" }, "hazard"],
  ])("tells %j at its field", (fields, at) => {
    expect(check(fields as never)).toEqual([at]);
  });

  test("of somebody who was late keeps what they typed, and shows what is there now for the rest", () => {
    const was = Object.fromEntries(
      Object.entries(goodsShown(KEPT)).map(([field, text]) => [wasField(field as "hazard"), text]),
    );
    const sent = sentOf({ ...goodsShown(KEPT), ...was, tariffCode: "851830" });
    const now: ProductGoods = { ...KEPT, originCountry: "VN", tariffCode: "852990", version: 4 };
    const late = lateEntry(sent, now);
    expect([late.version, late.sent("tariffCode"), late.sent("originCountry"), late.sent("notTo")]).toEqual([
      4,
      "851830",
      "VN",
      "AE, US-HI",
    ]);
  });
});
