/** Holds of anything scarce: units of a SKU, uses of a coupon, money on a card. */
import { describe, expect, test } from "vitest";
import { done } from "../../worker/base/outcome.ts";
import {
  ANY_TERMS,
  availableFor,
  commit,
  expireHolds,
  extend,
  HOLD_QUANTITY_MAX,
  type HoldTerms,
  hold,
  nextExpiryMs,
  release,
} from "../../worker/ledger/decide-hold.ts";
import { apply, type Books, emptyBooks, type LedgerEvent, type Part, subjectOf } from "../../worker/ledger/ledger.ts";

const refusal = (code: string, facts: object = {}) => ({ ok: false, problem: { code, ...facts } });
function booksOf(...events: LedgerEvent[]): Books {
  const books = emptyBooks();
  for (const event of events) apply(books, event);
  return books;
}
const received = (quantity: number, account = "main"): LedgerEvent => ({
  kind: "received",
  operationId: `delivery to ${account}`,
  account,
  quantity,
});
const held = (holdId: string, quantity: number, expiresAtMs = 1_000, account = "main"): LedgerEvent => ({
  kind: "held",
  holdId,
  account,
  quantity,
  expiresAtMs,
  buyer: null,
});
const allowed = (cap: number): LedgerEvent => ({
  kind: "allowed",
  operationId: "policy",
  account: "promise",
  quantity: cap,
  ref: String(cap),
});
const askFor = (quantity: number, terms: Partial<HoldTerms> = {}) => ({
  holdId: "new",
  quantity,
  expiresAtMs: 9,
  terms: { ...ANY_TERMS, ...terms },
});
const partsOf = (books: Books, quantity: number, terms: Partial<HoldTerms> = {}): Part[] | string => {
  const decided = hold(books, [], askFor(quantity, terms), 0);
  return decided.ok ? decided.value.map(({ account, quantity }) => ({ account, quantity })) : decided.problem.code;
};

describe("a hold", () => {
  test("takes the last uses of a coupon, and the next is told how many are left", () => {
    const coupon = booksOf(received(3), held("a", 2));
    expect(hold(coupon, [], { holdId: "b", quantity: 1, expiresAtMs: 9 }, 0).ok).toBe(true);
    expect(hold(coupon, [], { holdId: "b", quantity: 2, expiresAtMs: 9 }, 0)).toEqual(
      refusal("insufficient", { available: 1 }),
    );
  });

  test("asked for again changes nothing; for another quantity it is refused", () => {
    const books = booksOf(received(3), held("a", 2));
    expect(hold(books, [], { holdId: "a", quantity: 2, expiresAtMs: 9 }, 0)).toEqual(done([]));
    expect(hold(books, [], { holdId: "a", quantity: 1, expiresAtMs: 9 }, 0)).toEqual(refusal("hold_differs"));
  });

  test("asked for again after it was settled says how it was settled, however long ago", () => {
    const books = booksOf(received(3));
    const ask = { holdId: "a", quantity: 2, expiresAtMs: 9 };
    expect(hold(books, [{ kind: "committed", quantity: 2 }], ask, 0)).toEqual(refusal("hold_committed"));
    expect(hold(books, [{ kind: "released", quantity: 2 }], ask, 0)).toEqual(refusal("hold_released"));
    expect(hold(books, [{ kind: "released", quantity: 1 }], ask, 0)).toEqual(refusal("hold_differs"));
    const twice = { kind: "committed", quantity: 1 } as const;
    expect(hold(books, [twice, twice], ask, 0)).toEqual(refusal("hold_committed"));
  });

  test("that was given back cannot be used, and one that was used cannot be given back", () => {
    const card = booksOf(received(50_00));
    expect(commit(card, [{ kind: "released", quantity: 1 }], "a")).toEqual(refusal("hold_released"));
    expect(release(card, [{ kind: "committed", quantity: 1 }], "a")).toEqual(refusal("hold_committed"));
  });

  test("settled again the same way changes nothing", () => {
    const books = booksOf(received(3));
    expect(commit(books, [{ kind: "committed", quantity: 1 }], "a")).toEqual(done([]));
    expect(release(books, [{ kind: "released", quantity: 1 }], "a")).toEqual(done([]));
  });

  test("that never arrived cannot be used or extended, but may be given back", () => {
    const books = booksOf(received(3));
    expect(commit(books, [], "ghost")).toEqual(refusal("hold_unknown"));
    expect(extend(books, [], "ghost", 9)).toEqual(refusal("hold_unknown"));
    expect(release(books, [], "ghost")).toEqual(done([]));
  });

  test("moves its end later, never earlier, and not once it was settled", () => {
    const books = booksOf(received(3), held("a", 2, 1_000));
    expect(extend(books, [], "a", 1_000)).toEqual(done([]));
    expect(extend(books, [], "a", 900)).toEqual(done([]));
    expect(extend(books, [], "a", 2_000)).toMatchObject({
      value: [{ kind: "extended", quantity: 2, expiresAtMs: 2_000 }],
    });
    expect(extend(books, [{ kind: "released", quantity: 2 }], "b", 2_000)).toEqual(refusal("hold_released"));
  });

  test("runs out at its end, so many at a time at most", () => {
    const books = booksOf(received(9), held("a", 2, 1_000), held("b", 3, 2_000), held("c", 1, 1_500));
    expect(nextExpiryMs(books.holds)).toBe(1_000);
    expect(nextExpiryMs(new Map())).toBe(Number.POSITIVE_INFINITY);
    expect(expireHolds(books, 999, 10)).toEqual([]);
    expect(expireHolds(books, 1_500, 10).map(subjectOf)).toEqual(["a", "c"]);
    expect(expireHolds(books, 9_999, 1)).toHaveLength(1);
  });

  test.each([0, -1, 0.5, Number.NaN, HOLD_QUANTITY_MAX + 1, 2 ** 53, "1" as never])(
    "of %s units is a bug of the caller, and nothing is decided",
    (quantity) => {
      expect(() => hold(booksOf(received(3)), [], { holdId: "a", quantity, expiresAtMs: 9 }, 0)).toThrow(
        "a hold's quantity",
      );
    },
  );

  test("without an id, or with an end that is no moment, is a bug of the caller", () => {
    const books = booksOf(received(3), held("a", 1));
    for (const holdId of ["", "x".repeat(201)])
      expect(() => hold(books, [], { holdId, quantity: 1, expiresAtMs: 9 }, 0)).toThrow("an id");
    for (const expiresAtMs of [0, -1, 1.5, Number.NaN, 2 ** 53, "9" as never]) {
      expect(() => hold(books, [], { holdId: "b", quantity: 1, expiresAtMs }, 0)).toThrow("a hold ends");
      expect(() => extend(books, [], "a", expiresAtMs)).toThrow("a hold ends");
    }
    expect(() => hold(books, [], askFor(1, { keepBack: -1 }), 0)).toThrow("kept back");
  });

  test("of what was never opened says so", () => {
    expect(hold(emptyBooks(), [], askFor(1), 0)).toEqual(refusal("unopened"));
    expect(hold(booksOf(received(0)), [], askFor(1), 0)).toEqual(refusal("insufficient", { available: 0 }));
  });
});

describe("a hold over several accounts", () => {
  const books = () => booksOf(received(2, "berlin"), received(5, "austin"), received(3, "osaka"));

  test("takes from one where one has enough, the preferred first", () => {
    expect(partsOf(books(), 2)).toEqual([{ account: "berlin", quantity: 2 }]);
    expect(partsOf(books(), 3)).toEqual([{ account: "austin", quantity: 3 }]);
    expect(partsOf(books(), 3, { accounts: ["osaka", "austin"] })).toEqual([{ account: "osaka", quantity: 3 }]);
  });

  test("takes from as many as it needs, and from none that it may not", () => {
    expect(partsOf(books(), 7)).toEqual([
      { account: "berlin", quantity: 2 },
      { account: "austin", quantity: 5 },
    ]);
    expect(partsOf(books(), 6, { accounts: ["berlin", "osaka"] })).toBe("insufficient");
    expect(partsOf(books(), 1, { accounts: [] })).toBe("insufficient");
  });

  test("leaves what is kept back", () => {
    expect(partsOf(books(), 8, { keepBack: 3 })).toBe("insufficient");
    expect(availableFor(books(), { ...ANY_TERMS, keepBack: 3 })).toBe(7);
    expect(availableFor(books(), { ...ANY_TERMS, keepBack: 99 })).toBe(0);
  });

  test("is settled whole: every part of it, once", () => {
    const one = booksOf(
      received(2, "berlin"),
      received(5, "austin"),
      held("a", 2, 9, "berlin"),
      held("a", 4, 9, "austin"),
    );
    const used = commit(one, [], "a");
    expect(used.ok && used.value.map(({ kind, account, quantity }) => [kind, account, quantity])).toEqual([
      ["committed", "berlin", 2],
      ["committed", "austin", 4],
    ]);
    for (const event of used.ok ? used.value : []) apply(one, event);
    expect({ onHand: one.onHand, held: one.held, open: one.holds.size }).toEqual({ onHand: 1, held: 0, open: 0 });
  });
});

describe("what one buyer may have", () => {
  const buyer = { id: "buyer", max: 3 };

  test("counts what the buyer has by now, and says how many more there may be", () => {
    const books = booksOf(received(9));
    expect(hold(books, [], askFor(2, { buyer }), 1).ok).toBe(true);
    expect(hold(books, [], askFor(3, { buyer }), 1)).toEqual(refusal("buyer_limit", { left: 2 }));
    expect(hold(books, [], askFor(1, { buyer }), 7)).toEqual(refusal("buyer_limit", { left: 0 }));
  });
});

describe("units that are promised", () => {
  test("are taken only once nothing is here, up to the cap", () => {
    const books = booksOf(received(2), allowed(3));
    expect(partsOf(books, 2)).toEqual([{ account: "main", quantity: 2 }]);
    expect(partsOf(books, 4)).toEqual([
      { account: "main", quantity: 2 },
      { account: "promise", quantity: 2 },
    ]);
    expect(partsOf(books, 6)).toBe("insufficient");
    expect(partsOf(books, 4, { keepBack: 2 })).toBe("insufficient");
    expect(partsOf(books, 3, { keepBack: 2 })).toEqual([{ account: "promise", quantity: 3 }]);
  });

  test("are in no total, and owed once sold", () => {
    const books = booksOf(received(0), allowed(3), held("a", 2, 9, "promise"));
    expect({ onHand: books.onHand, held: books.held, owed: books.owed }).toEqual({ onHand: 0, held: 0, owed: 0 });
    const sold = commit(books, [], "a");
    for (const event of sold.ok ? sold.value : []) apply(books, event);
    expect({ onHand: books.onHand, owed: books.owed, left: availableFor(books, ANY_TERMS) }).toEqual({
      onHand: 0,
      owed: 2,
      left: 1,
    });
  });
});

describe("an event that does not fit", () => {
  test("is a bug, and leaves the books as they were", () => {
    const books = booksOf(received(1), held("a", 1));
    const before = structuredClone(books);
    expect(() => apply(books, held("b", 1))).toThrow("no more is held than is on hand");
    expect(() => apply(books, held("c", 1, 9, "berlin"))).toThrow("no more is held than is on hand");
    expect(() =>
      apply(books, { ...(held("a", 1) as never as object), kind: "released", quantity: 2 } as LedgerEvent),
    ).toThrow();
    expect(() =>
      apply(books, { kind: "committed", holdId: "ghost", account: "main", quantity: 1, buyer: null }),
    ).toThrow("only an open hold");
    expect(() =>
      apply(books, { kind: "released", holdId: "ghost", account: "berlin", quantity: 1, buyer: null }),
    ).toThrow("never negative");
    expect(() =>
      apply(books, { kind: "arrived", operationId: "x", account: "main", quantity: 1, ref: "never sent" }),
    ).toThrow("no more arrives");
    expect(() => apply(books, { kind: "cleared", operationId: "x", account: "promise", quantity: 1 })).toThrow(
      "no more promises",
    );
    expect(books).toEqual(before);
    const two = booksOf(received(2), held("a", 1));
    expect(() => apply(two, held("a", 1))).toThrow("placed once");
  });
});
