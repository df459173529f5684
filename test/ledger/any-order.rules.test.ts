/** Whatever is asked of a ledger, in whatever order: it stands as one kept on paper, and its entries say how it came to that. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelsOf } from "../../worker/inventory/stock.ts";
import { entryOf } from "../../worker/inventory/stock-entry.ts";
import { apply, emptyBooks, freeOf, type LedgerEvent } from "../../worker/ledger/ledger.ts";
import { booksOf, eventOf, restOf } from "../../worker/ledger/ledger-rows.ts";
import { booksOf as booksByArithmetic } from "../support/assert-stock-conserved.ts";
import { anyAsk, type LedgerAsk } from "../support/ledger-asks.ts";
import { PlainLedger } from "../support/plain-ledger.ts";
import { SqliteLedger } from "../support/sqlite-ledger.ts";

const STEP_MS = 400;
const steps = fc.array(anyAsk(), { minLength: 10, maxLength: 80 });

/** Every few steps what has run out is given back. `each` looks on after every step. */
function play(asks: readonly LedgerAsk[], each: (ledger: SqliteLedger, plain: PlainLedger) => void = () => undefined) {
  const [ledger, plain] = [new SqliteLedger(), new PlainLedger()];
  asks.forEach((ask, index) => {
    const nowMs = 1_000 + index * STEP_MS;
    if (index % 5 === 0) {
      ledger.expire(nowMs);
      plain.expire(nowMs);
    }
    expect(ledger.ask(ask, nowMs), JSON.stringify(ask)).toBe(plain.ask(ask, nowMs));
    each(ledger, plain);
  });
  return ledger;
}

function folded(events: readonly LedgerEvent[]) {
  const books = emptyBooks();
  for (const event of events) apply(books, event);
  return books;
}

describe("whatever is asked, in whatever order", () => {
  test("a ledger says and has what one kept on paper says and has", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        play(asks, ({ books }, plain) => {
          const split = { buckets: 0, bucketsEver: 0 };
          const levels = levelsOf("any", books, split);
          expect(levels).toEqual({ ...levels, ...plain.levels() });
        });
      }),
      { numRuns: 300 },
    );
  });

  test("no account has fewer than none free or held, at any entry, nor has the whole", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        const { rows } = play(asks, ({ books }) => {
          for (const level of [books, ...books.accounts.values()])
            expect(Math.min(level.held, freeOf(level))).toBeGreaterThanOrEqual(0);
          expect(
            Math.min(books.owed, ...[...books.transfers.values()].map(({ quantity }) => quantity - 1)),
          ).toBeGreaterThanOrEqual(0);
        });
        for (const row of rows) {
          expect(Math.min(row.held, row.on_hand - row.held)).toBeGreaterThanOrEqual(0);
          expect(Math.min(row.account_held, row.account_on_hand - row.account_held)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("what was sold, in all, is what was committed: no hold is settled twice, and none in two ways", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        let sold = 0;
        const { rows, books } = play(asks, (_, plain) => {
          sold = plain.sold;
        });
        const kept = booksByArithmetic(rows.map(entryOf));
        expect({ onHand: kept.onHand, held: kept.held, sold: kept.sold }).toEqual({
          onHand: books.onHand,
          held: books.held,
          sold,
        });
      }),
      { numRuns: 100 },
    );
  });

  test("asking everything once more, in the same order, changes nothing", () => {
    fc.assert(
      fc.property(steps, (asks) => {
        // An allowance has no id: it is what is true now.
        const repeated = asks.filter(({ does }) => does !== "allow");
        const ledger = new SqliteLedger();
        for (const ask of repeated) {
          const said = ledger.ask(ask, 0);
          const { length } = ledger.rows;
          const again = ledger.ask(ask, 0);
          expect(ledger.rows).toHaveLength(length);
          expect(again, JSON.stringify(ask)).toBe(said === "done" ? "again" : said);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("books read again from the entries, or from a snapshot and the tail, are the books that wrote them", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (asks, cut) => {
        const { rows, books } = play(asks);
        const events = rows.map(eventOf);
        expect(folded(events)).toEqual(books);
        const at = cut % (rows.length + 1);
        const then = folded(events.slice(0, at));
        const { number, onHand: on_hand, held } = then;
        const holds = [...then.holds].flatMap(([hold_id, { parts, expiresAtMs, buyer }]) =>
          parts.map((part) => ({ hold_id, ...part, expires_at_ms: expiresAtMs, buyer })),
        );
        const read = booksOf({ key: "any", number, on_hand, held, rest: restOf(then), told: 0 }, holds);
        expect(read).toEqual(then);
        for (const event of events.slice(at)) apply(read, event);
        expect(read).toEqual(books);
      }),
      { numRuns: 100 },
    );
  });
});
