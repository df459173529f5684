/**
 * Webhooks: every event is signed and sent until it is answered 2xx, a bounded number of times. On request messages come
 * late, twice, newest first, or never, as they do from Stripe on a bad day.
 */
import { type Emulation, newId } from "./emulation.ts";
import { type KeptDelivery, put } from "./kept.ts";
import type { Event } from "./payment-objects.ts";
import { signatureOf } from "./signature.ts";

/** How messages are sent from now on. */
export type DeliveryRules = {
  /** Each waits this long. */
  delayMs: number;
  /** Each is sent so often. */
  copies: number;
  /** So many of the next ones are never sent. */
  dropNext: number;
  /** Messages of the same second are sent newest first. */
  newestFirst: boolean;
  /** None is sent until this is false again. */
  paused: boolean;
};
/** Each message at once, and once. */
export const AS_USUAL: DeliveryRules = { delayMs: 0, copies: 1, dropNext: 0, newestFirst: false, paused: false };
/** What `copies` may be at most. */
export const COPIES_MAX = 10;
/** What `delayMs` may be at most. */
export const DELAY_MS_MAX = 3_600_000;
/** What `dropNext` may be at most. */
export const DROP_MAX = 1_000;

/** Stripe goes on for three days; a local store is either up within these tries or has other troubles. */
export const ATTEMPTS_MAX = 12;
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 120_000;
const REORDER_MS = 1_000;
const AT_ONCE_MAX = 8;

/** Posts a message; answers the status, or 0 when nobody answered. */
export type Post = (url: string, body: string, headers: Record<string, string>) => Promise<number>;

/** Only notes what is due: `sendDue` sends it. A message that is dropped is kept as `dropped`. */
export function scheduleDelivery(emulation: Emulation, event: Event, sessionId: string): void {
  const { deliveryRules: rules } = emulation;
  const isDropped = rules.dropNext > 0;
  if (isDropped) rules.dropNext -= 1;
  for (let copy = 0; copy < rules.copies; copy += 1) {
    put(emulation.kept, "delivery", {
      id: newId("whd_"),
      eventId: event.id,
      type: event.type,
      sessionId,
      state: isDropped ? "dropped" : "waiting",
      dueAtMs: emulation.nowMs() + rules.delayMs + (rules.newestFirst ? REORDER_MS : 0),
      attempts: 0,
      lastStatus: null,
    });
  }
}

/** The message and its signature, made now: signatures grow old. */
export async function signedMessageOf(
  emulation: Emulation,
  delivery: KeptDelivery,
): Promise<{ body: string; signature: string }> {
  const body = JSON.stringify(emulation.kept.event.get(delivery.eventId)?.api ?? null);
  return { body, signature: await signatureOf(emulation.settings.webhookSecret, body, emulation.nowMs()) };
}

/** Sends what is due, some at once. Bears being called while it runs: each message is taken by one call. */
export async function sendDue(emulation: Emulation, post: Post, underWay: Set<string>): Promise<void> {
  const { webhookUrl } = emulation.settings;
  if (webhookUrl === null || emulation.deliveryRules.paused) return;
  const due = dueDeliveries(emulation).filter(({ id }) => !underWay.has(id));
  const queue = due.values();
  for (const { id } of due) underWay.add(id);
  const work = async () => {
    for (const delivery of queue) {
      await send(emulation, delivery, webhookUrl, post);
      underWay.delete(delivery.id);
    }
  };
  await Promise.all(Array.from({ length: emulation.deliveryRules.newestFirst ? 1 : AT_ONCE_MAX }, work));
}

function dueDeliveries(emulation: Emulation): KeptDelivery[] {
  const now = emulation.nowMs();
  const { delivery, waiting } = emulation.kept;
  const due = Array.from(waiting, (id) => delivery.get(id)).filter(
    (one): one is KeptDelivery => one !== undefined && one.dueAtMs <= now,
  );
  return emulation.deliveryRules.newestFirst ? due.reverse() : due;
}

async function send(emulation: Emulation, delivery: KeptDelivery, url: string, post: Post): Promise<void> {
  const { body, signature } = await signedMessageOf(emulation, delivery);
  const status = await post(url, body, {
    "content-type": "application/json; charset=utf-8",
    "stripe-signature": signature,
  });
  delivery.attempts += 1;
  delivery.lastStatus = status;
  if (status >= 200 && status < 300) delivery.state = "delivered";
  else if (delivery.attempts >= ATTEMPTS_MAX) delivery.state = "failed";
  else delivery.dueAtMs = emulation.nowMs() + Math.min(RETRY_MS * 2 ** (delivery.attempts - 1), RETRY_MS_MAX);
  put(emulation.kept, "delivery", delivery);
}
