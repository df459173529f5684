/** Everything the emulator remembers: plain data, by kind and id, bounded, each change noted so that it can be written down. */
import type { Charge, Event, Intent, Refund } from "./payment-objects.ts";
import type { Item, Metadata, Session } from "./session-objects.ts";
import type { KeptCalculation, KeptTransaction } from "./tax.ts";

/** What a charge was made with. Never the card's number. */
export type Method =
  | { type: "card"; name: string; last4: string; brand: string; expMonth: number; expYear: number }
  | { type: "us_bank_account" | "sepa_debit" | "bacs_debit"; name: string; last4: string };
/** Why a charge did not come about, in Stripe's codes. */
export type Failure = { code: string; declineCode?: string; message: string };

/** `api` is the object as Stripe answers it. `intentMetadata` is for the intent that its first payment makes. */
export type KeptSession = { id: string; api: Session; items: Item[]; intentMetadata: Metadata };
export type KeptIntent = {
  id: string;
  api: Intent;
  sessionId: string;
  method: Method | null;
  /** How it goes on after the challenge, or when the bank answers; `atMs` is null while it waits for the shopper. */
  next: null | { atMs: number | null; failure: Failure | null };
  refund: "succeeds" | "pending" | "failing";
};
export type KeptCharge = { id: string; api: Charge; sessionId: string };
/** `next` is what still becomes of it; null when nothing does. */
export type KeptRefund = {
  id: string;
  api: Refund;
  sessionId: string;
  next: null | { atMs: number; status: "succeeded" | "failed" };
};
export type KeptEvent = { id: string; api: Event; sessionId: string };
/** `failed`: it was tried as often as it may be. */
export type DeliveryState = "waiting" | "delivered" | "failed" | "dropped";
/** `lastStatus` is null before the first try, and 0 when nobody answered. */
export type KeptDelivery = {
  id: string;
  eventId: string;
  type: string;
  sessionId: string;
  state: DeliveryState;
  dueAtMs: number;
  attempts: number;
  lastStatus: number | null;
};
/** The first answer to an idempotency key. */
export type KeptAnswer = {
  id: string;
  call: string;
  params: string;
  atMs: number;
  requestId: string;
  status: number;
  body: string;
};

export type Kinds = {
  session: KeptSession;
  intent: KeptIntent;
  charge: KeptCharge;
  refund: KeptRefund;
  event: KeptEvent;
  delivery: KeptDelivery;
  answer: KeptAnswer;
  calculation: KeptCalculation;
  tax_transaction: KeptTransaction;
};
export type Kind = keyof Kinds;
/** A record as it is now, or null when it is gone. */
export type Change = { kind: Kind; id: string; record: Kinds[Kind] | null };
export type Kept = { [K in Kind]: Map<string, Kinds[K]> } & {
  changed: Map<string, Change>;
  /** Ids of deliveries that wait to be sent, so that nobody looks through all of them. */
  waiting: Set<string>;
};

/** The oldest of a kind make way for new ones. */
export const KEPT_MAX = 20_000;

export const newKept = (): Kept => ({
  session: new Map(),
  intent: new Map(),
  charge: new Map(),
  refund: new Map(),
  event: new Map(),
  delivery: new Map(),
  answer: new Map(),
  calculation: new Map(),
  tax_transaction: new Map(),
  changed: new Map(),
  waiting: new Set(),
});

/** Keeps a record as it is now: call it after every change of one. */
export function put<K extends Kind>(kept: Kept, kind: K, record: Kinds[K]): void {
  const records = kept[kind] as Map<string, Kinds[K]>;
  records.set(record.id, record);
  index(kept, kind, record.id, record);
  note(kept, { kind, id: record.id, record });
  if (records.size <= KEPT_MAX) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) drop(kept, kind, oldest);
}

/** Does nothing when it is not there. */
export function drop(kept: Kept, kind: Kind, id: string): void {
  if (!kept[kind].delete(id)) return;
  index(kept, kind, id, null);
  note(kept, { kind, id, record: null });
}

function index(kept: Kept, kind: Kind, id: string, record: Kinds[Kind] | null): void {
  if (kind !== "delivery") return;
  if ((record as KeptDelivery | null)?.state === "waiting") kept.waiting.add(id);
  else kept.waiting.delete(id);
}

const note = (kept: Kept, change: Change) => kept.changed.set(`${change.kind} ${change.id}`, change);

/** What has changed since it was last asked. */
export function takeChanges(kept: Kept): Change[] {
  const changes = [...kept.changed.values()];
  kept.changed.clear();
  return changes;
}

/** Puts a change that was written down before back in its place. */
export function replay(kept: Kept, { kind, id, record }: Change): void {
  index(kept, kind, id, record);
  if (record === null) kept[kind].delete(id);
  else (kept[kind] as Map<string, Kinds[Kind]>).set(id, record);
}
