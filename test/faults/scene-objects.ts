/**
 * The stock's objects of a scene: evicted, their alarms rung, failed or given up. What they tell the queue is caught, and
 * what one asks another is watched.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { Killed } from "../support/dying-world.ts";
import type { Call } from "../support/watched-world.ts";
import type { Met } from "./step-calls.ts";

type Send = (event: StoreEvent) => Promise<void>;
/** `between`: one object asks another; `die` ends the one that asks. */
type Watch = {
  send: Send;
  between(call: Call, go: () => Promise<unknown>, die: () => Promise<never>): Promise<unknown>;
};
export type SceneObjects = {
  /** Each sends to the scene's queue from now on. */
  watch(): Promise<void>;
  evict(call: Met): Promise<void>;
  /** Throws unless an alarm is set. */
  expectAlarm(): Promise<void>;
  ring(): Promise<void>;
  /** Somebody looks how many are left. */
  ask(): Promise<void>;
  /** Every alarm fails so often that the runtime would set it no more; then it is gone. */
  giveUpAlarms(tries: number): Promise<void>;
};

export function sceneObjects(names: readonly string[], watch: Watch): SceneObjects {
  // A stub whose object died is of no use any more, so each is found anew.
  const all = () => names.map((name) => env.SKU_STOCK.getByName(name));
  const patchAll = (send: Send) => Promise.all(all().map((stub) => patch(stub, { ...watch, send })));
  // Each time anew: the runtime may have made another instance of an object meanwhile.
  const ring = async (send: Send) => {
    await patchAll(send);
    return Promise.all(all().map((stub) => runDurableObjectAlarm(stub)));
  };
  const alarmOf = (stub: DurableObjectStub<SkuStock>) =>
    runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
  const expectAlarm = async () => {
    const alarms = await Promise.all(all().map((stub) => alarmOf(stub)));
    expect(
      alarms.some((alarm) => alarm !== null),
      "an alarm is set",
    ).toBe(true);
  };
  return {
    watch: async () => {
      await patchAll(watch.send);
    },
    evict: async ({ on, of }) => {
      if (on === "cart") return evictDurableObject(env.CART.get(env.CART.idFromString(of)));
      await evictDurableObject(env.SKU_STOCK.getByName(of));
      await patch(env.SKU_STOCK.getByName(of), watch);
    },
    expectAlarm,
    ring: async () => {
      await ring(watch.send);
    },
    ask: async () => {
      await Promise.all(all().map((stub) => (stub as unknown as StockKeeper).levels()));
    },
    giveUpAlarms: async (tries) => {
      await expectAlarm();
      const isDown = () => Promise.reject(new Error("The queue is down"));
      for (let tried = 0; tried < tries; tried += 1)
        expect(
          (await ring(isDown)).some((rang) => rang),
          "an alarm that failed is set again",
        ).toBe(true);
      for (const stub of all()) await runInDurableObject(stub, (_, { storage }) => storage.deleteAlarm());
      await patchAll(watch.send);
    },
  };
}

function patch(stub: DurableObjectStub<SkuStock>, { send, between }: Watch): Promise<void> {
  return runInDurableObject(stub, (object, state) => {
    const die = async (): Promise<never> => {
      state.abort("The object dies");
      throw new Killed();
    };
    const other = (of: string) =>
      new Proxy(env.SKU_STOCK.getByName(of), {
        get:
          (target, does) =>
          (...given: never[]) => {
            const asked = target as unknown as Record<string | symbol, (...given: never[]) => Promise<unknown>>;
            const go = async () => asked[does]?.(...given);
            return between({ on: "stock", does: String(does), of, given }, go, die);
          },
      });
    const value = { ...env, STOCK_EVENTS: { send }, SKU_STOCK: { getByName: other } };
    Object.defineProperty(object, "env", { value, configurable: true });
  });
}
