/** Who may see an order: its owner by session, staff, and whoever has its key. To all others it does not exist. */
import { timingSafeEqual } from "node:crypto";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { isStaff, type Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { readOrder, readOrderKey } from "./order-store.ts";
import type { OrderView } from "./order-view.ts";

/** `secret` is the key in the order's link; null where none was given. */
export type OrderAsker = { viewer: Viewer | null; secret: string | null };

/** `order.unknown` too where the order is there and not for the asker to see. */
export async function readOrderForViewer(
  world: World,
  id: string,
  { viewer, secret }: OrderAsker,
): Promise<Outcome<OrderView, { code: "order.unknown" }>> {
  const db = world.ordersOfNumber(id);
  const [order, key] = db ? await Promise.all([readOrder(db, id), readOrderKey(db, id)]) : [null, null];
  if (!order || !key) return refused({ code: "order.unknown" });
  const isOwner = viewer !== null && viewer.id === order.customerId;
  const mayRead = isOwner || isStaff(viewer) || (secret !== null && isSameSecret(secret, key.secret));
  return mayRead ? done(order) : refused({ code: "order.unknown" });
}

/** Takes the same time wherever the two differ, so that a key cannot be found digit by digit. */
function isSameSecret(given: string, secret: string): boolean {
  const [a, b] = [new TextEncoder().encode(given), new TextEncoder().encode(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
