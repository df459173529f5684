/**
 * A ledger in a SQLite database of its own, written and asked by the very statements that the objects use: what any
 * sequence of asks is tried on in plain Node.
 */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { assert } from "../../worker/base/assert.ts";
import type { Outcome } from "../../worker/base/outcome.ts";
import * as change from "../../worker/ledger/decide-change.ts";
import * as holds from "../../worker/ledger/decide-hold.ts";
import { apply, emptyBooks, type LedgerEvent } from "../../worker/ledger/ledger.ts";
import { chainStartOf, hashAfter } from "../../worker/ledger/ledger-chain.ts";
import * as ledger from "../../worker/ledger/ledger-rows.ts";
import { changeOf, holdOf, type LedgerAsk } from "./ledger-asks.ts";
import type { Said } from "./plain-ledger.ts";

type Decision = Outcome<readonly LedgerEvent[], { code: string }>;

export class SqliteLedger {
  readonly books = emptyBooks();
  readonly #database = new DatabaseSync(":memory:");
  #hash: Uint8Array;

  constructor(key = "TEST") {
    this.#hash = chainStartOf(key).hash;
    this.#database.exec(ledger.LEDGER_TABLE);
  }

  get rows(): ledger.LedgerRow[] {
    return this.#all(ledger.READ_ENTRIES, 0, -1);
  }

  /** Decides, and writes what was decided. */
  ask(ask: LedgerAsk, nowMs: number): Said {
    return this.record(this.decide(ask, nowMs), nowMs);
  }

  record(decision: Decision, nowMs = 0): Said {
    if (!decision.ok) return decision.problem.code;
    for (const event of decision.value) this.#write(event, nowMs);
    return decision.value.length === 0 ? "again" : "done";
  }

  past(operationId: string, ...queries: string[]): change.PastChange[] {
    return [ledger.FIND_OPERATION, ...queries].flatMap((query) =>
      this.#all<ledger.LedgerRow>(query, operationId).map(ledger.pastOf),
    );
  }

  settled(holdId: string): holds.PastSettling[] {
    return this.#all<ledger.LedgerRow>(ledger.FIND_SETTLED, holdId).map(ledger.settlingOf);
  }

  expire(nowMs: number): void {
    for (const event of holds.expireHolds(this.books, nowMs, Number.POSITIVE_INFINITY)) this.#write(event, nowMs);
  }

  /** Runs any statement: to see what the tables refuse. */
  run(statement: string): void {
    this.#database.exec(statement);
  }

  decide(ask: LedgerAsk, nowMs: number): Decision {
    const { books } = this;
    switch (ask.does) {
      case "hold":
        return holds.hold(books, this.settled(ask.id), holdOf(ask, nowMs), this.#takenBy(ask.terms.buyer?.id));
      case "extend":
        return holds.extend(books, this.settled(ask.id), ask.id, nowMs + ask.inMs);
      case "commit":
        return holds.commit(books, this.settled(ask.id), ask.id);
      case "release":
        return holds.release(books, this.settled(ask.id), ask.id);
      case "allow":
        return change.allow(books, `allow:${books.number + 1}`, ask.cap);
      case "arrive":
        return change.arrive(books, this.past(ask.id), changeOf("arrive", ask), this.#wasSent(ask.transfer));
      case "lose":
        return change.lose(books, this.past(ask.id), changeOf("lose", ask), this.#wasSent(ask.transfer));
      case "receive":
        return change.receive(books, this.past(ask.id), changeOf("receive", ask));
      case "return":
        return change.returnUnits(books, this.past(ask.id, ledger.FIND_CLEARED), changeOf("return", ask));
      case "adjust":
        return change.adjust(books, this.past(ask.id), changeOf("adjust", ask));
      case "count":
        return change.count(books, this.past(ask.id), changeOf("count", ask));
      case "send":
        return change.send(books, this.past(ask.id), changeOf("send", ask));
    }
  }

  #write(event: LedgerEvent, nowMs: number): void {
    apply(this.books, event);
    const values = ledger.entryValues(this.books, event, "test", nowMs);
    this.#hash = hashAfter(this.#hash, values);
    this.#database.prepare(ledger.INSERT_ENTRY).run(...(values as SQLInputValue[]), this.#hash);
  }

  #takenBy(buyer: string | undefined): number {
    if (buyer === undefined) return 0;
    const [sum] = this.#all<{ taken: number }>(ledger.SUM_TAKEN, buyer);
    assert(sum !== undefined, "a sum is one row");
    return sum.taken;
  }

  #wasSent(transferId: string): boolean {
    return this.past(transferId).some(({ kind }) => kind === "sent");
  }

  #all<Row>(query: string, ...values: SQLInputValue[]): Row[] {
    return this.#database.prepare(query).all(...values) as Row[];
  }
}
