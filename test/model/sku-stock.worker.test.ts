/** One SKU's object against a ledger on paper: every call, repeated, late, with evictions, alarms and a clock that moves. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import type { StockAnswer, StockChange, StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { anyAsk, changeOf, holdOf, type LedgerAsk } from "../support/ledger-asks.ts";
import { MODEL_TIMEOUT, modelRuns } from "../support/model-runs.ts";
import { PlainLedger } from "../support/plain-ledger.ts";

/** So far ahead that no alarm rings by itself: the runtime's clock does not move with this one. */
const NOON_MS = Date.UTC(2100, 0, 1, 12);
const COMMANDS_MAX = 500;
const RUNS = 10;
const byId = "staff";

type Paper = { plain: PlainLedger; asked: LedgerAsk[]; firsts: Map<string, StockChange>; nowMs: number };
type Shop = { stub: DurableObjectStub<SkuStock>; keeper: StockKeeper };
type Step = fc.AsyncCommand<Paper, Shop>;

afterEach(() => void vi.useRealTimers());

const step = (words: string, run: Step["run"]): Step => ({ check: () => true, run, toString: () => words });

function tell({ keeper }: Shop, ask: LedgerAsk, nowMs: number): Promise<StockAnswer> {
  switch (ask.does) {
    case "hold":
      return keeper.hold(holdOf(ask, nowMs));
    case "extend":
      return keeper.extend(ask.id, nowMs + ask.inMs);
    case "commit":
      return keeper.commit(ask.id);
    case "release":
      return keeper.release(ask.id);
    case "allow":
      return keeper.allow(ask.cap);
    case "return":
      return keeper.restock({ ...changeOf("return", ask), byId });
    case "receive":
      return keeper.receive({ ...changeOf("receive", ask), byId });
    case "adjust":
      return keeper.adjust({ ...changeOf("adjust", ask), byId });
    case "count":
      return keeper.count({ ...changeOf("count", ask), byId });
    case "send":
      return keeper.send({ ...changeOf("send", ask), byId });
    case "arrive":
      return keeper.arrive({ ...changeOf("arrive", ask), byId });
    case "lose":
      return keeper.lose({ ...changeOf("lose", ask), byId });
  }
}

/** As the object does: before a hold is refused, what has run out is taken back. */
function expected({ plain, nowMs }: Paper, ask: LedgerAsk): string {
  const said = plain.ask(ask, nowMs);
  const isRefused = said !== "done" && said !== "again";
  return ask.does === "hold" && isRefused && plain.expire(nowMs).length > 0 ? plain.ask(ask, nowMs) : said;
}

async function askBoth(paper: Paper, shop: Shop, ask: LedgerAsk): Promise<void> {
  paper.asked.push(ask);
  const said = expected(paper, ask);
  const answer = await tell(shop, ask, paper.nowMs);
  expect(answer.ok ? (answer.value.repeated ? "again" : "done") : answer.problem.code).toBe(
    said === "done" || said === "again" ? said : `stock.${said}`,
  );
  if (!answer.ok) return;
  const key = "id" in ask ? `${ask.does} ${ask.id}` : "";
  const first = paper.firsts.get(key);
  if (said === "done") {
    expect(answer.value).toMatchObject(paper.plain.levels());
    if (key && ask.does !== "extend") paper.firsts.set(key, answer.value);
  } else if (first) {
    const { onHand, held, available, parts } = first;
    expect(answer.value, "a repeat has the first answer").toMatchObject({ onHand, held, available, parts });
  }
}

async function look({ plain }: Paper, { keeper }: Shop): Promise<void> {
  const levels = await keeper.levels();
  expect(levels).toMatchObject(plain.levels());
  const { sold, openHolds } = await assertStockConserved(keeper);
  const parts = [...plain.holds.values()].flatMap(({ state, from }) => (state === "open" ? [...from] : []));
  expect({ sold, open: openHolds.size }).toEqual({ sold: plain.sold, open: parts.length });
  expect(await keeper.followChain(0, 10_000)).toMatchObject({ checked: levels.number, brokenAt: null });
  const onTheWay = (await keeper.transfers()).map(({ id, to, quantity }) => [id, { to, units: quantity }]);
  expect(new Map(onTheWay as [])).toEqual(plain.onTheWay);
}

const asks = anyAsk().map((ask) => step(JSON.stringify(ask), (paper, shop) => askBoth(paper, shop, ask)));
const repeats = fc.nat().map((pick) =>
  step(`repeat ${pick}`, async (paper, shop) => {
    const ask = paper.asked[pick % paper.asked.length];
    if (ask) await askBoth(paper, shop, ask);
  }),
);
// Only what runs can be evicted.
const evicts = fc.constant(
  step("evict", async (_, { stub, keeper }) => {
    await keeper.levels();
    await evictDurableObject(stub);
  }),
);
const clock = fc.constantFrom(100, 2_000, 30_000, 600_000).map((ms) =>
  step(`${ms} ms pass`, async (paper) => {
    paper.nowMs += ms;
    vi.setSystemTime(paper.nowMs);
  }),
);
const rings = fc.constant(
  step("the alarm rings", async (paper, { stub }) => {
    await runInDurableObject(stub, (object) => {
      Object.defineProperty(object, "env", {
        value: { STOCK_EVENTS: { send: async () => undefined } },
        configurable: true,
      });
    });
    if (await runDurableObjectAlarm(stub)) paper.plain.expire(paper.nowMs);
  }),
);
const looks = fc.constant(step("look", look));
/** Asked by a caller with a bug: nothing is written. */
const wrong = fc
  .constantFrom<Record<string, unknown>>(
    { quantity: 0 },
    { quantity: -1 },
    { quantity: 0.5 },
    { quantity: 2 ** 53 },
    { quantity: "1" },
    { quantity: 10_000 },
    { expiresAtMs: NOON_MS * 2 },
    { expiresAtMs: -1 },
    { holdId: "" },
  )
  .map((part) =>
    step(`a hold of ${JSON.stringify(part)}`, async (paper, { stub, keeper }) => {
      const ask = { holdId: "wrong", quantity: 1, expiresAtMs: paper.nowMs + 1_000, ...part };
      const before = await keeper.levels();
      const said = await runInDurableObject(stub, (object) => object.hold(ask).then(String, String));
      expect(said).toMatch(/InvariantBroken/);
      expect(await keeper.levels()).toEqual(before);
    }),
  );

let count = 0;
test("one SKU's object says and has what a ledger on paper does, whatever is asked of it", MODEL_TIMEOUT, async () => {
  const often = [asks, asks, asks, asks, asks, asks, asks, asks, asks, repeats, repeats, clock];
  const commands = fc.commands([...often, evicts, rings, looks, wrong], { maxCommands: COMMANDS_MAX, size: "max" });
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      vi.setSystemTime(NOON_MS);
      const stub = env.SKU_STOCK.getByName(`MODEL-${++count}`);
      const shop = { stub, keeper: stub as unknown as StockKeeper };
      const paper: Paper = { plain: new PlainLedger(), asked: [], firsts: new Map(), nowMs: NOON_MS };
      await fc.asyncModelRun(() => ({ model: paper, real: shop }), run);
      await look(paper, shop);
      steps += [...run].length;
    }),
    modelRuns("one SKU", RUNS),
  );
  console.info(`one SKU: ${steps} operations`);
});
