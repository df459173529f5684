/**
 * A purchase on its own: two SKUs, a cart, a payment provider, a queue and a clock that nobody else uses. Every request has
 * a world and a life of its own; the scene's one fault strikes when the call it waits for is made. After each request the
 * shared checkers run.
 */
import { expect, vi } from "vitest";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { sweepOutboxes } from "../../worker/events/outbox-store.ts";
import { runSweeps } from "../../worker/events/sweep-job.ts";
import type { Mail } from "../../worker/notifications/mail-sender.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { Killed } from "../support/dying-world.ts";
import { readBooks, type StoreBooks } from "../support/store-books.ts";
import { checkStore } from "../support/store-invariants.ts";
import { newTestWorld } from "../support/test-world.ts";
import { watchedWorld } from "../support/watched-world.ts";
import type { Fault } from "./faults.ts";
import { type SceneObjects, sceneObjects } from "./scene-objects.ts";
import { type SceneProvider, sceneProvider, type Webhook } from "./scene-provider.ts";
import { sceneQueue } from "./scene-queue.ts";
import type { Met, Step } from "./step-calls.ts";
import { testSide, until } from "./test-side.ts";

export type Plan = { step: Step; fault: Fault };
export type Scene = {
  skus: readonly string[];
  /** The SKUs, and those of their buckets that the story uses. */
  ledgers: readonly string[];
  cartIds: string[];
  objects: SceneObjects;
  provider: SceneProvider;
  mails: Mail[];
  /** What people saw, in its order. */
  seen: string[];
  /** What is wrong so far, in words: breaches of the invariants, and a fault that could not be brought about. */
  wrong: string[];
  /** What the store logged as errors, whoever was asked. */
  logged: unknown[];
  /** From now on the fault strikes. */
  arm(): void;
  /** How often the fault struck. */
  struck(): number;
  sees(what: string): void;
  moveClock(ms: number): void;
  /** One request with a world of its own. Throws what it throws. */
  request<Answer>(during: Met["during"], work: (world: World) => Promise<Answer>): Promise<Answer>;
  /** What a person does at the provider's page, or the provider by itself. */
  outside<Answer>(on: "shopper" | "provider" | "message", does: string, go: () => Promise<Answer>): Promise<Answer>;
  /** Goes on beside the request that is under way, and ends before the next. */
  alongside(work: Promise<unknown>): void;
  meetRival(step: Step): Promise<void>;
  /** Delivers the webhooks that wait, each once. */
  tell(): Promise<void>;
  /** Every webhook that there was, whether it was answered or not. */
  tellAgain(): Promise<void>;
  payAndTell(): Promise<void>;
  /** Handles what waits in the queue. */
  drain(): Promise<void>;
  /** Newer messages overtake the one that is being handled. */
  overtake(step: Step): Promise<void>;
  /** Time goes by, and everything that is to happen by itself happens. */
  letTimePass(ms: number): Promise<void>;
  books(how?: "in passing" | "whole"): Promise<StoreBooks>;
  /** What the story hands in: how a second request comes to a step, and how the payment is made. */
  story: {
    rival(scene: Scene, step: Step): Promise<unknown>;
    pay(scene: Scene): Promise<void>;
    newer(scene: Scene, step: Step): Promise<void>;
    /** Buckets of its SKUs, by name. */
    buckets?(skus: readonly string[]): readonly string[];
  };
};

export function newScene(plan: Plan, skus: readonly string[], story: Scene["story"]): Scene {
  const provider = sceneProvider();
  const queue = sceneQueue((ms) => scene.moveClock(ms));
  const mails: Mail[] = [];
  const seen: string[] = [];
  const wrong: string[] = [];
  const logged: unknown[] = [];
  let [struck, isArmed] = [0, false];
  /** Told when a rival makes the call that the first request waits at. */
  let awaited: { step: Step; come(): void } | null = null;
  const underWay: Promise<unknown>[] = [];
  let depth = 0;

  const meet = async <Answer>(met: Met, go: () => Promise<Answer>, die: () => Promise<never>): Promise<Answer> => {
    if (awaited?.step.race?.(met)) {
      awaited.come();
      awaited = null;
      return go();
    }
    const { step, fault } = plan;
    if (!isArmed || struck >= (fault.times ?? 1) || !step[fault.strikes]?.(met)) return go();
    struck += 1;
    return (await fault.strike({
      call: met,
      step,
      scene: met.during === "object" ? fromObject() : scene,
      go,
      die,
    })) as Answer;
  };

  const worldIn = (during: Met["during"]) => {
    let isOver = false;
    const base = newTestWorld();
    const die = async (): Promise<never> => {
      isOver = true;
      throw new Killed();
    };
    const outer: World = {
      ...base,
      config: { ...base.config, mailbox: false },
      mail: { send: async (mail) => void mails.push(mail) },
      payments: provider.payments,
      send: queue.send,
    };
    const world = watchedWorld(outer, async (call, go) => {
      if (isOver) throw new Killed();
      const answer = await meet({ ...call, during }, go, die);
      if (isOver) throw new Killed();
      return answer;
    });
    const sleep = async (ms: number) => {
      scene.moveClock(ms);
      await base.sleep(Math.min(ms, SLEEP_MS_MAX));
    };
    return { world: { ...world, sleep }, base };
  };

  const test = testSide();
  /** What an object may ask of the scene, in the middle of its own work. */
  const fromObject = (): Scene => {
    const { meetRival, overtake, objects } = scene;
    return { ...scene, ...test.handedOver({ meetRival, overtake }), objects: test.handedOver(objects) };
  };

  const look = async (during: string) => {
    const { breaches } = checkStore(await scene.books(), "always");
    wrong.push(...breaches.map((breach) => `after ${during}: ${breach}`));
  };

  const ledgers = [...skus, ...(story.buckets?.(skus) ?? [])];
  const scene: Scene = {
    skus,
    ledgers,
    cartIds: [],
    objects: sceneObjects(ledgers, {
      send: (event) => queue.send([event]),
      between: (call, go, die) => meet({ ...call, during: "object" }, go, die),
    }),
    provider,
    mails,
    seen,
    story,
    wrong,
    logged,
    arm: () => {
      isArmed = true;
    },
    struck: () => struck,
    sees: (what) => void (seen.at(-1) === what || seen.push(what)),
    moveClock: (ms) => void vi.setSystemTime(Date.now() + ms),
    request: async (during, work) => {
      const { world, base } = worldIn(during);
      depth += 1;
      try {
        return await test.doing(work(world));
      } finally {
        await base.settled();
        logged.push(
          ...base.errors.map(
            ({ event, facts }) => `${event} ${facts instanceof Error ? facts.message : JSON.stringify(facts)}`,
          ),
        );
        depth -= 1;
        // One in the middle of another is looked at with that one.
        if (depth === 0) {
          await Promise.all(underWay.splice(0));
          if (!LOOKED_AT_LATER.includes(during)) await look(during);
        }
      }
    },
    outside: (on, does, go) =>
      meet({ on, does, of: "", given: [], during: "outside" }, go, () => Promise.reject(new Killed())),
    alongside: (work) => void underWay.push(work),
    meetRival: async (step) => {
      let [hasCome, isOver] = [false, false];
      awaited = {
        step,
        come: () => {
          hasCome = true;
        },
      };
      const over = () => {
        isOver = true;
      };
      // An object that nobody asked for a while may be another instance by now.
      await scene.objects.watch();
      const rival = story.rival(scene, step);
      underWay.push(rival);
      void rival.then(over, over);
      await until(() => hasCome || isOver);
      if (!hasCome) wrong.push(`no second request came to: ${step.name}`);
    },
    tell: async () => {
      for (const webhook of await provider.waiting())
        if (!provider.isSilent()) await scene.outside("provider", "tells", () => deliverWebhook(scene, webhook));
    },
    tellAgain: async () => {
      for (const webhook of await provider.all()) await deliverWebhook(scene, webhook);
    },
    payAndTell: async () => {
      await story.pay(scene);
      await scene.tell();
    },
    drain: async () => {
      if (queue.length === 0) return;
      await queue.drain(
        (work) => scene.request("queue", work),
        (event: StoreEvent, go) => scene.outside("message", event.kind, go),
      );
      await look("queue");
    },
    overtake: async (step) => {
      await story.newer(scene, step);
      expect(queue.length, `a newer message overtakes: ${step.name}`).toBeGreaterThan(0);
      await scene.drain();
    },
    letTimePass: async (ms) => {
      scene.moveClock(ms);
      // An alarm that was given up is set again by whoever asks next.
      await scene.objects.ask();
      await scene.objects.ring();
      await scene.tell();
      expect(await scene.request("sweep", (world) => runSweeps(world, TIMER))).toEqual([]);
      await scene.drain();
      if ((await queue.replay((work) => scene.request("staff", work))) > 0)
        scene.sees("staff: a message to send again");
      await scene.drain();
    },
    books: (how = "in passing") =>
      readBooks(newTestWorld(), { ledgers: scene.ledgers, cartIds: scene.cartIds, kept: provider.kept }, how),
  };
  return scene;
}

const SLEEP_MS_MAX = 25;
/** One reads only; messages are looked at once the queue is empty. */
const LOOKED_AT_LATER: readonly Met["during"][] = ["status", "queue"];
/** What the timer does for a purchase; what it forgets after months is left out. */
const TIMER = { outboxes: sweepOutboxes, checkouts: sweepCheckouts };

/** Stored, it is answered with 200; else the provider delivers it again. */
async function deliverWebhook(scene: Scene, webhook: Webhook): Promise<void> {
  try {
    await scene.request("webhook", async (world) => {
      const message = await world.payments.readMessage(webhook.body, webhook.signature);
      expect(message.ok, "the webhook's signature holds").toBe(true);
      if (message.ok) await settlePayment(world, message.value);
    });
    scene.provider.answered(webhook);
  } catch {
    // Answered with 500: told again later.
  }
}
