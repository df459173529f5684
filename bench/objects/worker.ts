/** The stock object as it is, beside an object that only counts: each call is one message to an object and back. */
import { DurableObject } from "cloudflare:workers";
import { SkuStock } from "../../durable-objects/sku-stock.ts";
import { stockNameOf } from "../../worker/inventory/stock-bucket.ts";

type Row = { calls: number; ms: number };
type Sale = { sold: number; asks: number };
type BenchEnv = Env & { BARE: DurableObjectNamespace<BareCounter> };

const AT_ONCE = 16;
const UNITS = 1_000_000;
const HOLD_MS = 3_600_000;
const FILL_TURN = 10_000;

/** One write of SQL a call, and the sum back: the least that anything durable does. */
export class BareCounter extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS counted (number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL)");
  }

  async count(): Promise<number> {
    return this.ctx.storage.sql
      .exec<{ number: number }>("INSERT INTO counted (at_ms) VALUES (?) RETURNING number", Date.now())
      .one().number;
  }
}

export class BenchStock extends SkuStock {
  /** Sells until the ledger has so many entries; answers how many it has. */
  async fill(entries: number): Promise<number> {
    for (let turn = 0; turn < FILL_TURN / 2; turn += 1) {
      const { number } = await this.levels();
      if (number >= entries) return number;
      const holdId = `fill-${number}`;
      await this.hold({ holdId, quantity: 1, expiresAtMs: Date.now() + HOLD_MS });
      await this.release(holdId);
    }
    return (await this.levels()).number;
  }

  /** Forgets all that is in memory, as an eviction does. */
  async forget(): Promise<void> {
    this.ctx.abort("forgotten");
  }
}

export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const number = (name: string) => Number(searchParams.get(name));
    const key = searchParams.get("key") ?? "";
    if (pathname === "/bare") return Response.json(await countFor(number("ms"), env, key));
    if (pathname === "/holds") return Response.json(await holdFor(number("ms"), env, key, number("skus")));
    if (pathname === "/split") return Response.json(await holdSplit(number("ms"), env, key, number("buckets")));
    if (pathname === "/sell-out") return Response.json(await sellOut(env, key, number("units"), number("buckets")));
    if (pathname === "/checkouts") return Response.json(await holdLines(number("ms"), env, key, number("lines")));
    if (pathname === "/fill") return Response.json(await fill(env, key, number("entries")));
    if (pathname === "/wake") return Response.json(await wake(env, key));
    return new Response("There is nothing here.\n", { status: 404 });
  },
} satisfies ExportedHandler<BenchEnv>;

const countFor = (ms: number, env: BenchEnv, key: string): Promise<Row> =>
  callFor(ms, () => env.BARE.getByName(key).count());

/** Holds on one SKU after the other of so many, each with an id of its own. */
async function holdFor(ms: number, env: BenchEnv, key: string, skus: number): Promise<Row> {
  const names = Array.from({ length: skus }, (_, index) => `${key}-${index}`);
  for (const name of names) await open(env, name);
  let next = 0;
  const expiresAtMs = Date.now() + HOLD_MS;
  return callFor(ms, async () => {
    const name = names[next % skus] ?? key;
    next += 1;
    const held = await stockOf(env, name).hold({ holdId: crypto.randomUUID(), quantity: 1, expiresAtMs });
    if (!held.ok) throw new Error(`A hold was refused: ${held.problem.code}`);
  });
}

/** Holds on one SKU that is split over so many buckets, each shopper in a bucket of their own. */
async function holdSplit(ms: number, env: BenchEnv, sku: string, buckets: number): Promise<Row> {
  await open(env, sku);
  await stockOf(env, sku).split(buckets);
  const expiresAtMs = Date.now() + HOLD_MS;
  return callFor(ms, async () => {
    const holdId = crypto.randomUUID();
    const held = await stockOf(env, stockNameOf(sku, buckets, holdId)).hold({ holdId, quantity: 1, expiresAtMs });
    if (!held.ok) throw new Error(`A hold was refused: ${held.problem.code}`);
  });
}

/** Sells every unit of a split SKU, one a shopper; `asks` is how many entries that cost the SKU's own ledger. */
async function sellOut(env: BenchEnv, sku: string, units: number, buckets: number): Promise<Sale> {
  await stockOf(env, sku).receive({ operationId: "opening", quantity: units, byId: "bench" });
  await stockOf(env, sku).split(buckets);
  const expiresAtMs = Date.now() + HOLD_MS;
  let [sold, refused] = [0, 0];
  const sell = async () => {
    while (refused === 0) {
      const holdId = crypto.randomUUID();
      const held = await stockOf(env, stockNameOf(sku, buckets, holdId)).hold({ holdId, quantity: 1, expiresAtMs });
      if (held.ok) sold += 1;
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sell));
  const { number } = await stockOf(env, sku).levels();
  return { sold, asks: number - 1 };
}

/** Checkouts of so many lines, each line held in its own SKU's object, one after the other as the store does. */
async function holdLines(ms: number, env: BenchEnv, key: string, lines: number): Promise<Row> {
  const names = Array.from({ length: lines }, (_, index) => `${key}-${index}`);
  for (const name of names) await open(env, name);
  const expiresAtMs = Date.now() + HOLD_MS;
  return callFor(ms, async () => {
    const checkoutId = crypto.randomUUID();
    for (const name of names) {
      const held = await stockOf(env, name).hold({ holdId: checkoutId, quantity: 1, expiresAtMs });
      if (!held.ok) throw new Error(`A hold was refused: ${held.problem.code}`);
    }
  });
}

async function fill(env: BenchEnv, key: string, entries: number): Promise<{ entries: number }> {
  await open(env, key);
  return { entries: await stockOf(env, key).fill(entries) };
}

/** How long an object that was forgotten takes for its first answer. */
async function wake(env: BenchEnv, key: string): Promise<{ ms: number }> {
  await stockOf(env, key)
    .forget()
    .catch(() => undefined);
  const before = performance.now();
  await stockOf(env, key).levels();
  return { ms: performance.now() - before };
}

/** So many calls at once, over and over, until the time is up. */
async function callFor(ms: number, call: () => Promise<unknown>): Promise<Row> {
  const startMs = Date.now();
  let calls = 0;
  const work = async () => {
    while (Date.now() - startMs < ms) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { calls, ms: Date.now() - startMs };
}

const stockOf = (env: BenchEnv, name: string) => env.SKU_STOCK.getByName(name) as unknown as BenchStock;
const open = (env: BenchEnv, name: string) =>
  stockOf(env, name).receive({ operationId: "opening", quantity: UNITS, byId: "bench" });
