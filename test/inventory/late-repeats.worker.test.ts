/** Asks that come again, or under the id of another, after the holds and entries they are about. */
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";

const NOON_MS = Date.UTC(2100, 0, 1, 12);
const byId = "staff";
const SOON = { expiresAtMs: NOON_MS + 60_000 };
const LATER = { expiresAtMs: NOON_MS + 3_600_000 };

afterEach(() => void vi.useRealTimers());

let count = 0;
function emptySku(): StockKeeper {
  vi.setSystemTime(NOON_MS);
  return env.SKU_STOCK.getByName(`AGAIN-${++count}`) as unknown as StockKeeper;
}

test("a hold from two locations, asked for again, has the first answer: its levels, and its parts in their order", async () => {
  const keeper = emptySku();
  await keeper.receive({ operationId: "a", account: "main", quantity: 1, byId });
  await keeper.receive({ operationId: "b", account: "austin", quantity: 2, byId });
  const ask = { holdId: "both", quantity: 3, ...LATER };
  const levels = { held: 3, available: 0, parts: [{ account: "main" }, { account: "austin" }] };
  expect(await keeper.hold(ask)).toMatchObject({ value: { ...levels, repeated: false } });
  expect(await keeper.hold(ask)).toMatchObject({ value: { ...levels, repeated: true } });
});

test("the id of a hold that has just run out, asked for with other units, is refused, though there are enough", async () => {
  const keeper = emptySku();
  await keeper.receive({ operationId: "a", quantity: 9, byId });
  await keeper.hold({ holdId: "one", quantity: 1, ...SOON });
  vi.setSystemTime(NOON_MS + 60_001);
  const problem = { code: "stock.hold_differs" };
  expect(await keeper.hold({ holdId: "one", quantity: 2, ...LATER })).toEqual({ ok: false, problem });
  expect(await keeper.levels()).toMatchObject({ held: 0, available: 9 });
});

test("a buyer's units that have just run out count no more to what the buyer may have", async () => {
  const keeper = emptySku();
  const terms = { accounts: null, keepBack: 0, buyer: { id: "buyer", max: 2 } };
  await keeper.receive({ operationId: "a", quantity: 9, byId });
  await keeper.hold({ holdId: "one", quantity: 2, ...SOON, terms });
  expect(await keeper.hold({ holdId: "two", quantity: 1, ...LATER, terms })).toMatchObject({ problem: { left: 0 } });
  vi.setSystemTime(NOON_MS + 60_001);
  expect(await keeper.hold({ holdId: "two", quantity: 1, ...LATER, terms })).toMatchObject({ ok: true });
});
