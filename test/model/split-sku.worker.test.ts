/**
 * A SKU split over several objects, and joined, while it sells: whatever is asked, evicted, late or told twice, every unit
 * is free, held or sold in one place, and the last one is found before anyone hears that there is none.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import {
  bucketNameOf,
  type StockBorrower,
  type StockLender,
  stockNameOf,
} from "../../worker/inventory/stock-bucket.ts";
import type { StockAnswer, StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { MODEL_TIMEOUT, modelRuns } from "../support/model-runs.ts";

const NOON_MS = Date.UTC(2100, 0, 1, 12);
const COMMANDS_MAX = 160;
const RUNS = 8;
const BUCKETS = 4;
const TURNS_MAX = 10;
const ENTRIES_MAX = 500;

type Hold = { name: string; units: number; endsAtMs: number; state: "open" | "sold" | "back" };
type Paper = { buckets: number; received: number; receipts: number; holds: Map<string, Hold>; nowMs: number };
type Family = { sku: string; names: readonly string[] };
type Step = fc.AsyncCommand<Paper, Family>;
type Object = StockKeeper & StockLender & StockBorrower;

afterEach(() => void vi.useRealTimers());

const stubOf = (name: string) => env.SKU_STOCK.getByName(name) as DurableObjectStub<SkuStock>;
const objectOf = (name: string) => stubOf(name) as unknown as Object;
const step = (words: string, run: Step["run"]): Step => ({ check: () => true, run, toString: () => words });
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);
const unitsOf = ({ holds }: Paper, is: (hold: Hold) => boolean) =>
  sum([...holds.values()].filter(is).map(({ units }) => units));
const soldBy = (paper: Paper, name: string) => unitsOf(paper, (hold) => hold.state === "sold" && hold.name === name);
/** What ran out is free once an alarm that is a little late has rung, or somebody has looked for it. */
const ALARM_LATE_MS = 1_000;
const heldOf = (paper: Paper) =>
  unitsOf(paper, ({ state, endsAtMs }) => state === "open" && endsAtMs + ALARM_LATE_MS > paper.nowMs);
const freeOf = (paper: Paper) => paper.received - heldOf(paper) - unitsOf(paper, ({ state }) => state === "sold");

async function ring(name: string): Promise<void> {
  const stub = stubOf(name);
  await runInDurableObject(stub, (object) => {
    const quiet = { ...env, STOCK_EVENTS: { send: async () => undefined } };
    Object.defineProperty(object, "env", { value: quiet, configurable: true });
  });
  await runDurableObjectAlarm(stub);
}

const place = (paper: Paper, { sku }: Family, shopper: string, units: number, inMs: number) => {
  const name = paper.holds.get(shopper)?.name ?? stockNameOf(sku, paper.buckets, shopper);
  const endsAtMs = paper.nowMs + inMs;
  const asked = objectOf(name).hold({ holdId: shopper, quantity: units, expiresAtMs: endsAtMs });
  return asked.then((answer) => ({ shopper, units, name, endsAtMs, answer }));
};

/** Writes down who got what; whoever was refused was so for a reason. */
function note(paper: Paper, placed: Awaited<ReturnType<typeof place>>[]): void {
  for (const { shopper, units, name, endsAtMs, answer } of placed)
    if (answer.ok && !answer.value.repeated) paper.holds.set(shopper, { name, units, endsAtMs, state: "open" });
  for (const { shopper, units, answer } of placed) {
    const hold = paper.holds.get(shopper);
    if (answer.ok) expect(hold).toMatchObject({ units, state: "open" });
    else if (answer.problem.code === "stock.insufficient")
      expect(freeOf(paper), `${units} for ${shopper}, who is told that there are too few`).toBeLessThan(units);
    else if (answer.problem.code === "stock.hold_released" && hold) {
      expect(hold.state === "back" || hold.endsAtMs <= paper.nowMs).toBe(true);
      hold.state = "back";
    } else expect(answer.problem.code).toBe(hold?.units === units ? "stock.hold_committed" : "stock.hold_differs");
  }
}

/** Each unit is in one place. Read the lender first: what is on its way back then counts once at most. */
async function check(paper: Paper, { sku, names }: Family): Promise<void> {
  const own = await objectOf(sku).levels();
  expect(own.onHand + own.lent + soldBy(paper, sku), "a unit is here, lent, or sold").toBe(paper.received);
  const each = await Promise.all(names.map((name) => objectOf(name).levels()));
  const out = sum(each.map(({ onHand }, index) => onHand + soldBy(paper, names[index] ?? "")));
  expect(out, "no bucket has or sold what was not lent").toBeLessThanOrEqual(own.lent);
  const held = own.held + sum(each.map((levels) => levels.held));
  const lasting = unitsOf(paper, ({ state, endsAtMs }) => state === "open" && endsAtMs > paper.nowMs);
  expect(held).toBeGreaterThanOrEqual(lasting);
  expect(held).toBeLessThanOrEqual(unitsOf(paper, ({ state }) => state === "open"));
}

async function settle(paper: Paper, how: "commit" | "release", shopper: string): Promise<void> {
  const hold = paper.holds.get(shopper);
  if (!hold) return;
  const answer: StockAnswer = await objectOf(hold.name)[how](shopper);
  const [settled, otherwise] = how === "commit" ? (["sold", "back"] as const) : (["back", "sold"] as const);
  if (answer.ok) expect(hold.state).not.toBe(otherwise);
  if (answer.ok) hold.state = settled;
  else if (answer.problem.code === "stock.hold_released" && hold.endsAtMs <= paper.nowMs) hold.state = "back";
  else expect(hold.state).toBe(otherwise);
}

/** All that was lent under the ids of then is asked for once more. */
async function retell({ sku, names }: Family, pick: number): Promise<void> {
  const name = names[pick % names.length] ?? "";
  const lent = (await objectOf(sku).entries(0, ENTRIES_MAX)).filter(
    ({ kind, facts }) => kind === "lent" && facts.borrower === name,
  );
  const gaveBack = (await objectOf(name).entries(0, ENTRIES_MAX)).filter(({ kind }) => kind === "gave_back");
  const partsOf = (all: typeof lent, id: string) =>
    all
      .filter(({ facts }) => facts.operationId === id)
      .map(({ facts }) => ({ account: String(facts.location), quantity: Number(facts.quantity) }));
  const loanId = String(lent.at(-1)?.facts.operationId ?? "");
  if (loanId) {
    const ask = { loanId, borrower: name, min: 3, keepBack: 0, accounts: null };
    expect(await objectOf(sku).lend(ask)).toMatchObject({ ok: true, value: { parts: partsOf(lent, loanId) } });
    await objectOf(name).giveBack({ loanId, parts: partsOf(lent, loanId) });
  }
  const operationId = String(gaveBack[pick % Math.max(1, gaveBack.length)]?.facts.operationId ?? "");
  if (operationId) await objectOf(sku).repay({ operationId, borrower: name, parts: partsOf(gaveBack, operationId) });
}

const shopper = fc.nat(60).map((number) => `shopper-${number}`);
const units = fc.integer({ min: 1, max: 3 });
const inMs = fc.constantFrom(2_000, 60_000, 3_600_000);
const checked = (words: string, run: Step["run"]) =>
  step(words, async (paper, family) => {
    await run(paper, family);
    await check(paper, family);
  });
const holds = fc
  .array(fc.tuple(shopper, units, inMs), { minLength: 1, maxLength: 6, size: "max" })
  .map((all) => [...new Map(all.map((one) => [one[0], one])).values()])
  .chain((all) => fc.tuple(fc.constant(all), fc.option(fc.nat(BUCKETS), { freq: 3 })))
  .map(([all, evicted]) =>
    checked(`hold ${JSON.stringify(all)}${evicted === null ? "" : `, ${evicted} evicted`}`, async (paper, family) => {
      const placed = all.map(([who, count, ms]) => place(paper, family, who, count, ms));
      // A caller whose object goes away under it asks again, as stock-flow.ts does.
      if (evicted !== null) await evict([family.sku, ...family.names][evicted] ?? "");
      const ends = await Promise.allSettled(placed);
      const again = ends.map((end, index) => {
        const [who, count, ms] = all[index] ?? ["", 0, 0];
        return end.status === "fulfilled" ? end.value : place(paper, family, who, count, ms);
      });
      note(paper, await Promise.all(again));
    }),
  );
const settles = fc
  .tuple(fc.constantFrom("commit" as const, "release" as const, "release" as const), shopper)
  .map(([how, who]) => checked(`${how} ${who}`, (paper) => settle(paper, how, who)));
const extends_ = fc.tuple(shopper, inMs).map(([who, ms]) =>
  checked(`extend ${who} by ${ms}`, async (paper) => {
    const hold = paper.holds.get(who);
    if (!hold) return;
    const answer = await objectOf(hold.name).extend(who, paper.nowMs + ms);
    if (answer.ok) hold.endsAtMs = Math.max(hold.endsAtMs, paper.nowMs + ms);
    else if (answer.problem.code === "stock.hold_released") hold.state = "back";
  }),
);
const splits = fc.constantFrom(0, 2, 3, BUCKETS).map((buckets) =>
  checked(`split into ${buckets}`, async (paper, { sku }) => {
    await objectOf(sku).split(buckets);
    paper.buckets = buckets;
  }),
);
const receives = fc.integer({ min: 1, max: 8 }).map((quantity) =>
  checked(`receive ${quantity}`, async (paper, { sku }) => {
    await objectOf(sku).receive({ operationId: `delivery-${++paper.receipts}`, quantity, byId: "staff" });
    paper.received += quantity;
  }),
);
async function evict(name: string): Promise<void> {
  await objectOf(name).levels();
  await evictDurableObject(stubOf(name));
}
const which = fc.nat(BUCKETS);
const nameAt = ({ sku, names }: Family, at: number) => [sku, ...names][at] ?? sku;
const evicts = which.map((at) => checked(`evict ${at}`, (_, family) => evict(nameAt(family, at))));
const rings = which.map((at) => checked(`${at}'s alarm rings`, (_, family) => ring(nameAt(family, at))));
const retells = fc.nat(99).map((pick) => checked(`retell ${pick}`, (_, family) => retell(family, pick)));
const passes = fc.constantFrom(1_000, 5_000, 120_000).map((ms) =>
  step(`${ms} ms pass`, async (paper) => {
    paper.nowMs += ms;
    vi.setSystemTime(paper.nowMs);
  }),
);

/** Everybody comes to an end, the SKU is joined: all that was not sold is back in one place. */
async function finish(paper: Paper, family: Family): Promise<void> {
  const { sku, names } = family;
  await objectOf(sku).split(0);
  for (const [index, who] of [...paper.holds.keys()].entries())
    await settle(paper, index % 2 ? "commit" : "release", who);
  const sold = unitsOf(paper, ({ state }) => state === "sold");
  for (let turn = 1; (await objectOf(sku).levels()).onHand < paper.received - sold; turn += 1) {
    expect(turn, "units come home within a few alarms").toBeLessThan(TURNS_MAX);
    for (const name of [...names, sku]) await ring(name);
  }
  for (const name of [...names, sku]) await ring(name);
  const own = await objectOf(sku).levels();
  expect(own).toMatchObject({ onHand: paper.received - sold, held: 0, available: paper.received - sold });
  expect(own.lent).toBe(sold - soldBy(paper, sku));
  for (const name of names) expect(await objectOf(name).levels()).toMatchObject({ onHand: 0, held: 0, available: 0 });
  for (const name of [sku, ...names]) {
    const { sold: soldHere } = await assertStockConserved(objectOf(name));
    expect(soldHere).toBe(soldBy(paper, name));
    expect(await objectOf(name).followChain(0, 10_000)).toMatchObject({ brokenAt: null });
  }
}

let count = 0;
test("a split SKU loses no unit, sells none twice, and finds the last one", MODEL_TIMEOUT, async () => {
  const all = [
    holds,
    holds,
    holds,
    holds,
    settles,
    settles,
    settles,
    extends_,
    splits,
    receives,
    evicts,
    rings,
    retells,
    passes,
  ];
  const commands = fc.commands(all, { maxCommands: COMMANDS_MAX, size: "max" });
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(commands, fc.integer({ min: 2, max: BUCKETS }), async (run, buckets) => {
      vi.setSystemTime(NOON_MS);
      const sku = `SPLIT-${++count}`;
      const names = Array.from({ length: BUCKETS }, (_, bucket) => bucketNameOf(sku, bucket));
      const [paper, family] = [
        { buckets, received: 12, receipts: 0, holds: new Map(), nowMs: NOON_MS },
        { sku, names },
      ];
      await objectOf(sku).receive({ operationId: "opening", quantity: 12, byId: "staff" });
      await objectOf(sku).split(buckets);
      await fc.asyncModelRun(() => ({ model: paper, real: family }), run);
      await finish(paper, family);
      steps += [...run].length;
    }),
    modelRuns("a split SKU", RUNS),
  );
  console.info(`a split SKU: ${steps} operations`);
});

test("what ran out in other buckets is found, though a moment before there was nothing to gather", async () => {
  vi.setSystemTime(NOON_MS);
  const sku = `SPLIT-${++count}`;
  const hold = (bucket: number, holdId: string, quantity: number) =>
    objectOf(bucketNameOf(sku, bucket)).hold({ holdId, quantity, expiresAtMs: Date.now() + 2_000 });
  await objectOf(sku).receive({ operationId: "opening", quantity: 6, byId: "staff" });
  await objectOf(sku).split(2);
  for (const bucket of [0, 1]) expect(await hold(bucket, `first-${bucket}`, 3)).toMatchObject({ ok: true });
  expect(await hold(0, "too many", 3)).toMatchObject({ problem: { code: "stock.insufficient", available: 0 } });
  vi.setSystemTime(NOON_MS + 5_000);
  expect(await hold(0, "all of it", 6)).toMatchObject({ ok: true });
});

test("what is left over in the bucket of one who wanted more is found by the next", async () => {
  vi.setSystemTime(NOON_MS);
  const sku = `SPLIT-${++count}`;
  const hold = (bucket: number, holdId: string, quantity: number) =>
    objectOf(bucketNameOf(sku, bucket)).hold({ holdId, quantity, expiresAtMs: Date.now() + 60_000 });
  await objectOf(sku).receive({ operationId: "opening", quantity: 20, byId: "staff" });
  await objectOf(sku).split(2);
  // The first loan is larger than what it was for.
  expect(await hold(0, "few", 1)).toMatchObject({ ok: true });
  expect(await hold(0, "too many", 20)).toMatchObject({ problem: { code: "stock.insufficient", available: 19 } });
  expect(await hold(1, "the rest", 19)).toMatchObject({ ok: true });
});
