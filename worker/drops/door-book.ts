/** The tables and statements of a door. A ticket is found by its holder; everything the room's turn looks for has an index. */
import type { DropFacts } from "./drop.ts";

/**
 * present: in before the opening. resting: without a proof, not in line yet. waiting: in line; has its number within a
 * turn or two. called: its turn, to be claimed until `ends_at_ms`. claimed: has a pass until then. used: the pass holds
 * a checkout. lapsed: not claimed, or not used, in time; may join again, behind.
 */
export type TicketState = "present" | "resting" | "waiting" | "called" | "claimed" | "used" | "lapsed";
export type TicketRow = {
  seq: number;
  id: string;
  state: TicketState;
  number: number | null;
  ends_at_ms: number | null;
  nonce: string | null;
  checkout_id: string | null;
  tied_at_ms: number | null;
};

/** Beside the tickets. `arrived` and `numbered` count who came after the opening, and who of those has a number. */
export type DoorState = {
  facts: DropFacts;
  phase: "before" | "open";
  tickets: number;
  arrived: number;
  numbered: number;
  waiting: number;
  used: number;
  lapsed: number;
  upTo: number;
  perMinute: number;
  soldOut: boolean;
};
export const newDoor = (facts: DropFacts): DoorState => ({
  facts,
  phase: "before",
  tickets: 0,
  arrived: 0,
  numbered: 0,
  waiting: 0,
  used: 0,
  lapsed: 0,
  upTo: 0,
  perMinute: 0,
  soldOut: false,
});

export const TABLES = `
  CREATE TABLE IF NOT EXISTS tickets (
    seq INTEGER PRIMARY KEY, holder TEXT NOT NULL UNIQUE, id TEXT NOT NULL, state TEXT NOT NULL, arrival INTEGER,
    number INTEGER, ends_at_ms INTEGER, shuffle INTEGER, nonce TEXT, checkout_id TEXT,
    tied_at_ms INTEGER);
  CREATE INDEX IF NOT EXISTS tickets_by_end ON tickets (state, ends_at_ms);
  CREATE INDEX IF NOT EXISTS tickets_in_line ON tickets (number) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS tickets_by_arrival ON tickets (arrival) WHERE arrival IS NOT NULL;
  CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, until_ms INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nonces_by_end ON nonces (until_ms);`;

export const FIND_TICKET =
  "SELECT seq, id, state, number, ends_at_ms, nonce, checkout_id, tied_at_ms FROM tickets WHERE holder = ?";
/** A lapsed ticket begins anew, with another id and behind everybody. */
export const PUT_TICKET = `
  INSERT INTO tickets (holder, id, state, arrival, ends_at_ms, nonce) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (holder) DO UPDATE SET id = excluded.id, state = excluded.state, arrival = excluded.arrival,
    ends_at_ms = excluded.ends_at_ms, nonce = excluded.nonce, number = NULL, shuffle = NULL, checkout_id = NULL`;
export const CLAIM = "UPDATE tickets SET state = 'claimed', ends_at_ms = ? WHERE seq = ?";
export const TIE = "UPDATE tickets SET checkout_id = ?, tied_at_ms = ? WHERE seq = ?";
export const MARK_USED = "UPDATE tickets SET state = 'used' WHERE seq = ?";

export const FIND_NONCE = "SELECT nonce FROM nonces WHERE nonce = ?";
export const PUT_NONCE = "INSERT INTO nonces (nonce, until_ms) VALUES (?, ?)";
/** A challenge that is over is refused by its own date. */
export const DROP_NONCES = "DELETE FROM nonces WHERE until_ms < ?";

export const REST_ENDED_BEFORE =
  "UPDATE tickets SET state = 'present', ends_at_ms = NULL WHERE state = 'resting' AND ends_at_ms <= ?";
export const READ_PRESENT = "SELECT seq, id FROM tickets WHERE state = 'present'";
export const SET_SHUFFLE = "UPDATE tickets SET shuffle = ? WHERE seq = ?";
export const READ_SHUFFLED = "SELECT seq, shuffle, state FROM tickets WHERE shuffle IS NOT NULL ORDER BY shuffle, seq";
export const NUMBER = "UPDATE tickets SET number = ?, state = 'waiting' WHERE seq = ?";

export const READ_RESTED =
  "SELECT seq FROM tickets WHERE state = 'resting' AND ends_at_ms <= ? ORDER BY ends_at_ms, seq LIMIT ?";
export const STAND = "UPDATE tickets SET state = 'waiting', arrival = ?, ends_at_ms = NULL WHERE seq = ?";
export const GRANT = "UPDATE tickets SET number = arrival + ? WHERE arrival >= ? AND arrival < ?";
export const CALL =
  "UPDATE tickets SET state = 'called', ends_at_ms = ? WHERE state = 'waiting' AND number <= ? RETURNING seq";
export const LAPSE =
  "UPDATE tickets SET state = 'lapsed' WHERE state IN ('called', 'claimed') AND ends_at_ms <= ? RETURNING seq";
