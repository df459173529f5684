/** A whole store for random runs: a few SKUs, shoppers, a provider and a queue that nobody else uses, and a clock of its own. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { sweepOutboxes } from "../../worker/events/outbox-store.ts";
import { runSweeps } from "../../worker/events/sweep-job.ts";
import { readRefund } from "../../worker/payments/payment-store.ts";
import { reconcileRefund } from "../../worker/payments/reconcile-refund-flow.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { type SceneProvider, sceneProvider, type Webhook } from "../faults/scene-provider.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { readBooks, type StoreBooks } from "../support/store-books.ts";
import { checkStore } from "../support/store-invariants.ts";
import { newTestWorld } from "../support/test-world.ts";

/** The request's process ends at its n-th call. */
export type Death = { calls: number; when: "before" | "after" } | null;
export type Shopper = { cartId: string; ask: BeginCheckout };

const MESSAGES_MAX = 300;
const TIMER = { outboxes: sweepOutboxes, checkouts: sweepCheckouts };
const MINUTE_MS = 60_000;
/** Until holds have run out, sessions are over, and what the timer looks at again was looked at. */
const PASSES_MS = [43 * MINUTE_MS, 6 * 60 * MINUTE_MS, 60 * MINUTE_MS];

export class Shop {
  readonly skus: readonly string[];
  readonly provider: SceneProvider = sceneProvider();
  readonly shoppers = new Map<number, Shopper>();
  readonly cartIds: string[] = [];
  readonly waiting: StoreEvent[] = [];
  /** Everything that was ever in the queue: any of it may come again. */
  readonly told: StoreEvent[] = [];
  deaths = 0;

  constructor(skus: readonly string[]) {
    this.skus = skus;
  }

  /** Every SKU's alarm rings; what it tells the store is caught. */
  async ring(): Promise<void> {
    const send = async (event: StoreEvent) => this.#send([event]);
    for (const sku of this.skus) {
      const stub = env.SKU_STOCK.getByName(sku);
      await runInDurableObject(stub, (object: SkuStock) => {
        const caught = { value: { ...env, STOCK_EVENTS: { send } }, configurable: true };
        Object.defineProperty(object, "env", caught);
      });
      await runDurableObjectAlarm(stub);
    }
  }

  /** Only what runs can be evicted, so it is asked first. */
  async evict(what: "SKU" | "cart", id: string): Promise<void> {
    const sku = env.SKU_STOCK.getByName(id);
    const cart = what === "cart" && env.CART.get(env.CART.idFromString(id));
    await (cart ? cart.read() : sku.levels());
    await evictDurableObject(cart || sku);
  }

  /** One request with a world of its own. Null when its process died; what else it throws is a bug. */
  async request<Answer>(death: Death, work: (world: World) => Promise<Answer>): Promise<Answer | null> {
    const base = newTestWorld();
    const outer: World = {
      ...base,
      config: { ...base.config, mailbox: false },
      mail: { send: async () => undefined },
      payments: this.provider.payments,
      send: async (events) => this.#send(events),
      sleep: async (ms) => this.pass(ms),
    };
    const world = death ? dyingWorld(outer, death.calls, death.when) : outer;
    try {
      return await work(world);
    } catch (error) {
      if (!wasKilled(error)) throw error;
      return null;
    } finally {
      await base.settled();
      if (death && "over" in world && world.over) this.deaths += 1;
    }
  }

  pass(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
  }

  /** Stored, a webhook is answered with 200; else the provider tells it again. */
  async hear(webhook: Webhook, death: Death = null): Promise<void> {
    const settled = await this.request(death, async (world) => {
      const message = await world.payments.readMessage(webhook.body, webhook.signature);
      if (message.ok) await settlePayment(world, message.value);
      return message.ok;
    });
    if (settled !== null) expect(settled, "the webhook's signature holds").toBe(true);
    if (settled !== null) this.provider.answered(webhook);
  }

  sweep = (death: Death = null) => this.request(death, (world) => runSweeps(world, TIMER));

  /** A batch as the queue delivers it. What is not settled comes again. */
  async consume(events: readonly StoreEvent[], death: Death = null): Promise<void> {
    const again = new Set(events);
    let delayMs = 0;
    const messages = events.map((body) => ({
      id: crypto.randomUUID(),
      timestamp: new Date(),
      body,
      attempts: 1,
      ack: () => void again.delete(body),
      retry: (options?: { delaySeconds?: number }) => {
        delayMs = Math.max(delayMs, (options?.delaySeconds ?? 0) * 1_000);
      },
    }));
    const batch = { queue: "meridian-events", messages } as unknown as MessageBatch;
    await this.request(death, (world) => consumeBatch(world, batch));
    this.waiting.push(...again);
    this.pass(delayMs);
  }

  async drain(): Promise<void> {
    for (let count = 0; this.waiting.length > 0; count += 1) {
      expect(count, "messages come to an end").toBeLessThan(MESSAGES_MAX);
      await this.consume(this.waiting.splice(0, 5));
    }
  }

  books(how: "in passing" | "whole" = "in passing"): Promise<StoreBooks> {
    return readBooks(newTestWorld(), { ledgers: this.skus, cartIds: this.cartIds, kept: this.provider.kept }, how);
  }

  async check(): Promise<void> {
    expect(checkStore(await this.books(), "always").breaches).toEqual([]);
  }

  /** Nobody does anything more; what is to happen by itself happens. Then all is at rest. */
  async rest(): Promise<StoreBooks> {
    for (const ms of PASSES_MS) {
      this.pass(ms);
      await this.provider.runDue();
      await this.ring();
      for (const webhook of await this.provider.waiting()) await this.hear(webhook);
      await this.provider.settleRefunds();
      for (const webhook of await this.provider.waiting()) await this.hear(webhook);
      expect(await this.sweep()).toEqual([]);
      await this.drain();
      await this.ring();
      await this.drain();
    }
    await this.#repairRefunds();
    const books = await this.books("whole");
    expect(checkStore(books, "at rest").breaches).toEqual([]);
    return books;
  }

  /** Those that the timer came to a day too late are left to staff, who have doctor look them up. */
  async #repairRefunds(): Promise<void> {
    const { refunds } = await this.books();
    for (const { id } of refunds.filter(({ state }) => state === "pending"))
      await this.request(null, async (world) => {
        for (const db of world.ordersAll) {
          const refund = await readRefund(db, id);
          if (refund) await reconcileRefund(world, refund);
        }
      });
    await this.drain();
    await this.ring();
    await this.drain();
  }

  #send(events: readonly StoreEvent[]): void {
    this.waiting.push(...events);
    this.told.push(...events);
  }
}
