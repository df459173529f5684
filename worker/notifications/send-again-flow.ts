/** Sends a mail again of which nobody knows whether it went out. For staff to decide: it may come twice. */
import type { World } from "../world.ts";
import { mailCheckoutEvent } from "./checkout-mail-flow.ts";
import { eventOfMail } from "./mail-event.ts";
import { forgetMail, reopenMail } from "./mail-store.ts";
import { mailOrderEvent } from "./order-mail-flow.ts";

/** One that was sent, or begun after `beforeMs`, is left alone; one that cannot be made again is forgotten. */
export async function sendAgain(world: World, mailId: string, beforeMs: number): Promise<void> {
  const event = eventOfMail(mailId, world.nowMs());
  if (!event) return forgetMail(world.accounts, mailId, beforeMs);
  await reopenMail(world.accounts, mailId, { nowMs: world.nowMs(), beforeMs });
  if (event.order) await mailOrderEvent(world, event.order);
  else await mailCheckoutEvent(world, event.checkout);
}
