/** The events queue of a scene, delivered message by message: tried again, given up, and sent again by staff. */
import { expect } from "vitest";
import { listDeadLetters, replayDeadLetter } from "../../worker/admin/dead-letter-store.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import type { World } from "../../worker/world.ts";
import { MESSAGE_TRIES } from "./faults.ts";

type Sent = { event: StoreEvent; attempts: number; delayMs: number };
/** Runs work with a world of its own, as the runtime does for a batch. */
type Run = (work: (world: World) => Promise<void>) => Promise<void>;
const MESSAGES_MAX = 60;
/** wrangler.toml: when a message comes again that nobody settled. */
const RETRY_DELAY_MS = 2_000;
const LETTERS_MAX = 100;

/** `wait` lets the time pass until a message is to come again. */
export function sceneQueue(wait: (ms: number) => void) {
  const waiting: Sent[] = [];
  const given = new Set<string>();
  const handle = async (run: Run, { event, attempts, delayMs }: Sent): Promise<void> => {
    if (delayMs > 0) wait(delayMs);
    const { againMs } = await deliver(run, "meridian-events", event, attempts);
    if (againMs === null) return;
    if (attempts < MESSAGE_TRIES) waiting.push({ event, attempts: attempts + 1, delayMs: againMs });
    else given.add((await deliver(run, "meridian-events-dead", event, 1)).id);
  };
  return {
    send: async (events: readonly StoreEvent[]) => {
      waiting.push(...events.map((event) => ({ event, attempts: 1, delayMs: 0 })));
    },
    /** How many messages wait. */
    get length() {
      return waiting.length;
    },
    /** Delivers what waits, and what comes of that; `through` stands between a message and its delivery. */
    drain: async (run: Run, through: (event: StoreEvent, go: () => Promise<void>) => Promise<unknown>) => {
      for (let count = 0; waiting.length > 0; count += 1) {
        expect(count, "messages come to an end").toBeLessThan(MESSAGES_MAX);
        const [sent] = waiting.splice(0, 1);
        if (sent) await through(sent.event, () => handle(run, sent));
      }
    },
    /** Staff look at what was given up, and have it sent again. Answers how many. */
    replay: async (run: Run): Promise<number> => {
      const ids = [...given];
      if (ids.length === 0) return 0;
      given.clear();
      await run(async (world) => {
        const open = await listDeadLetters(world, { state: "open", limit: LETTERS_MAX });
        for (const id of ids) {
          expect(open.map((letter) => letter.id)).toContain(id);
          expect(await replayDeadLetter(world, id, TOKEN_VIEWER)).toEqual({ ok: true, value: { replayed: true } });
        }
      });
      return ids.length;
    },
  };
}

/** `againMs`: when the message is to come again; null when it is settled. A consumer that dies has settled nothing. */
async function deliver(
  run: Run,
  queue: string,
  body: StoreEvent,
  attempts: number,
): Promise<{ id: string; againMs: number | null }> {
  const id = crypto.randomUUID();
  let againMs: number | null = RETRY_DELAY_MS;
  const message: Message = {
    id,
    timestamp: new Date(),
    body,
    attempts,
    ack: () => {
      againMs = null;
    },
    retry: (options) => {
      againMs = (options?.delaySeconds ?? 0) * 1_000;
    },
  };
  const batch = { queue, messages: [message] } as unknown as MessageBatch;
  await run((world) => consumeBatch(world, batch)).catch(() => undefined);
  return { id, againMs };
}
