import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { done } from "../../worker/base/outcome.ts";
import {
  adjust,
  commit,
  expireHolds,
  extend,
  HOLD_QUANTITY_MAX,
  hold,
  nextExpiryMs,
  type PastChange,
  type PastSettling,
  receive,
  release,
} from "../../worker/inventory/decide-stock.ts";
import { chainStartOf, followChain, hashAfter } from "../../worker/inventory/ledger-chain.ts";
import { apply, availableOf, emptyStock, type Stock, type StockEvent } from "../../worker/inventory/stock.ts";
import { entryOf, entryValues, eventOf, type LedgerRow } from "../../worker/inventory/stock-ledger.ts";
import { booksOf } from "../support/assert-stock-conserved.ts";

const CODE = expect.any(String);
const refusal = (code: string, facts: object = {}) => ({ ok: false, problem: { code, ...facts } });
const stockOf = (...events: StockEvent[]): Stock => {
  const stock = emptyStock();
  for (const event of events) apply(stock, event);
  return stock;
};
const received = (quantity: number): StockEvent => ({ kind: "received", operationId: "delivery", quantity });
const held = (holdId: string, quantity: number, expiresAtMs = 1_000): StockEvent => ({
  kind: "held",
  holdId,
  quantity,
  expiresAtMs,
});

describe("a hold", () => {
  test("takes the last units, and the next is told how many are left", () => {
    const stock = stockOf(received(3), held("a", 2));
    expect(hold(stock, null, { holdId: "b", quantity: 1, expiresAtMs: 9 }).ok).toBe(true);
    expect(hold(stock, null, { holdId: "b", quantity: 2, expiresAtMs: 9 })).toEqual(
      refusal("stock.insufficient", { available: 1 }),
    );
  });

  test("asked for again changes nothing; for another quantity it is refused", () => {
    const stock = stockOf(received(3), held("a", 2));
    expect(hold(stock, null, { holdId: "a", quantity: 2, expiresAtMs: 9 })).toEqual(done(null));
    expect(hold(stock, null, { holdId: "a", quantity: 1, expiresAtMs: 9 })).toEqual(refusal("stock.hold_differs"));
  });

  test("asked for again after it was settled says how it was settled", () => {
    const stock = stockOf(received(3));
    const ask = { holdId: "a", quantity: 2, expiresAtMs: 9 };
    expect(hold(stock, { kind: "committed", quantity: 2 }, ask)).toEqual(refusal("stock.hold_committed"));
    expect(hold(stock, { kind: "released", quantity: 2 }, ask)).toEqual(refusal("stock.hold_released"));
    expect(hold(stock, { kind: "released", quantity: 1 }, ask)).toEqual(refusal("stock.hold_differs"));
  });

  test("that was given back cannot be sold, and one that was sold cannot be given back", () => {
    const stock = stockOf(received(3));
    expect(commit(stock, { kind: "released", quantity: 1 }, "a")).toEqual(refusal("stock.hold_released"));
    expect(release(stock, { kind: "committed", quantity: 1 }, "a")).toEqual(refusal("stock.hold_committed"));
  });

  test("settled again the same way changes nothing", () => {
    const stock = stockOf(received(3));
    expect(commit(stock, { kind: "committed", quantity: 1 }, "a")).toEqual(done(null));
    expect(release(stock, { kind: "released", quantity: 1 }, "a")).toEqual(done(null));
  });

  test("that never arrived cannot be sold or extended, but may be given back", () => {
    const stock = stockOf(received(3));
    expect(commit(stock, null, "ghost")).toEqual(refusal("stock.hold_unknown"));
    expect(extend(stock, null, "ghost", 9)).toEqual(refusal("stock.hold_unknown"));
    expect(release(stock, null, "ghost")).toEqual(done(null));
  });

  test("moves its end later, never earlier, and not once it was settled", () => {
    const stock = stockOf(received(3), held("a", 2, 1_000));
    expect(extend(stock, null, "a", 1_000)).toEqual(done(null));
    expect(extend(stock, null, "a", 900)).toEqual(done(null));
    expect(extend(stock, null, "a", 2_000)).toEqual(
      done({ kind: "extended", holdId: "a", quantity: 2, expiresAtMs: 2_000 }),
    );
    expect(extend(stock, { kind: "released", quantity: 2 }, "b", 2_000)).toEqual(refusal("stock.hold_released"));
  });

  test("runs out at its end, the longest overdue ones at most so many at once", () => {
    const stock = stockOf(received(9), held("a", 2, 1_000), held("b", 3, 2_000), held("c", 1, 1_500));
    expect(nextExpiryMs(stock.holds)).toBe(1_000);
    expect(expireHolds(stock, 999, 10)).toEqual([]);
    expect(expireHolds(stock, 1_500, 10).map((event) => "holdId" in event && event.holdId)).toEqual(["a", "c"]);
    expect(expireHolds(stock, 9_999, 1)).toHaveLength(1);
  });

  test("of no units, of half a unit, of too many, or without an id is a bug of the caller", () => {
    const stock = stockOf(received(3));
    for (const quantity of [0, -1, 0.5, Number.NaN, HOLD_QUANTITY_MAX + 1])
      expect(() => hold(stock, null, { holdId: "a", quantity, expiresAtMs: 9 })).toThrow("a hold's quantity");
    expect(() => hold(stock, null, { holdId: "", quantity: 1, expiresAtMs: 9 })).toThrow("an id");
  });
});

describe("what is on hand", () => {
  test("cannot be corrected below what shoppers hold", () => {
    const stock = stockOf(received(5), held("a", 2));
    const ask = { operationId: "count", reason: "stocktake" };
    expect(adjust(stock, null, { ...ask, delta: -4 })).toEqual(refusal("stock.below_held"));
    expect(adjust(stock, null, { ...ask, delta: -3 })).toMatchObject({ ok: true, value: { quantity: -3 } });
  });

  test("changes once for one operation id; another content under the same id is refused", () => {
    const stock = stockOf(received(5));
    const past: PastChange = { kind: "adjusted", quantity: -1, reason: "broken" };
    const ask = { operationId: "count", delta: -1, reason: "broken" };
    expect(adjust(stock, past, ask)).toEqual(done(null));
    for (const other of [
      { ...ask, delta: -2 },
      { ...ask, reason: "lost" },
    ])
      expect(adjust(stock, past, other)).toEqual(refusal("stock.operation_differs"));
    expect(receive(past, { operationId: "count", quantity: 1 })).toEqual(refusal("stock.operation_differs"));
  });

  test("of a SKU never stocked is opened by its first receipt, even one of no units", () => {
    const ask = { holdId: "a", quantity: 1, expiresAtMs: 9 };
    expect(hold(emptyStock(), null, ask)).toEqual(refusal("stock.unopened"));
    expect(adjust(emptyStock(), null, { operationId: "x", delta: 1, reason: "found" })).toEqual(
      refusal("stock.unopened"),
    );
    expect(hold(stockOf(received(0)), null, ask)).toEqual(refusal("stock.insufficient", { available: 0 }));
  });

  test("an event that does not fit the stock is a bug, and leaves the stock as it was", () => {
    const stock = stockOf(received(1), held("a", 1));
    const before = structuredClone(stock);
    expect(() => apply(stock, held("b", 1))).toThrow("no more is held than is on hand");
    expect(() => apply(stock, held("a", 1))).toThrow("placed once");
    expect(() => apply(stock, { kind: "committed", holdId: "ghost", quantity: 1 })).toThrow("only an open hold");
    expect(stock).toEqual(before);
  });
});

const START = chainStartOf("TEST");

/** A ledger as the object keeps it, in memory: what any sequence of asks is tried on. */
function ledgerOf() {
  const stock = emptyStock();
  const rows: LedgerRow[] = [];
  const find = (id: string, ...kinds: string[]) =>
    rows.find((row) => row.subject_id === id && kinds.includes(row.kind)) ?? null;
  const record = (event: StockEvent | null) => {
    if (!event) return;
    apply(stock, event);
    const values = entryValues(stock, event, "test", 0);
    const [number, at_ms, kind, by_id, subject_id, quantity, expires_at_ms, reason, on_hand, held] = values;
    const hash = hashAfter(new Uint8Array(rows.at(-1)?.hash ?? START.hash), values).buffer;
    const row = { number, at_ms, kind, by_id, subject_id, quantity, expires_at_ms, reason, on_hand, held, hash };
    rows.push(row as LedgerRow);
  };
  return {
    stock,
    rows,
    settled: (id: string) => find(id, "committed", "released") as PastSettling | null,
    changed: (id: string) => find(id, "received", "adjusted") as PastChange | null,
    record,
  };
}
type Ledger = ReturnType<typeof ledgerOf>;

const id = fc.constantFrom("a", "b", "c", "d", "e");
const units = fc.integer({ min: 1, max: 6 });
const step = fc.oneof(
  fc.record({ do: fc.constant("receive" as const), id, units }),
  fc.record({ do: fc.constant("adjust" as const), id, units: fc.constantFrom(-4, -2, -1, 1, 3) }),
  fc.record({ do: fc.constantFrom("hold", "hold", "extend", "commit", "release", "expire"), id, units }),
);
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

function decide({ stock, settled, changed }: Ledger, { do: kind, id, units }: Step) {
  const holdId = `hold-${id}`;
  if (kind === "receive") return receive(changed(id), { operationId: id, quantity: units });
  if (kind === "adjust") return adjust(stock, changed(id), { operationId: id, delta: units, reason: "counted" });
  if (kind === "hold") return hold(stock, settled(holdId), { holdId, quantity: units, expiresAtMs: units * 100 });
  if (kind === "extend") return extend(stock, settled(holdId), holdId, units * 200);
  if (kind === "commit") return commit(stock, settled(holdId), holdId);
  if (kind === "release") return release(stock, settled(holdId), holdId);
  return done(expireHolds(stock, units * 100, 1)[0] ?? null);
}

describe("whatever is asked, in whatever order", () => {
  const steps = fc.array(step, { maxLength: 60 });

  test("no unit is lost or sold twice, and the books agree after each step", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        const ledger = ledgerOf();
        for (const ask of asks) {
          const outcome = decide(ledger, ask);
          if (outcome.ok) ledger.record(outcome.value);
          else expect(outcome.problem).toMatchObject({ code: CODE });
          const books = booksOf(ledger.rows.map(entryOf));
          expect({ onHand: books.onHand, held: books.held }).toEqual({
            onHand: ledger.stock.onHand,
            held: ledger.stock.held,
          });
          expect(availableOf(ledger.stock)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("asking the same thing twice leaves what asking once left", () => {
    fc.assert(
      fc.property(steps, step, (asks, last) => {
        fc.pre(last.do !== "expire");
        const ledger = ledgerOf();
        for (const ask of [...asks, last]) {
          const outcome = decide(ledger, ask);
          if (outcome.ok) ledger.record(outcome.value);
        }
        const { length } = ledger.rows;
        const again = decide(ledger, last);
        if (again.ok) ledger.record(again.value);
        expect(ledger.rows).toHaveLength(length);
      }),
    );
  });

  test("a stock read again from its ledger is the stock that wrote it", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        const ledger = ledgerOf();
        for (const ask of asks) {
          const outcome = decide(ledger, ask);
          if (outcome.ok) ledger.record(outcome.value);
        }
        expect(stockOf(...ledger.rows.map(eventOf))).toEqual(ledger.stock);
      }),
    );
  });

  const written = (asks: readonly Step[]) => {
    const ledger = ledgerOf();
    for (const ask of asks) {
      const outcome = decide(ledger, ask);
      if (outcome.ok) ledger.record(outcome.value);
    }
    return ledger.rows;
  };
  const field = fc.constantFrom(
    "at_ms",
    "by_id",
    "subject_id",
    "quantity",
    "expires_at_ms",
    "reason",
    "on_hand",
    "held",
  );

  test("the chain of what was written holds, in stretches of any length", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (asks, cut) => {
        const rows = written(asks);
        const at = cut % (rows.length + 1);
        const first = followChain(START, rows.slice(0, at));
        const second = followChain(first.end, rows.slice(at));
        expect([first.brokenAt, second.brokenAt, first.checked + second.checked]).toEqual([null, null, rows.length]);
      }),
    );
  });

  test("an entry that was edited, left out or moved is found where it stands", () => {
    fc.assert(
      fc.property(steps, fc.nat(), field, fc.boolean(), (asks, pick, name, leaveOut) => {
        const rows = written(asks);
        fc.pre(rows.length > 1);
        const at = pick % (leaveOut ? rows.length - 1 : rows.length);
        const row = rows[at] as LedgerRow;
        const changed = {
          ...row,
          [name]: typeof row[name] === "number" ? Number(row[name]) + 1 : "other",
        } as LedgerRow;
        const others = leaveOut ? [] : [changed];
        expect(followChain(START, rows.toSpliced(at, 1, ...others)).brokenAt).toBe(at + 1);
        expect(followChain(chainStartOf("ANOTHER"), rows).brokenAt).toBe(1);
      }),
    );
  });
});
