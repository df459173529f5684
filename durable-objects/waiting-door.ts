/**
 * One of the doors of a drop: keeps the tickets of the visitors that hashing sends to it, and tells each where they stand.
 * Who is let in is decided by the room; a door hears of it at the room's turn, once a second. An ask writes nothing but
 * the one that takes a pass.
 */
import { DurableObject } from "cloudflare:workers";
import { aheadMsOf } from "../worker/base/clock.ts";
import { done, type Outcome, refused } from "../worker/base/outcome.ts";
import { CALL_MS, expectedWaitMs, nextAskBeforeMs, nextAskWaitingMs, REST_MS } from "../worker/drops/admission.ts";
import * as book from "../worker/drops/door-book.ts";
import { DOOR_TICKETS_MAX, type DropFacts, shuffleKeyOf } from "../worker/drops/drop.ts";
import type { DropQueueProblem } from "../worker/drops/drop-problem.ts";
import type {
  DoorCount,
  DoorKeeper,
  DoorTurn,
  JoinAsk,
  Place,
  RoomKeeper,
  UseAnswer,
  UseAsk,
} from "../worker/drops/queue-keepers.ts";

/** Tickets without a proof that stand in line at one turn; the rest follow at the next. */
const RESTED_MAX = 1_000;

export class WaitingDoor extends DurableObject<Env> implements DoorKeeper {
  /** Null while nobody has joined: asking leaves nothing behind. */
  #state = this.ctx.storage.kv.get<book.DoorState>("door") ?? null;
  /** The next one who asks is asked to look how many units are left. */
  #wantsUnits = false;

  async join({ facts, holder, proof }: JoinAsk): Promise<Outcome<Place, DropQueueProblem>> {
    await this.#follow(facts);
    const state = this.#opened(facts);
    const nowMs = this.nowMs();
    const known = this.#find(holder);
    if (known && (!this.#hasLapsed(known, nowMs) || (proof && known.nonce === proof.nonce)))
      return done(await this.place(facts, holder));
    if (nowMs >= facts.closesAtMs) return refused({ code: "drop.over" });
    if (proof && this.#sql.exec(book.FIND_NONCE, proof.nonce).toArray().length > 0)
      return refused({ code: "drop.challenge_used" });
    if (!known && state.tickets >= DOOR_TICKETS_MAX) return refused({ code: "drop.room_full" });
    this.ctx.storage.transactionSync(() => {
      if (proof) this.#sql.exec(book.PUT_NONCE, proof.nonce, proof.untilMs);
      this.#sql.exec(book.DROP_NONCES, nowMs);
      if (known?.state === "called" || known?.state === "claimed") state.lapsed += 1;
      if (!known) state.tickets += 1;
      const isEarly = state.phase === "before" && nowMs < facts.opensAtMs;
      const enters: book.TicketState = proof ? (isEarly ? "present" : "waiting") : "resting";
      const arrival = enters === "waiting" ? state.arrived : null;
      if (enters === "waiting") state.arrived += 1;
      if (enters === "waiting") state.waiting += 1;
      const endsAtMs = proof ? null : nowMs + REST_MS;
      this.#sql.exec(book.PUT_TICKET, holder, crypto.randomUUID(), enters, arrival, endsAtMs, proof?.nonce ?? null);
      this.#keep();
    });
    return done(await this.place(facts, holder));
  }

  async place(facts: DropFacts, holder: string): Promise<Place> {
    const ticket = this.#find(holder);
    const nowMs = this.nowMs();
    const state = this.#state;
    if (!state || !ticket) return { state: "none", nextAskMs: 0, wantsUnits: false };
    if (state.facts.version < facts.version) await this.#follow(facts);
    const wantsUnits = this.#wantsUnits;
    this.#wantsUnits = false;
    const later = { nextAskMs: nextAskWaitingMs(null, state.tickets, ticket.seq, nowMs), wantsUnits };
    const endsAtMs = ticket.ends_at_ms ?? 0;
    if (ticket.state === "used") return { ...later, state: "used", untilMs: endsAtMs, checkoutId: ticket.checkout_id };
    if (this.#hasLapsed(ticket, nowMs)) return { ...later, state: "lapsed" };
    if (ticket.state === "claimed") return { ...later, state: "admitted", untilMs: endsAtMs };
    if (ticket.state === "called") {
      const untilMs = nowMs + facts.passMs;
      this.#sql.exec(book.CLAIM, untilMs, ticket.seq);
      return { ...later, state: "admitted", untilMs };
    }
    if (ticket.state === "resting" && endsAtMs > nowMs)
      return { nextAskMs: endsAtMs - nowMs + 2_000, wantsUnits, state: "resting", untilMs: endsAtMs };
    if (nowMs < facts.opensAtMs && state.phase === "before") {
      const nextAskMs = nextAskBeforeMs(facts.opensAtMs - nowMs, state.tickets, ticket.seq);
      return { nextAskMs, wantsUnits, state: "before" };
    }
    const before = ticket.number === null ? null : Math.max(0, ticket.number - state.upTo - 1);
    const waitMs = before === null ? null : expectedWaitMs(before, state.perMinute);
    const nextAskMs = before === null ? 3_000 : nextAskWaitingMs(waitMs, state.tickets, ticket.seq, nowMs);
    return { nextAskMs, wantsUnits, state: "waiting", before, waitMs, soldOut: state.soldOut };
  }

  async use({ holder, checkoutId, replaces }: UseAsk): Promise<UseAnswer> {
    const ticket = this.#find(holder);
    // The pass was signed by this door's word; a ticket that is gone has no checkout either.
    if (!ticket) return { ok: false, checkoutId: null, tiedAtMs: 0 };
    if (ticket.checkout_id !== null && ticket.checkout_id !== checkoutId && ticket.checkout_id !== replaces)
      return { ok: false, checkoutId: ticket.checkout_id, tiedAtMs: ticket.tied_at_ms ?? 0 };
    if (ticket.checkout_id !== checkoutId) this.#sql.exec(book.TIE, checkoutId, this.nowMs(), ticket.seq);
    return { ok: true };
  }

  async markHeld(holder: string, checkoutId: string): Promise<void> {
    const [state, ticket] = [this.#state, this.#find(holder)];
    if (!state || !ticket || ticket.checkout_id !== checkoutId || ticket.state === "used") return;
    if (ticket.state === "lapsed") state.lapsed -= 1;
    state.used += 1;
    this.#sql.exec(book.MARK_USED, ticket.seq);
    this.#keep();
  }

  async count(): Promise<DoorCount> {
    const { tickets = 0, arrived = 0, numbered = 0, waiting = 0, used = 0, lapsed = 0 } = this.#state ?? {};
    return { tickets, arrived, numbered, waiting, used, lapsed };
  }

  async seal(seed: string): Promise<readonly number[]> {
    const state = this.#state;
    if (!state) return [];
    if (state.phase === "before") {
      this.ctx.storage.transactionSync(() => {
        this.#sql.exec(book.REST_ENDED_BEFORE, state.facts.opensAtMs);
        for (const { seq, id } of this.#sql.exec<{ seq: number; id: string }>(book.READ_PRESENT).toArray())
          this.#sql.exec(book.SET_SHUFFLE, shuffleKeyOf(seed, id), seq);
        state.phase = "open";
        this.#keep();
      });
    }
    return this.#shuffled().map(({ shuffle }) => shuffle);
  }

  async number(numbers: readonly number[]): Promise<void> {
    const state = this.#state;
    if (!state) return;
    this.ctx.storage.transactionSync(() => {
      for (const [index, { seq, state: at }] of this.#shuffled().entries()) {
        const number = numbers[index];
        if (at !== "present" || number === undefined) continue;
        this.#sql.exec(book.NUMBER, number, seq);
        state.waiting += 1;
      }
      this.#keep();
    });
  }

  async turn({ facts, upTo, perMinute, soldOut, wantsUnits, grant }: DoorTurn): Promise<DoorCount> {
    const state = this.#state;
    if (!state) return this.count();
    this.#wantsUnits = wantsUnits;
    const nowMs = this.nowMs();
    this.ctx.storage.transactionSync(() => {
      const before = JSON.stringify(state);
      if (facts.version > state.facts.version) state.facts = facts;
      this.#standUp(state, nowMs);
      if (grant && grant.from === state.numbered) {
        this.#sql.exec(book.GRANT, grant.first - grant.from, grant.from, grant.from + grant.count);
        state.numbered += grant.count;
      }
      Object.assign(state, { upTo, perMinute, soldOut });
      state.waiting -= this.#sql.exec(book.CALL, nowMs + CALL_MS, upTo).toArray().length;
      state.lapsed += this.#sql.exec(book.LAPSE, nowMs).toArray().length;
      if (JSON.stringify(state) !== before) this.#keep();
    });
    return this.count();
  }

  async forget(): Promise<void> {
    this.#state = null;
    await this.ctx.storage.deleteAll();
  }

  /** The store's time. */
  protected nowMs(): number {
    return Date.now() + aheadMsOf(this.env);
  }

  /** Whose rest is over stands in line, in the order in which it ended. */
  #standUp(state: book.DoorState, nowMs: number): void {
    for (const { seq } of this.#sql.exec<{ seq: number }>(book.READ_RESTED, nowMs, RESTED_MAX).toArray()) {
      this.#sql.exec(book.STAND, state.arrived, seq);
      state.arrived += 1;
      state.waiting += 1;
    }
  }

  /** The room hears of the drop before a ticket is written, so that no ticket waits for an opening that nobody makes. */
  async #follow(facts: DropFacts): Promise<void> {
    if (this.#state && this.#state.facts.version >= facts.version) return;
    await (this.env.WAITING_ROOM.getByName(facts.id) as unknown as RoomKeeper).follow(facts);
    const state = this.#opened(facts);
    state.facts = facts;
    this.#keep();
  }

  #opened(facts: DropFacts): book.DoorState {
    if (this.#state) return this.#state;
    this.#sql.exec(book.TABLES);
    this.#state = book.newDoor(facts);
    return this.#state;
  }

  #hasLapsed({ state, ends_at_ms: endsAtMs }: book.TicketRow, nowMs: number): boolean {
    return state === "lapsed" || ((state === "called" || state === "claimed") && (endsAtMs ?? 0) <= nowMs);
  }

  #find(holder: string): book.TicketRow | null {
    return this.#state ? (this.#sql.exec<book.TicketRow>(book.FIND_TICKET, holder).toArray()[0] ?? null) : null;
  }

  #shuffled() {
    return this.#sql.exec<{ seq: number; shuffle: number; state: book.TicketState }>(book.READ_SHUFFLED).toArray();
  }

  #keep(): void {
    this.ctx.storage.kv.put("door", this.#state);
  }

  get #sql(): SqlStorage {
    return this.ctx.storage.sql;
  }
}
