/** What comes in, goes out and moves between accounts, other than by holds. */
import { beforeEach, describe, expect, test } from "vitest";
import { adjust, allow, arrive, count, lose, receive, returnUnits, send } from "../../worker/ledger/decide-change.ts";
import { emptyBooks, levelOf, promisableOf } from "../../worker/ledger/ledger.ts";
import type { LedgerAsk, Terms } from "../support/ledger-asks.ts";
import { SqliteLedger } from "../support/sqlite-ledger.ts";

const ANY: Terms = { accounts: null, keepBack: 0, buyer: null };
let ledger = new SqliteLedger();
beforeEach(() => {
  ledger = new SqliteLedger();
});
const ask = (one: LedgerAsk) => ledger.ask(one, 0);
const receives = (id: string, units: number, account = "main") => ask({ does: "receive", id, account, units });
const sells = (id: string, units: number) => {
  expect(ask({ does: "hold", id, units, inMs: 9, terms: ANY })).toBe("done");
  expect(ask({ does: "commit", id })).toBe("done");
};
const standing = () => {
  const { onHand, held, owed } = ledger.books;
  return { onHand, held, owed, promisable: promisableOf(ledger.books) };
};
const kinds = () => ledger.rows.map(({ kind, account, quantity }) => `${kind} ${quantity} ${account}`);

describe("what is on hand", () => {
  test("cannot be corrected or counted below what is held, where it is held", () => {
    receives("delivery", 5);
    receives("delivery to berlin", 9, "berlin");
    ask({ does: "hold", id: "a", units: 2, inMs: 9, terms: { ...ANY, accounts: ["main"] } });
    expect(ask({ does: "adjust", id: "x", account: "main", delta: -4 })).toBe("below_held");
    expect(ask({ does: "count", id: "y", account: "main", counted: 1 })).toBe("below_held");
    expect(ask({ does: "adjust", id: "x", account: "main", delta: -3 })).toBe("done");
    expect(ask({ does: "count", id: "y", account: "main", counted: 2 })).toBe("done");
    expect(levelOf(ledger.books, "main")).toEqual({ onHand: 2, held: 2 });
  });

  test("changes once for one id; another content, or another kind, under the same id is refused", () => {
    receives("delivery", 5);
    ask({ does: "adjust", id: "x", account: "main", delta: -1 });
    expect(ask({ does: "adjust", id: "x", account: "main", delta: -1 })).toBe("again");
    expect(ask({ does: "adjust", id: "x", account: "main", delta: -2 })).toBe("operation_differs");
    expect(ask({ does: "adjust", id: "x", account: "berlin", delta: -1 })).toBe("operation_differs");
    expect(receives("x", 1)).toBe("operation_differs");
    expect(receives("delivery", 6)).toBe("operation_differs");
    expect(ask({ does: "count", id: "x", account: "main", counted: 4 })).toBe("operation_differs");
    const past = ledger.past("x");
    const same = { operationId: "x", delta: -1, reason: "found so" };
    expect(adjust(ledger.books, past, { ...same, reason: "lost" })).toMatchObject({
      problem: { code: "operation_differs" },
    });
    expect(adjust(ledger.books, past, { ...same, note: "by the door" })).toMatchObject({
      problem: { code: "operation_differs" },
    });
    expect(standing().onHand).toBe(4);
  });

  test("is counted to what lies there; a count that agrees is written, and each repeats", () => {
    receives("delivery", 5);
    expect(ask({ does: "count", id: "first", account: "main", counted: 5 })).toBe("done");
    expect(ask({ does: "count", id: "second", account: "main", counted: 3 })).toBe("done");
    expect(ask({ does: "count", id: "first", account: "main", counted: 5 })).toBe("again");
    expect(kinds()).toEqual(["received 5 main", "counted 0 main", "counted -2 main"]);
  });

  test("of what was never stocked is opened by its first receipt, even one of none", () => {
    for (const one of [
      { does: "adjust", id: "x", account: "main", delta: 1 },
      { does: "count", id: "x", account: "main", counted: 1 },
      { does: "send", id: "x", account: "main", to: "berlin", units: 1 },
      { does: "return", id: "x", account: "main", units: 1, promised: 0 },
      { does: "allow", cap: 1 },
    ] as const)
      expect(ask(one)).toBe("unopened");
    expect(ledger.rows).toEqual([]);
    expect(receives("opening", 0)).toBe("done");
    expect(ask({ does: "adjust", id: "x", account: "main", delta: 1 })).toBe("done");
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53, 1_000_001, "1" as never])(
    "is not changed by %s units: a bug of the caller",
    (quantity) => {
      const books = emptyBooks();
      const operationId = "x";
      expect(() => receive(books, [], { operationId, quantity })).toThrow("a receipt's quantity");
      expect(() => returnUnits(books, [], { operationId, quantity, promised: 0 })).toThrow("a return's quantity");
      expect(() => count(books, [], { operationId, counted: quantity })).toThrow("a count");
      expect(() => send(books, [], { operationId, from: "a", to: "b", quantity })).toThrow("a transfer's quantity");
      expect(() => arrive(books, [], { operationId, transferId: "t", quantity }, false)).toThrow(
        "an arrival's quantity",
      );
      expect(() => allow(books, operationId, quantity)).toThrow("a cap");
      if (quantity !== -1)
        expect(() => adjust(books, [], { operationId, delta: quantity, reason: "x" })).toThrow("an adjustment");
    },
  );

  test("is not changed by nothing, without an id, nor with a reason beyond its limit", () => {
    const books = emptyBooks();
    expect(() => adjust(books, [], { operationId: "x", delta: 0, reason: "x" })).toThrow("an adjustment");
    expect(() => send(books, [], { operationId: "x", from: "a", to: "b", quantity: 0 })).toThrow(
      "a transfer's quantity",
    );
    expect(() => send(books, [], { operationId: "x", from: "a", to: "a", quantity: 1 })).toThrow("another account");
    expect(() => returnUnits(books, [], { operationId: "x", quantity: 1, promised: 2 })).toThrow("no more of a return");
    for (const operationId of ["", "x".repeat(201)])
      expect(() => receive(books, [], { operationId, quantity: 1 })).toThrow("an id");
    const long = "x".repeat(201);
    expect(() => adjust(books, [], { operationId: "x", delta: 1, reason: long })).toThrow("a reason");
    expect(() => lose(books, [], { operationId: "x", transferId: "t", note: long }, true)).toThrow("a note");
  });

  test("lies in so many accounts at most", () => {
    for (let index = 0; index < 32; index += 1) receives(`delivery ${index}`, 1, `place-${index}`);
    expect(() => receives("one too many", 1, "elsewhere")).toThrow("accounts are within their limit");
    expect(receives("known", 1, "place-3")).toBe("done");
  });
});

describe("a transfer", () => {
  test("leaves one account, arrives in parts, and is in neither between", () => {
    receives("delivery", 9);
    expect(ask({ does: "send", id: "t", account: "main", to: "berlin", units: 10 })).toBe("insufficient");
    expect(ask({ does: "send", id: "t", account: "main", to: "berlin", units: 6 })).toBe("done");
    expect(standing().onHand).toBe(3);
    expect(ask({ does: "arrive", id: "first", transfer: "t", units: 4 })).toBe("done");
    expect(ask({ does: "arrive", id: "first", transfer: "t", units: 4 })).toBe("again");
    expect(ask({ does: "arrive", id: "second", transfer: "t", units: 3 })).toBe("transfer_over");
    expect(ask({ does: "lose", id: "rest", transfer: "t" })).toBe("done");
    expect(ask({ does: "lose", id: "rest", transfer: "t" })).toBe("again");
    expect(ask({ does: "arrive", id: "third", transfer: "t", units: 1 })).toBe("transfer_closed");
    expect(ask({ does: "arrive", id: "third", transfer: "never sent", units: 1 })).toBe("transfer_unknown");
    expect(levelOf(ledger.books, "berlin").onHand).toBe(4);
    expect(ledger.books.transfers.size).toBe(0);
  });

  test("takes no units that are held", () => {
    receives("delivery", 3);
    ask({ does: "hold", id: "a", units: 2, inMs: 9, terms: ANY });
    expect(ask({ does: "send", id: "t", account: "main", to: "berlin", units: 2 })).toBe("insufficient");
  });

  test("is one of so many at a time at most", () => {
    receives("delivery", 200);
    const sends = (index: number) => ask({ does: "send", id: `t-${index}`, account: "main", to: "berlin", units: 1 });
    for (let index = 0; index < 100; index += 1) expect(sends(index)).toBe("done");
    expect(sends(100)).toBe("too_many_transfers");
    expect(sends(99)).toBe("again");
    ask({ does: "arrive", id: "x", transfer: "t-0", units: 1 });
    expect(sends(100)).toBe("done");
  });
});

describe("what was sold before it was here", () => {
  beforeEach(() => {
    receives("opening", 0);
    ask({ does: "allow", cap: 5 });
    sells("early", 4);
  });

  test("is served first by whatever comes in, and may be promised anew", () => {
    expect(standing()).toEqual({ onHand: 0, held: 0, owed: 4, promisable: 1 });
    receives("delivery", 3);
    expect(standing()).toEqual({ onHand: 0, held: 0, owed: 1, promisable: 4 });
    ask({ does: "adjust", id: "found", account: "berlin", delta: 3 });
    expect(standing()).toEqual({ onHand: 2, held: 0, owed: 0, promisable: 5 });
    expect(kinds().slice(-3)).toEqual(["adjusted 3 berlin", "filled 1 berlin", "cleared 1 promise"]);
  });

  test.each(["count", "arrive"] as const)("is served by units that %s", (how) => {
    if (how === "count") ask({ does: "count", id: "x", account: "main", counted: 2 });
    else {
      ask({ does: "allow", cap: 0 });
      receives("delivery", 6);
      ask({ does: "send", id: "t", account: "main", to: "berlin", units: 2 });
      ask({ does: "allow", cap: 5 });
      sells("later", 3);
      expect(standing().owed).toBe(3);
      ask({ does: "arrive", id: "x", transfer: "t", units: 2 });
    }
    expect(standing().owed).toBe(how === "count" ? 2 : 1);
  });

  test("is owed no more once its buyer gives it back: nothing comes in", () => {
    expect(ask({ does: "return", id: "r", account: "main", units: 3, promised: 3 })).toBe("done");
    expect(standing()).toEqual({ onHand: 0, held: 0, owed: 1, promisable: 4 });
    expect(ask({ does: "return", id: "r", account: "main", units: 3, promised: 3 })).toBe("again");
    expect(ask({ does: "return", id: "r", account: "main", units: 2, promised: 2 })).toBe("operation_differs");
  });

  test("and came since comes back as units: they serve others who wait", () => {
    receives("delivery", 3);
    expect(ask({ does: "return", id: "r", account: "main", units: 3, promised: 3 })).toBe("done");
    expect(standing()).toEqual({ onHand: 2, held: 0, owed: 0, promisable: 5 });
    expect(ask({ does: "return", id: "r", account: "main", units: 3, promised: 3 })).toBe("again");
  });

  test("stays owed when no more is allowed, and what is served then is not promised again", () => {
    ask({ does: "allow", cap: 0 });
    expect(standing()).toMatchObject({ owed: 4, promisable: 0 });
    receives("delivery", 3);
    expect(standing()).toEqual({ onHand: 0, held: 0, owed: 1, promisable: 0 });
    ask({ does: "allow", cap: 2 });
    expect(standing().promisable).toBe(1);
    expect(ask({ does: "allow", cap: 2 })).toBe("again");
  });

  test("and is held when no more is allowed is not promised to the next once it is given back", () => {
    ask({ does: "hold", id: "open", units: 1, inMs: 9, terms: ANY });
    ask({ does: "allow", cap: 4 });
    ask({ does: "release", id: "open" });
    expect(standing()).toMatchObject({ owed: 4, promisable: 0 });
  });

  test("is served by units that somebody gives back", () => {
    ask({ does: "adjust", id: "found", account: "main", delta: 4 });
    receives("delivery", 2);
    ask({ does: "hold", id: "open", units: 2, inMs: 9, terms: ANY });
    sells("later", 3);
    expect(standing()).toMatchObject({ onHand: 2, held: 2, owed: 3 });
    ask({ does: "release", id: "open" });
    expect(standing()).toEqual({ onHand: 0, held: 0, owed: 1, promisable: 4 });
  });
});
