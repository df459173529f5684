/**
 * The room of a drop: the one place that decides how many are let in. It draws the order at the opening and turns to each
 * door once a second; visitors never ask it, so what it does costs the same for ten of them and for a hundred thousand.
 */
import { DurableObject } from "cloudflare:workers";
import { aheadMsOf } from "../worker/base/clock.ts";
import { DOORS, type DropFacts, numbersOf } from "../worker/drops/drop.ts";
import type { DoorKeeper, DoorTurn, RoomFigures, RoomKeeper } from "../worker/drops/queue-keepers.ts";
import * as rules from "../worker/drops/room-state.ts";

const TURN_MS = 1_000;
/** While nobody waits. */
const TURN_IDLE_MS = 5_000;
/** The runtime gives up on an alarm that throws six times, so a failed one is set again by itself. */
const RETRY_MS = 2_000;
/** After the close tickets are kept for the last passes, and so that staff can look; then only the figures are. */
const KEPT_AFTER_MS = 3_600_000;
const SEED_BYTES = 32;

const NO_FIGURES: RoomFigures = {
  phase: "closed",
  seed: null,
  present: 0,
  waiting: 0,
  admitted: 0,
  used: 0,
  lapsed: 0,
  open: 0,
  perMinute: 0,
  unitsLeft: null,
};

export class WaitingRoom extends DurableObject<Env> implements RoomKeeper {
  #room = this.ctx.storage.kv.get<rules.RoomState>("room") ?? null;

  async follow(facts: DropFacts): Promise<void> {
    const known = this.#room;
    if (known && known.facts.version >= facts.version) return;
    // A drop whose tickets are gone and that staff put on again begins anew.
    if (!known || known.phase === "over") this.#room = rules.newRoom(facts);
    else known.facts = facts;
    this.#keep();
    await this.ring(this.nowMs());
  }

  async change(facts: DropFacts): Promise<void> {
    if (this.#room) await this.follow(facts);
  }

  async tellUnits(left: number): Promise<void> {
    if (this.#room) this.#room.units = { left, atMs: this.nowMs() };
  }

  async figures(): Promise<RoomFigures> {
    const room = this.#room;
    if (!room) return NO_FIGURES;
    if (room.phase === "before")
      await this.#eachDoor(async (door, index) => {
        const known = room.doors[index];
        if (known) known.count = await door.count();
      });
    return rules.figuresOf(room, this.nowMs());
  }

  override async alarm(): Promise<void> {
    try {
      await this.#act();
    } catch (error) {
      console.error(JSON.stringify({ level: "error", event: "drop.turn_failed", why: String(error) }));
      await this.ring(this.nowMs() + RETRY_MS);
    }
  }

  /** The store's time. */
  protected nowMs(): number {
    return Date.now() + aheadMsOf(this.env);
  }

  protected async ring(atMs: number): Promise<void> {
    await this.ctx.storage.setAlarm(atMs - aheadMsOf(this.env));
  }

  async #act(): Promise<void> {
    const room = this.#room;
    if (!room || room.phase === "over") return;
    const { opensAtMs, closesAtMs } = room.facts;
    if (this.nowMs() >= closesAtMs + KEPT_AFTER_MS) return this.#end(room);
    if (room.phase === "before" && this.nowMs() < opensAtMs) return this.ring(opensAtMs);
    if (room.phase === "before") await this.#draw(room);
    await this.#turn(room);
    this.#keep();
    const isIdle = room.last === room.upTo && rules.sumOf(room, "arrived") === rules.sumOf(room, "numbered");
    await this.ring(this.nowMs() + (isIdle ? TURN_IDLE_MS : TURN_MS));
  }

  /** Every step repeats: a room that dies in between draws the same order again, by the seed it kept. */
  async #draw(room: rules.RoomState): Promise<void> {
    if (room.seed === null) {
      const bytes = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
      room.seed = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      this.#keep();
      await this.ctx.storage.sync();
    }
    const { seed } = room;
    const keys = await this.#eachDoor((door) => door.seal(seed));
    const numbers = numbersOf(keys);
    await this.#eachDoor((door, index) => door.number(numbers[index] ?? []));
    room.last = keys.reduce((sum, { length }) => sum + length, 0);
    room.turnedAtMs = this.nowMs();
    room.phase = "open";
    this.#keep();
  }

  /** A door that does not answer is heard at a later turn; the others do not wait for it. */
  async #turn(room: rules.RoomState): Promise<void> {
    const nowMs = this.nowMs();
    const perMinute = rules.perMinuteOf(room, nowMs);
    const { facts, upTo } = room;
    const soldOut = rules.isSoldOut(room);
    const answers = await this.#eachDoor(async (door, index) => {
      const turn: DoorTurn = {
        facts,
        upTo,
        perMinute,
        soldOut,
        wantsUnits: rules.wantsUnits(room, index, nowMs),
        grant: room.doors[index]?.grant ?? null,
      };
      return door.turn(turn).catch(() => null);
    });
    // Who is heard first has the earlier numbers of this second: another door each time.
    for (let step = 0; step < DOORS; step += 1) {
      const index = (room.turns + step) % DOORS;
      const count = answers[index];
      if (count) rules.hear(room, index, count);
    }
    rules.letIn(room, this.nowMs());
  }

  async #end(room: rules.RoomState): Promise<void> {
    await this.#eachDoor((door) => door.forget());
    room.phase = "over";
    this.#keep();
  }

  async #eachDoor<Answer>(ask: (door: DoorKeeper, index: number) => Promise<Answer>): Promise<Answer[]> {
    const { id } = this.#room?.facts ?? { id: "" };
    return Promise.all(
      Array.from({ length: DOORS }, (_, index) =>
        ask(this.env.WAITING_DOOR.getByName(`${id}:${index}`) as unknown as DoorKeeper, index),
      ),
    );
  }

  #keep(): void {
    this.ctx.storage.kv.put("room", this.#room);
  }
}
