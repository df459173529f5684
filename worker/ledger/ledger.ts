/**
 * The books of one scarce thing, told as a ledger of events: units of a SKU, uses of a coupon, money on a card. Its units
 * lie in accounts (a SKU's are its locations). Levels are folded from the events, so the two cannot disagree. Always, in
 * every account: 0 <= held <= on hand. A hold is settled once and whole: committed (used) or released (given back).
 */
import { assert } from "../base/assert.ts";

/** The account of a thing that lies in one place. */
export const MAIN = "main";
/** The account of units that may be sold before they are here; in no total. What was sold of it is owed. */
export const PROMISE = "promise";

/** What an event does to the units of its account: times its quantity. */
const EFFECTS = {
  received: { onHand: 1, held: 0 },
  returned: { onHand: 1, held: 0 },
  /** The change, either way, of a correction, a count, or of what may be promised. */
  adjusted: { onHand: 1, held: 0 },
  counted: { onHand: 1, held: 0 },
  allowed: { onHand: 1, held: 0 },
  held: { onHand: 0, held: 1 },
  extended: { onHand: 0, held: 0 },
  committed: { onHand: -1, held: -1 },
  released: { onHand: 0, held: -1 },
  /** A transfer leaves one account and arrives at another, perhaps in parts; what never arrives is lost. */
  sent: { onHand: -1, held: 0 },
  arrived: { onHand: 1, held: 0 },
  lost: { onHand: 0, held: 0 },
  /** Units that came are set aside for what was sold before: `filled` where they lie, `cleared` at the promise. */
  filled: { onHand: -1, held: 0 },
  cleared: { onHand: 1, held: 0 },
  /** Between a ledger and those it lends units to: the first two are written by the lender, the others by the borrower. */
  lent: { onHand: -1, held: 0 },
  repaid: { onHand: 1, held: 0 },
  borrowed: { onHand: 1, held: 0 },
  gave_back: { onHand: -1, held: 0 },
} as const;
export type LedgerEventKind = keyof typeof EFFECTS;
export type HoldEventKind = "held" | "extended" | "committed" | "released";
export type OperationKind = Exclude<LedgerEventKind, HoldEventKind>;

/**
 * `quantity` is above zero but for `adjusted`, `counted` and `allowed`, where it is the change, and an opening, which may
 * be of none. `ref` is where a transfer goes (`sent`), which transfer it was (`arrived`, `lost`), who borrows, or the cap
 * that was allowed.
 */
export type OperationEvent = {
  kind: OperationKind;
  operationId: string;
  account: string;
  quantity: number;
  ref?: string;
  reason?: string;
  note?: string;
};
/** One event for each account that a hold takes from. `buyer` is who may have so many of it and no more. */
export type HoldEvent = { holdId: string; account: string; quantity: number; buyer: string | null } & (
  | { kind: "held" | "extended"; expiresAtMs: number }
  | { kind: "committed" | "released" }
);
export type LedgerEvent = OperationEvent | HoldEvent;

export type AccountLevel = { onHand: number; held: number };
/** Units of one account. */
export type Part = { account: string; quantity: number };
export type OpenHold = { parts: readonly Part[]; expiresAtMs: number; buyer: string | null };
/** `quantity` is what is still on its way. */
export type Transfer = { from: string; to: string; quantity: number };
/**
 * `number` is that of the last event. `onHand` and `held` are of all accounts but the promise. Only what is open is kept.
 * `cap` is how many units may be promised and owed at a time.
 */
export type Books = {
  number: number;
  onHand: number;
  held: number;
  owed: number;
  cap: number;
  lent: number;
  accounts: Map<string, AccountLevel>;
  holds: Map<string, OpenHold>;
  transfers: Map<string, Transfer>;
};

export const emptyBooks = (): Books => ({
  number: 0,
  onHand: 0,
  held: 0,
  owed: 0,
  cap: 0,
  lent: 0,
  accounts: new Map(),
  holds: new Map(),
  transfers: new Map(),
});
export const freeOf = ({ onHand, held }: AccountLevel): number => onHand - held;
const NOTHING: AccountLevel = { onHand: 0, held: 0 };
export const levelOf = (books: Readonly<Books>, account: string): AccountLevel =>
  books.accounts.get(account) ?? NOTHING;
export const freeIn = (books: Readonly<Books>, account: string): number => freeOf(levelOf(books, account));
/** Units that may still be promised: none while more are owed than the cap allows, as after it was lowered. */
export const promisableOf = (books: Readonly<Books>): number =>
  Math.max(0, Math.min(freeIn(books, PROMISE), books.cap - books.owed - levelOf(books, PROMISE).held));
export const inTransitOf = ({ transfers }: Readonly<Books>): number =>
  [...transfers.values()].reduce((sum, { quantity }) => sum + quantity, 0);
export const subjectOf = (event: LedgerEvent): string => ("holdId" in event ? event.holdId : event.operationId);

/** Levels after an event of this kind, of the account or of any sum it is part of. */
export function levelAfter({ onHand, held }: AccountLevel, kind: LedgerEventKind, quantity: number): AccountLevel {
  const effect = EFFECTS[kind];
  return { onHand: onHand + effect.onHand * quantity, held: held + effect.held * quantity };
}

/** Folds one event in. It was decided against these very books, so a misfit is a bug, not a refusal. */
export function apply(books: Books, event: LedgerEvent): void {
  const level = levelAfter(levelOf(books, event.account), event.kind, event.quantity);
  assert(level.held >= 0, "held units are never negative");
  assert(level.onHand >= level.held, "no more is held than is on hand");
  const owed = books.owed + owedBy(event);
  assert(owed >= 0, "no more promises are cleared than were given");
  const hold = "holdId" in event ? holdAfter(books.holds.get(event.holdId), event) : null;
  const transfer = "holdId" in event ? null : transferAfter(books.transfers, event);
  // All is checked above: a throw leaves the books as they were.
  const totals = event.account === PROMISE ? books : levelAfter(books, event.kind, event.quantity);
  const { onHand, held } = totals;
  const cap = event.kind === "allowed" ? capOf(event, level.onHand + owed) : books.cap;
  Object.assign(books, { number: books.number + 1, onHand, held, owed, cap, lent: books.lent + lentBy(event) });
  books.accounts.set(event.account, level);
  if ("holdId" in event) put(books.holds, event.holdId, hold);
  else if (transfer) put(books.transfers, transfer.id, transfer.left);
}

function put<Value>(map: Map<string, Value>, key: string, value: Value | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function owedBy({ kind, account, quantity }: LedgerEvent): number {
  if (account !== PROMISE) return 0;
  if (kind === "committed") return quantity;
  return kind === "cleared" ? -quantity : 0;
}

/** Entries of the first form do not say it. */
const capOf = ({ ref }: { ref?: string }, otherwise: number): number => (ref === undefined ? otherwise : Number(ref));

function lentBy({ kind, quantity }: LedgerEvent): number {
  if (kind === "lent") return quantity;
  return kind === "repaid" ? -quantity : 0;
}

/** Null once its last part is settled. */
function holdAfter(open: OpenHold | undefined, event: HoldEvent): OpenHold | null {
  const { kind, account, quantity, buyer } = event;
  const part = open?.parts.find((one) => one.account === account);
  if (kind === "held") {
    assert(part === undefined, "a hold is placed once");
    return { parts: [...(open?.parts ?? []), { account, quantity }], expiresAtMs: event.expiresAtMs, buyer };
  }
  assert(open !== undefined && part?.quantity === quantity, "only an open hold is extended or settled, and whole");
  if (kind === "extended") return { ...open, expiresAtMs: event.expiresAtMs };
  const parts = open.parts.filter((one) => one !== part);
  return parts.length === 0 ? null : { ...open, parts };
}

function transferAfter(
  transfers: ReadonlyMap<string, Transfer>,
  { kind, operationId, account, quantity, ref = "" }: OperationEvent,
): { id: string; left: Transfer | null } | null {
  if (kind === "sent") return { id: operationId, left: { from: account, to: ref, quantity } };
  if (kind !== "arrived" && kind !== "lost") return null;
  const open = transfers.get(ref);
  assert(open !== undefined && open.quantity >= quantity, "no more arrives than was sent");
  const left = open.quantity - quantity;
  return { id: ref, left: left === 0 ? null : { ...open, quantity: left } };
}
