/**
 * What may come in, go out and be moved between accounts, other than by holds. Each ask ends in events to write, in none for
 * one that was done before, or in a refusal. What the ledger knows of the operation's id is handed in.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { ACCOUNTS_MAX, assertId, CHANGE_MAX, isWhole, REASON_LENGTH_MAX, TRANSFERS_MAX } from "./ask-limits.ts";
import { fillsAfter } from "./fill.ts";
import { type Books, freeIn, type LedgerEventKind, levelOf, MAIN, type OperationEvent, PROMISE } from "./ledger.ts";
import type { LedgerProblem, UnopenedLedger } from "./ledger-problem.ts";

type Decision = Outcome<readonly OperationEvent[], LedgerProblem | UnopenedLedger>;
/** An entry that this operation wrote before; `accountOnHand` is what its account had after it. */
export type PastChange = {
  kind: LedgerEventKind;
  account: string;
  quantity: number;
  ref: string | null;
  reason: string | null;
  note: string | null;
  accountOnHand: number;
};
type Past = readonly PastChange[];

/** `account` is `main` where it is left out, here and below. */
export type ReceiveAsk = { operationId: string; account?: string; quantity: number };
/** The first receipt of a ledger; `cap`: so many units may be owed from now on. */
export type OpenAsk = { operationId: string; quantity: number; cap: number };
/** `promised` of them were sold before they were here: those that are still owed then are owed no more, and none comes in. */
export type ReturnAsk = ReceiveAsk & { promised: number };
export type AdjustAsk = { operationId: string; account?: string; delta: number; reason: string; note?: string };
/** `counted` units lie there, held ones included. */
export type CountAsk = { operationId: string; account?: string; counted: number };
export type SendAsk = { operationId: string; from: string; to: string; quantity: number };
export type ArriveAsk = { operationId: string; transferId: string; quantity: number };
export type LoseAsk = { operationId: string; transferId: string; note?: string };

/** Units came in. A receipt of none opens the ledger of a thing that starts empty. */
export function receive(books: Readonly<Books>, past: Past, ask: ReceiveAsk): Decision {
  const { operationId, account = MAIN, quantity } = ask;
  assertAsk(books, operationId, account);
  assert(isWhole(quantity, 0, CHANGE_MAX), "a receipt's quantity is whole and within its limit");
  const [before] = past;
  if (before) return repeatIf(before.kind === "received" && before.account === account && before.quantity === quantity);
  return done(withFills(books, { kind: "received", operationId, account, quantity }));
}

/** Opens a ledger with what there is, once; in one write, so that it is never open without its cap. */
export function open(books: Readonly<Books>, past: Past, { cap, ...ask }: OpenAsk): Decision {
  const received = receive(books, past, ask);
  if (!received.ok || received.value.length === 0 || cap === 0) return received;
  assert(isWhole(cap, 0, CHANGE_MAX), "a cap is whole and within its limit");
  return done([...received.value, allowedOf(`allow:${ask.operationId}`, cap, cap)]);
}

/** Units a customer had come back on the shelf. */
export function returnUnits(books: Readonly<Books>, past: Past, ask: ReturnAsk): Decision {
  const { operationId, account = MAIN, quantity, promised } = ask;
  assertAsk(books, operationId, account);
  assert(isWhole(quantity, 1, CHANGE_MAX), "a return's quantity is whole and within its limit");
  assert(isWhole(promised, 0, quantity), "no more of a return were promised than come back");
  if (past.length > 0) {
    const isSame = past.every(({ kind }) => kind === "returned" || kind === "cleared");
    return repeatIf(isSame && past.reduce((sum, entry) => sum + entry.quantity, 0) === quantity);
  }
  if (books.number === 0) return refused({ code: "unopened" });
  const cleared = Math.min(promised, books.owed);
  const clears: OperationEvent[] =
    cleared > 0 ? [{ kind: "cleared", operationId, account: PROMISE, quantity: cleared }] : [];
  if (cleared === quantity) return done(clears);
  const returned = { kind: "returned", operationId, account, quantity: quantity - cleared } as const;
  return done(withFills(books, returned, clears));
}

/** Staff corrects what lies there. Units that are held cannot be taken away. */
export function adjust(books: Readonly<Books>, past: Past, ask: AdjustAsk): Decision {
  const { operationId, account = MAIN, delta, reason, note = "" } = ask;
  assertAsk(books, operationId, account);
  assert(delta !== 0 && isWhole(delta, -CHANGE_MAX, CHANGE_MAX), "an adjustment is whole and within its limit");
  assert(reason.length <= REASON_LENGTH_MAX && note.length <= REASON_LENGTH_MAX, "a reason is within its limit");
  const [before] = past;
  if (before) {
    const isSame = before.kind === "adjusted" && before.account === account && before.quantity === delta;
    return repeatIf(isSame && before.reason === reason && (before.note ?? "") === note);
  }
  if (books.number === 0) return refused({ code: "unopened" });
  if (freeIn(books, account) + delta < 0) return refused({ code: "below_held", held: levelOf(books, account).held });
  return done(withFills(books, { kind: "adjusted", operationId, account, quantity: delta, reason, note }));
}

/** Sets what lies there to what was counted, which is never fewer than are held. A count that agrees is written too. */
export function count(books: Readonly<Books>, past: Past, ask: CountAsk): Decision {
  const { operationId, account = MAIN, counted } = ask;
  assertAsk(books, operationId, account);
  assert(isWhole(counted, 0, CHANGE_MAX), "a count is whole and within its limit");
  const [before] = past;
  if (before)
    return repeatIf(before.kind === "counted" && before.account === account && before.accountOnHand === counted);
  if (books.number === 0) return refused({ code: "unopened" });
  const { onHand, held } = levelOf(books, account);
  if (counted < held) return refused({ code: "below_held", held });
  return done(withFills(books, { kind: "counted", operationId, account, quantity: counted - onHand }));
}

/** Free units leave for another account. `operationId` is the transfer's id from now on. */
export function send(books: Readonly<Books>, past: Past, { operationId, from, to, quantity }: SendAsk): Decision {
  assertAsk(books, operationId, from);
  assertAsk(books, operationId, to);
  assert(from !== to, "a transfer goes to another account");
  assert(isWhole(quantity, 1, CHANGE_MAX), "a transfer's quantity is whole and within its limit");
  const [before] = past;
  if (before) {
    const isSame = before.kind === "sent" && before.account === from && before.ref === to;
    return repeatIf(isSame && before.quantity === quantity);
  }
  if (books.number === 0) return refused({ code: "unopened" });
  const available = freeIn(books, from);
  if (quantity > available) return refused({ code: "insufficient", available });
  if (books.transfers.size >= TRANSFERS_MAX) return refused({ code: "too_many_transfers" });
  return done([{ kind: "sent", operationId, account: from, quantity, ref: to }]);
}

/** All or part of a transfer is there. `wasSent`: the ledger knows the transfer, however long ago. */
export function arrive(books: Readonly<Books>, past: Past, ask: ArriveAsk, wasSent: boolean): Decision {
  const { operationId, transferId, quantity } = ask;
  assertId(operationId);
  assert(isWhole(quantity, 1, CHANGE_MAX), "an arrival's quantity is whole and within its limit");
  const [before] = past;
  if (before) return repeatIf(before.kind === "arrived" && before.ref === transferId && before.quantity === quantity);
  const open = books.transfers.get(transferId);
  if (!open) return refused({ code: wasSent ? "transfer_closed" : "transfer_unknown" });
  if (quantity > open.quantity) return refused({ code: "transfer_over", left: open.quantity });
  return done(withFills(books, { kind: "arrived", operationId, account: open.to, quantity, ref: transferId }));
}

/** What is still on its way never arrives: the transfer is closed, and the units are written off. */
export function lose(books: Readonly<Books>, past: Past, ask: LoseAsk, wasSent: boolean): Decision {
  const { operationId, transferId, note = "" } = ask;
  assertId(operationId);
  assert(note.length <= REASON_LENGTH_MAX, "a note is within its limit");
  const [before] = past;
  if (before) return repeatIf(before.kind === "lost" && before.ref === transferId && (before.note ?? "") === note);
  const open = books.transfers.get(transferId);
  if (!open) return refused({ code: wasSent ? "transfer_closed" : "transfer_unknown" });
  return done([{ kind: "lost", operationId, account: open.to, quantity: open.quantity, ref: transferId, note }]);
}

/** So many units may be owed at most. Promises that are held or owed already stay, also where they are more. */
export function allow(books: Readonly<Books>, operationId: string, cap: number): Decision {
  assertAsk(books, operationId, PROMISE);
  assert(isWhole(cap, 0, CHANGE_MAX), "a cap is whole and within its limit");
  if (books.number === 0) return refused({ code: "unopened" });
  if (cap === books.cap) return done([]);
  const { onHand, held } = levelOf(books, PROMISE);
  const quantity = Math.max(cap - books.owed, held) - onHand;
  return done([allowedOf(operationId, quantity, cap)]);
}

const allowedOf = (operationId: string, quantity: number, cap: number): OperationEvent => ({
  kind: "allowed",
  operationId,
  account: PROMISE,
  quantity,
  ref: String(cap),
});

function withFills(
  books: Readonly<Books>,
  event: OperationEvent,
  before: readonly OperationEvent[] = [],
): OperationEvent[] {
  const events = [...before, event];
  return [...events, ...fillsAfter(books, events, event.operationId)];
}

const repeatIf = (isSame: boolean) => (isSame ? done([]) : refused({ code: "operation_differs" } as const));

function assertAsk(books: Readonly<Books>, operationId: string, account: string): void {
  assertId(operationId);
  assertId(account);
  assert(books.accounts.has(account) || books.accounts.size < ACCOUNTS_MAX, "accounts are within their limit");
}
