/** A ledger's entries as they are stored: tied to each other, and refused by the tables where a wrong rule would write them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainStartOf, followChain } from "../../worker/ledger/ledger-chain.ts";
import type { LedgerRow } from "../../worker/ledger/ledger-rows.ts";
import { anyAsk, type LedgerAsk } from "../support/ledger-asks.ts";
import { SqliteLedger } from "../support/sqlite-ledger.ts";

const START = chainStartOf("TEST");
const steps = fc.array(anyAsk(), { minLength: 10, maxLength: 60 });
function written(asks: readonly LedgerAsk[]): LedgerRow[] {
  const ledger = new SqliteLedger("TEST");
  for (const [index, ask] of asks.entries()) ledger.ask(ask, index);
  return ledger.rows;
}

describe("the chain", () => {
  test("of what was written holds, in stretches of any length", () => {
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

  const FIELDS = [
    "at_ms",
    "kind",
    "by_id",
    "subject_id",
    "account",
    "quantity",
    "expires_at_ms",
    "ref",
    "reason",
    "note",
    "on_hand",
    "held",
    "account_on_hand",
    "account_held",
  ] as const;

  test("shows where any word of an entry was changed, and that the entries are another ledger's", () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.constantFrom(...FIELDS), (asks, pick, name) => {
        const rows = written(asks);
        fc.pre(rows.length > 0);
        const at = pick % rows.length;
        const row = rows[at] as LedgerRow;
        const other = name === "kind" ? (row.kind === "adjusted" ? "counted" : "adjusted") : "other";
        const changed = { ...row, [name]: typeof row[name] === "number" ? Number(row[name]) + 1 : other };
        expect(followChain(START, rows.toSpliced(at, 1, changed as LedgerRow)).brokenAt).toBe(at + 1);
        expect(followChain(chainStartOf("ANOTHER"), rows).brokenAt).toBe(1);
      }),
    );
  });

  test("shows where an entry is missing, stands twice, or has changed places with the next", () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.constantFrom("missing", "twice", "moved"), (asks, pick, how) => {
        const rows = written(asks);
        fc.pre(rows.length > 2);
        const at = pick % (rows.length - 1);
        const [row, next] = rows.slice(at, at + 2) as [LedgerRow, LedgerRow];
        const there = { missing: [next], twice: [row, row, next], moved: [next, row] }[how] ?? [];
        const { brokenAt } = followChain(START, rows.toSpliced(at, 2, ...there));
        expect(brokenAt).toBe(how === "twice" ? at + 2 : at + 1);
      }),
    );
  });
});

describe("the tables", () => {
  const opened = () => {
    const ledger = new SqliteLedger();
    ledger.ask({ does: "receive", id: "delivery", account: "main", units: 5 }, 0);
    ledger.ask({ does: "hold", id: "a", units: 2, inMs: 9, terms: { accounts: null, keepBack: 0, buyer: null } }, 0);
    ledger.ask({ does: "commit", id: "a" }, 0);
    return ledger;
  };
  const insert = (
    kind: string,
    subject: string,
    quantity: number,
    levels: string,
    ends = "NULL",
    hash = "zeroblob(32)",
  ) =>
    `INSERT INTO ledger VALUES (4, 1, '${kind}', 'x', '${subject}', 'main', ${quantity}, ${ends}, NULL, NULL, NULL, ${levels}, ${hash})`;

  test("take what the rules decide", () => {
    opened().run(insert("received", "another", 1, "4, 0, 4, 0"));
  });

  test.each([
    ["more held than on hand", insert("received", "x", 1, "1, 2, 1, 2")],
    ["fewer than none on hand", insert("adjusted", "x", -4, "-1, -1, -1, -1")],
    ["fewer than none held", insert("released", "x", 2, "3, -1, 3, -1")],
    ["more held in an account than lies there", insert("adjusted", "x", -1, "3, 0, 0, 1")],
    ["fewer than none in an account", insert("adjusted", "x", -4, "3, 0, -1, 0")],
    ["a receipt that takes away", insert("received", "x", -1, "2, 0, 2, 0")],
    ["half a unit", insert("received", "x", 0.5, "3.5, 0, 3.5, 0")],
    ["units in words", `${insert("received", "x", 1, "'three', 0, 3, 0")}`],
    ["an operation that was done", insert("received", "delivery", 1, "4, 0, 4, 0")],
    ["a hold that was placed", insert("held", "a", 1, "3, 1, 3, 1", "9")],
    ["a hold that was settled", insert("released", "a", 2, "3, 0, 3, 0")],
    ["a hold without an end", insert("held", "b", 1, "3, 1, 3, 1")],
    ["a kind that there is not", insert("given_away", "x", 1, "2, 0, 2, 0")],
    ["an entry that is tied to nothing", insert("received", "x", 1, "4, 0, 4, 0", "NULL", "zeroblob(31)")],
    ["another text in an entry", "UPDATE ledger SET by_id = 'nobody' WHERE number = 1"],
    ["an entry fewer", "DELETE FROM ledger WHERE number = 3"],
  ])("refuse %s", (_, statement) => {
    const ledger = opened();
    expect(() => ledger.run(statement)).toThrow(/constraint|only added|cannot store/i);
    expect(ledger.rows).toHaveLength(3);
  });
});
