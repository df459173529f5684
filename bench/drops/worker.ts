/**
 * A drop with a hundred thousand visitors, in virtual time: the room, the doors and the stock object are the store's own,
 * on a clock that a second is done on when all that happens in it is done. Every call to an object is counted as one
 * request to it, though asks of one second go to a door together.
 */
import { SkuStock } from "../../durable-objects/sku-stock.ts";
import { WaitingDoor } from "../../durable-objects/waiting-door.ts";
import { WaitingRoom } from "../../durable-objects/waiting-room.ts";
import { DOORS, type DropFacts, doorOf, holderOf } from "../../worker/drops/drop.ts";
import type { Place } from "../../worker/drops/queue-keepers.ts";
import type { End, Minute } from "./figures.ts";

export type Second = { room: number; doors: number[]; stock: number };
type Ask = { visitors: number; units: number; ratePerMinute: number };
type SimEnv = Env & {
  WAITING_ROOM: DurableObjectNamespace<SimRoom>;
  WAITING_DOOR: DurableObjectNamespace<SimDoor>;
  STOCK: DurableObjectNamespace<SimStock>;
};

const SKU = "NIGHT-EDITION";
const SECOND_MS = 1_000;
/** Everyone joins in so long before the opening, but one in ten, who come in the five minutes after it. */
const JOIN_SECONDS = 600;
const LATE_SECONDS = 300;
const LATE_SHARE = 0.1;
/** From the pass to the checkout; one in five never gets there. */
const THINK_SECONDS = { min: 20, max: 120 } as const;
const BUYS_SHARE = 0.8;
const HOLD_MS = 39 * 60_000;

// Objects and the driver of one runtime share it.
const clock = { nowMs: 0, roomRingsAtMs: Number.POSITIVE_INFINITY };

export class SimRoom extends WaitingRoom {
  protected override nowMs(): number {
    return clock.nowMs;
  }
  protected override async ring(atMs: number): Promise<void> {
    clock.roomRingsAtMs = atMs;
  }
  async turnNow(): Promise<void> {
    await this.alarm();
  }
}

export class SimDoor extends WaitingDoor {
  protected override nowMs(): number {
    return clock.nowMs;
  }
  async joinMany(facts: DropFacts, holders: readonly string[]): Promise<Place[]> {
    const places: Place[] = [];
    for (const holder of holders) {
      const proof = { nonce: holder, untilMs: clock.nowMs + 600_000 };
      const joined = await this.join({ facts, holder, proof });
      if (!joined.ok) throw new Error(joined.problem.code);
      places.push(joined.value);
    }
    return places;
  }
  async placeMany(facts: DropFacts, holders: readonly string[]): Promise<Place[]> {
    const places: Place[] = [];
    for (const holder of holders) places.push(await this.place(facts, holder));
    return places;
  }
}

export class SimStock extends SkuStock {}

type Due = { joins: number[]; asks: number[]; buys: number[] };
type Sim = {
  facts: DropFacts;
  holders: string[];
  doors: number[];
  admitted: Set<number>;
  due: Map<number, Due>;
  second: number;
  peak: Second;
  end: End;
};
let sim: Sim | null = null;

/** The same numbers each time: a run can be repeated. */
let seed = 20_261_121;
function chance(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

export default {
  async fetch(request: Request, env: SimEnv): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const number = (name: string) => Number(searchParams.get(name));
    if (pathname === "/begin") {
      await begin(env, { visitors: number("visitors"), units: number("units"), ratePerMinute: number("rate") });
      return Response.json({});
    }
    if (pathname === "/minute") return Response.json(await minute(env));
    if (pathname === "/end") return Response.json(sim?.end);
    if (pathname === "/asks") return Response.json(await asksFor(env, number("ms")));
    return new Response("There is nothing here.\n", { status: 404 });
  },
} satisfies ExportedHandler<SimEnv>;

async function begin(env: SimEnv, { visitors, units, ratePerMinute }: Ask): Promise<void> {
  // No clock runs before the first request.
  clock.nowMs = Date.now();
  const opensAtMs = clock.nowMs + JOIN_SECONDS * SECOND_MS;
  const facts = {
    id: "night-edition",
    version: 1,
    opensAtMs,
    closesAtMs: opensAtMs + 3_600_000,
    passMs: 600_000,
    ratePerMinute,
  };
  const holders = Array.from({ length: visitors }, () => holderOf(crypto.randomUUID(), null));
  sim = {
    facts,
    holders,
    doors: holders.map(doorOf),
    admitted: new Set(),
    due: new Map(),
    second: 0,
    peak: quiet(),
    end: {
      visitors,
      joins: 0,
      asks: 0,
      roomTotal: 0,
      stockHolds: 0,
      stockReads: 0,
      holdsOfOthers: 0,
      held: 0,
      admitted: 0,
      turnMsMax: 0,
      drawMs: 0,
    },
  };
  for (let visitor = 0; visitor < visitors; visitor += 1) {
    const isLate = chance() < LATE_SHARE;
    const second = isLate ? JOIN_SECONDS + chance() * LATE_SECONDS : chance() * JOIN_SECONDS;
    dueAt(sim, second * SECOND_MS).joins.push(visitor);
  }
  await stockOf(env).receive({ operationId: "opening", quantity: units, byId: "bench" });
}

const quiet = (): Second => ({ room: 0, doors: Array.from({ length: DOORS }, () => 0), stock: 0 });
const stockOf = (env: SimEnv) => env.STOCK.getByName(SKU) as unknown as SkuStock;
const doorAt = (env: SimEnv, { facts }: Sim, door: number) =>
  env.WAITING_DOOR.getByName(`${facts.id}:${door}`) as unknown as SimDoor;
const roomOf = (env: SimEnv, { facts }: Sim) => env.WAITING_ROOM.getByName(facts.id) as unknown as SimRoom;

function dueAt({ due }: Sim, atMs: number): Due {
  const second = Math.floor(atMs / SECOND_MS);
  const found = due.get(second) ?? { joins: [], asks: [], buys: [] };
  due.set(second, found);
  return found;
}

/** A virtual minute, and how everything stands after it. */
async function minute(env: SimEnv): Promise<Minute> {
  if (!sim) throw new Error("Nothing has begun");
  sim.peak = quiet();
  for (let step = 0; step < 60; step += 1) await second(env, sim);
  const { present, waiting, admitted, used, lapsed, open, unitsLeft } = await roomOf(env, sim).figures();
  sim.end.admitted = admitted;
  const { room, doors, stock } = sim.peak;
  const peaks = { room, door: Math.max(...doors), stock };
  return {
    minute: sim.second / 60 - JOIN_SECONDS / 60,
    present,
    waiting,
    admitted,
    used,
    lapsed,
    open,
    unitsLeft,
    ...peaks,
  };
}

async function second(env: SimEnv, here: Sim): Promise<void> {
  const now = quiet();
  if (clock.roomRingsAtMs <= clock.nowMs) await turn(env, here);
  const { joins, asks, buys } = here.due.get(here.second) ?? { joins: [], asks: [], buys: [] };
  here.due.delete(here.second);
  await askDoors(env, here, now, joins, "joinMany");
  await askDoors(env, here, now, asks, "placeMany");
  for (const visitor of buys) await buy(env, here, now, visitor);
  here.end.joins += joins.length;
  here.end.asks += asks.length;
  here.end.roomTotal += now.room;
  here.peak = {
    room: Math.max(here.peak.room, now.room),
    stock: Math.max(here.peak.stock, now.stock),
    doors: here.peak.doors.map((most, door) => Math.max(most, now.doors[door] ?? 0)),
  };
  here.second += 1;
  clock.nowMs += SECOND_MS;
}

async function turn(env: SimEnv, here: Sim): Promise<void> {
  const isDraw = clock.nowMs < here.facts.opensAtMs + 2 * SECOND_MS && clock.nowMs >= here.facts.opensAtMs;
  clock.roomRingsAtMs = Number.POSITIVE_INFINITY;
  const before = performance.now();
  await roomOf(env, here).turnNow();
  const tookMs = performance.now() - before;
  if (isDraw) here.end.drawMs = Math.max(here.end.drawMs, tookMs);
  else here.end.turnMsMax = Math.max(here.end.turnMsMax, tookMs);
}

async function askDoors(
  env: SimEnv,
  here: Sim,
  now: Second,
  visitors: readonly number[],
  how: "joinMany" | "placeMany",
): Promise<void> {
  const byDoor = Map.groupBy(visitors, (visitor) => here.doors[visitor] ?? 0);
  for (const [door, own] of byDoor) {
    now.doors[door] = (now.doors[door] ?? 0) + own.length;
    const holders = own.map((visitor) => here.holders[visitor] ?? "");
    const places = await doorAt(env, here, door)[how](here.facts, holders);
    for (const [index, place] of places.entries()) await follow(env, here, now, own[index] ?? 0, place);
  }
}

/** What a visitor does with what they are told. */
async function follow(env: SimEnv, here: Sim, now: Second, visitor: number, place: Place): Promise<void> {
  const nowMs = here.second * SECOND_MS;
  if (place.wantsUnits) {
    const { available } = await stockOf(env).levels();
    await roomOf(env, here).tellUnits(available);
    now.stock += 1;
    now.room += 1;
    here.end.stockReads += 1;
  }
  if (place.state === "admitted") {
    here.admitted.add(visitor);
    const { min, max } = THINK_SECONDS;
    if (chance() < BUYS_SHARE) dueAt(here, nowMs + (min + chance() * (max - min)) * SECOND_MS).buys.push(visitor);
  } else if (place.state !== "lapsed") dueAt(here, nowMs + Math.max(SECOND_MS, place.nextAskMs)).asks.push(visitor);
}

/** As a checkout does it: the pass is tied at its door, the unit is held, the door is told. */
async function buy(env: SimEnv, here: Sim, now: Second, visitor: number): Promise<void> {
  const [holder, door] = [here.holders[visitor] ?? "", here.doors[visitor] ?? 0];
  const checkoutId = `checkout-${visitor}`;
  const tied = await doorAt(env, here, door).use({ holder, checkoutId, replaces: null });
  now.doors[door] = (now.doors[door] ?? 0) + 1;
  if (!tied.ok) return;
  const held = await stockOf(env).hold({ holdId: checkoutId, quantity: 1, expiresAtMs: clock.nowMs + HOLD_MS });
  now.stock += 1;
  here.end.stockHolds += 1;
  if (!here.admitted.has(visitor)) here.end.holdsOfOthers += 1;
  if (!held.ok) return;
  here.end.held += 1;
  await doorAt(env, here, door).markHeld(holder, checkoutId);
  now.doors[door] = (now.doors[door] ?? 0) + 1;
}

/** How many asks one door takes in so long, sixteen at a time, each a message of its own: in real time. */
async function asksFor(env: SimEnv, ms: number): Promise<{ calls: number; ms: number }> {
  if (!sim) throw new Error("Nothing has begun");
  const here = sim;
  const own = here.holders.filter((_, visitor) => here.doors[visitor] === 0);
  const startMs = Date.now();
  let calls = 0;
  const work = async () => {
    while (Date.now() - startMs < ms) {
      await doorAt(env, here, 0).place(here.facts, own[calls % own.length] ?? "");
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return { calls, ms: Date.now() - startMs };
}
