/**
 * A ledger as one would keep it on paper: how many units are free where, which holds there are, what was asked before. It
 * shares no code with the rules; rules and objects are held to it.
 */
import type { ChangeAsk, LedgerAsk, Terms } from "./ledger-asks.ts";

/** `done`: something changed. `again`: nothing did. Else the code of the refusal. */
export type Said = string;
type PlainHold = {
  state: "open" | "committed" | "released";
  units: number;
  from: Map<string, number>;
  endsAtMs: number;
  buyer: string | null;
};
type Level = { onHand: number; held: number };
export type PlainLevels = Level & {
  available: number;
  promisable: number;
  owed: number;
  inTransit: number;
  locations: { location: string; onHand: number; held: number }[];
};
const PROMISE = "promise";
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

export class PlainLedger {
  isOpen = false;
  owed = 0;
  /** How many may be owed at most. */
  cap = 0;
  sold = 0;
  /** Free units, by account, in the order in which the accounts came up. */
  readonly free = new Map<string, number>();
  readonly holds = new Map<string, PlainHold>();
  readonly onTheWay = new Map<string, { to: string; units: number }>();
  /** What was done under an id, in words. */
  readonly done = new Map<string, string>();

  ask(ask: LedgerAsk, nowMs: number): Said {
    const said = this.#askNow(ask, nowMs);
    if (said === "done") this.#serve();
    return said;
  }

  #askNow(ask: LedgerAsk, nowMs: number): Said {
    switch (ask.does) {
      case "hold":
        return this.#hold(ask, nowMs);
      case "extend":
        return this.#extend(ask.id, nowMs + ask.inMs);
      case "commit":
        return this.#commit(ask.id);
      case "release":
        return this.#release(ask.id);
      case "allow":
        return this.#allow(ask.cap);
      default:
        return this.#change(ask);
    }
  }

  /** Ids of the holds that are given back. */
  expire(nowMs: number): string[] {
    const over = [...this.holds].filter(([, { state, endsAtMs }]) => state === "open" && endsAtMs <= nowMs);
    for (const [id] of over) this.#release(id);
    this.#serve();
    return over.map(([id]) => id);
  }

  levels(): PlainLevels {
    const locations = [...this.free.keys()].map((location) => ({ location, ...this.#levelAt(location) }));
    const [onHand, held] = [sum(locations.map((level) => level.onHand)), sum(locations.map((level) => level.held))];
    const inTransit = sum([...this.onTheWay.values()].map((each) => each.units));
    const promisable = this.#promisable();
    return { onHand, held, available: onHand - held, promisable, owed: this.owed, inTransit, locations };
  }

  #change(ask: Exclude<ChangeAsk, { does: "allow" }>): Said {
    const words = JSON.stringify(ask.does === "return" ? { ...ask, promised: 0, account: "" } : ask);
    const before = this.done.get(ask.id);
    if (before !== undefined) return before === words ? "again" : "operation_differs";
    const said = this.#changeNow(ask);
    if (said === "done") this.done.set(ask.id, words);
    return said;
  }

  #changeNow(ask: Exclude<ChangeAsk, { does: "allow" }>): Said {
    if (ask.does === "arrive" || ask.does === "lose") return this.#endTransfer(ask);
    if (!this.isOpen && ask.does !== "receive") return "unopened";
    const { account } = ask;
    this.isOpen = true;
    switch (ask.does) {
      case "receive":
        return this.#comesIn(account, ask.units);
      case "return": {
        const settled = Math.min(ask.promised, this.owed);
        this.owed -= settled;
        return ask.units > settled ? this.#comesIn(account, ask.units - settled) : "done";
      }
      case "adjust":
        if (this.#freeAt(account) + ask.delta < 0) return "below_held";
        return this.#comesIn(account, ask.delta);
      case "count": {
        const { onHand, held } = this.#levelAt(account);
        return ask.counted < held ? "below_held" : this.#comesIn(account, ask.counted - onHand);
      }
      case "send":
        if (ask.units > this.#freeAt(account)) return "insufficient";
        this.#put(account, -ask.units);
        this.onTheWay.set(ask.id, { to: ask.to, units: ask.units });
        return "done";
    }
  }

  #endTransfer(ask: Extract<ChangeAsk, { does: "arrive" | "lose" }>): Said {
    const open = this.onTheWay.get(ask.transfer);
    const wasSent = this.done.get(ask.transfer)?.includes('"send"');
    if (!open) return wasSent ? "transfer_closed" : "transfer_unknown";
    if (ask.does === "arrive" && ask.units > open.units) return "transfer_over";
    const left = ask.does === "arrive" ? open.units - ask.units : 0;
    if (left === 0) this.onTheWay.delete(ask.transfer);
    else this.onTheWay.set(ask.transfer, { ...open, units: left });
    // What is lost comes up at its account too, with none.
    if (ask.does === "lose") this.#put(open.to, 0);
    else this.#comesIn(open.to, ask.units);
    return "done";
  }

  #comesIn(account: string, units: number): Said {
    this.#put(account, units);
    return "done";
  }

  /** Nothing is free while something is owed. */
  #serve(): void {
    for (const [account, units] of this.free) {
      const served = Math.min(this.owed, units);
      this.owed -= served;
      this.free.set(account, units - served);
    }
  }

  #allow(cap: number): Said {
    if (!this.isOpen) return "unopened";
    if (cap === this.cap) return "again";
    this.cap = cap;
    return "done";
  }

  /** What is promised already, held or owed, stays so when the cap is lowered. */
  #promisable(): number {
    return Math.max(0, this.cap - this.owed - this.#heldAt(PROMISE));
  }

  #hold(ask: Extract<LedgerAsk, { does: "hold" }>, nowMs: number): Said {
    const { id, units, terms } = ask;
    if (!this.isOpen) return "unopened";
    const known = this.holds.get(id);
    if (known) return known.units !== units ? "hold_differs" : known.state === "open" ? "again" : `hold_${known.state}`;
    const { buyer } = terms;
    if (buyer && this.#takenBy(buyer.id) + units > buyer.max) return "buyer_limit";
    const accounts = this.#accountsFor(terms);
    const here = Math.min(units, Math.max(0, sum(accounts.map((each) => this.#freeAt(each))) - terms.keepBack));
    if (units - here > this.#promisable()) return "insufficient";
    const whole = accounts.find((each) => this.#freeAt(each) >= here);
    const from = new Map<string, number>();
    let left = here;
    for (const account of whole === undefined ? accounts : [whole]) {
      const taken = Math.min(left, this.#freeAt(account));
      if (taken > 0) from.set(account, taken);
      left -= taken;
    }
    if (units > here) from.set(PROMISE, units - here);
    for (const [account, taken] of from) if (account !== PROMISE) this.#put(account, -taken);
    this.holds.set(id, { state: "open", units, from, endsAtMs: nowMs + ask.inMs, buyer: buyer?.id ?? null });
    return "done";
  }

  #extend(id: string, endsAtMs: number): Said {
    const hold = this.holds.get(id);
    if (hold?.state !== "open") return hold ? `hold_${hold.state}` : "hold_unknown";
    if (endsAtMs <= hold.endsAtMs) return "again";
    hold.endsAtMs = endsAtMs;
    return "done";
  }

  #commit(id: string): Said {
    const hold = this.holds.get(id);
    if (!hold) return "hold_unknown";
    if (hold.state !== "open") return hold.state === "committed" ? "again" : "hold_released";
    hold.state = "committed";
    this.sold += hold.units;
    this.owed += hold.from.get(PROMISE) ?? 0;
    return "done";
  }

  #release(id: string): Said {
    const hold = this.holds.get(id);
    if (hold?.state !== "open") return hold?.state === "committed" ? "hold_committed" : "again";
    hold.state = "released";
    for (const [account, units] of hold.from) if (account !== PROMISE) this.#put(account, units);
    return "done";
  }

  #accountsFor({ accounts }: Terms): readonly string[] {
    return accounts ?? [...this.free.keys()];
  }

  #takenBy(buyer: string): number {
    return sum(
      [...this.holds.values()].map((hold) => (hold.buyer === buyer && hold.state !== "released" ? hold.units : 0)),
    );
  }

  #heldAt(account: string): number {
    return sum([...this.holds.values()].map((hold) => (hold.state === "open" ? (hold.from.get(account) ?? 0) : 0)));
  }

  #levelAt(account: string): Level {
    const held = this.#heldAt(account);
    return { onHand: this.#freeAt(account) + held, held };
  }

  #freeAt(account: string): number {
    return this.free.get(account) ?? 0;
  }

  #put(account: string, units: number): void {
    this.free.set(account, this.#freeAt(account) + units);
  }
}
