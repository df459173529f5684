/**
 * A world that ends at its n-th impure call: everything after it fails too, as when a Worker is killed. `before`: the call
 * is not made. `after`: it is made, and its answer is lost.
 */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import type { World } from "../../worker/world.ts";

class Killed extends Error {
  override name = "Killed";
}

/** Whether that is what an error comes of; stores wrap what a database threw. */
export const wasKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof Error && error.cause !== undefined && wasKilled(error.cause));

type Life = { spend<Answer>(call: () => Promise<Answer>): Promise<Answer>; readonly over: boolean };
type Method = (...given: never[]) => Promise<unknown>;

export function dyingWorld(world: World, calls: number, when: "before" | "after"): World & { readonly over: boolean } {
  const life = lifeOf(calls, when);
  const orders = drizzle(dyingDatabase(env.ORDERS, life));
  const mortal = <Thing extends object>(thing: Thing): Thing =>
    new Proxy(thing, {
      get:
        (target, name) =>
        (...given: never[]) =>
          life.spend(() => (target as Record<string | symbol, Method>)[name]?.(...given) ?? Promise.reject()),
    });
  return {
    ...world,
    catalog: drizzle(dyingDatabase(env.CATALOG, life)),
    accounts: drizzle(dyingDatabase(env.ACCOUNTS, life)),
    ordersAll: [orders],
    ordersOfCheckout: () => orders,
    ordersOfNumber: (id) => world.ordersOfNumber(id) && orders,
    send: (events) => life.spend(() => world.send(events)),
    stockOf: (sku) => mortal(world.stockOf(sku)),
    cartOf: (id) => {
      const cart = world.cartOf(id);
      return cart && mortal(cart);
    },
    payments: mortal(world.payments),
    sleep: (ms) => life.spend(() => world.sleep(ms)),
    log: { info: () => undefined, error: () => undefined },
    get over() {
      return life.over;
    },
  };
}

function lifeOf(calls: number, when: "before" | "after"): Life {
  let left = calls;
  return {
    spend: async (call) => {
      left -= 1;
      if (left < 0 || (left === 0 && when === "before")) throw new Killed();
      const answer = await call();
      if (left <= 0) throw new Killed();
      return answer;
    },
    get over() {
      return left <= 0;
    },
  };
}

/** A batch is one call, as it is one to D1. */
function dyingDatabase(database: D1Database, life: Life): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: () => life.spend(() => statement.run()),
      all: () => life.spend(() => statement.all()),
      first: () => life.spend(() => statement.first()),
      raw: () => life.spend(() => statement.raw()),
    } as unknown as D1PreparedStatement;
    real.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (query: string) => wrap(database.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      life.spend(() => database.batch(statements.map((one) => real.get(one) ?? one))),
  } as unknown as D1Database;
}
