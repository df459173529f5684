import { expect, test } from "vitest";
import { unitsByLine } from "../../worker/orders/line-allocation.ts";

const KIT = [
  { sku: "PAWN", quantity: 2 },
  { sku: "CABLE", quantity: 1 },
];

test("a bundle and its part bought alone share what the order was given of the part", () => {
  const lines = [
    { sku: "KIT", quantity: 1, components: KIT },
    { sku: "PAWN", quantity: 3 },
  ];
  const main = { sku: "PAWN", location: "main", quantity: 4 };
  const east = { sku: "PAWN", location: "east", quantity: 1 };
  const cable = { sku: "CABLE", location: "main", quantity: 1 };
  expect(unitsByLine(lines, [main, east, cable])).toEqual(
    new Map([
      ["KIT", [{ ...main, quantity: 2 }, cable]],
      ["PAWN", [{ ...main, quantity: 2 }, east]],
    ]),
  );
});

test("a line whose units are not settled yet has none", () => {
  expect(unitsByLine([{ sku: "PAWN", quantity: 3 }], [])).toEqual(new Map([["PAWN", []]]));
});
