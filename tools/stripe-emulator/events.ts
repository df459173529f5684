/** Events: what happened, as a message to the merchant. Each is kept, and handed to delivery. */
import { scheduleDelivery } from "./deliveries.ts";
import { API_VERSION, type Emulation, newId, secondsOf } from "./emulation.ts";
import { put } from "./kept.ts";
import { type Charge, type Intent, newEvent, type Refund } from "./payment-objects.ts";
import type { Session } from "./session-objects.ts";

/** The kinds of event that are told. */
export type EventType =
  | `checkout.session.${"completed" | "expired" | "async_payment_succeeded" | "async_payment_failed"}`
  | `payment_intent.${"succeeded" | "payment_failed" | "processing"}`
  | "charge.refunded"
  | "charge.refund.updated";

/** Keeps the object as it is now: what is delivered late still shows how things stood then. */
export function tell(
  emulation: Emulation,
  type: EventType,
  object: Session | Intent | Charge | Refund,
  sessionId: string,
): void {
  const event = newEvent({
    id: newId("evt_1"),
    apiVersion: API_VERSION,
    created: secondsOf(emulation.nowMs()),
    type,
    object,
    request: { id: null, idempotency_key: null },
  });
  put(emulation.kept, "event", { id: event.id, api: event, sessionId });
  scheduleDelivery(emulation, event, sessionId);
}
