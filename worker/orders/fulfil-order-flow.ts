/**
 * Marks goods as shipped, or as collected. Stored with the order's next version, so two parcels never carry the same unit. Leaves one audit
 * entry, which a repeat adds where a crash kept it from being written.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import type { Database, World } from "../world.ts";
import { decideFulfilment, type FulfilmentTerms, isSameFulfilment } from "./decide-fulfilment.ts";
import { CHANGE_TRIES_MAX, changeOrder, fulfilmentInsert } from "./order-change-store.ts";
import type { OrderProblem } from "./order-problem.ts";
import { type Fulfilment, readOrder } from "./order-store.ts";
import type { FulfilmentView, OrderView } from "./order-view.ts";

/** `fulfilmentId` is made by the client: the same one again is the same parcel. */
export type FulfilmentAsk = FulfilmentTerms & { orderId: string; fulfilmentId: string; by: Viewer };
/** `request.repeat_differs`: the id was used before for another parcel. */
export type FulfilmentProblem = OrderProblem | { code: "request.repeat_differs" };
/** The order as it is now. `replayed`: the parcel was stored by an earlier ask. */
export type FulfilledOrder = { order: OrderView; fulfilment: FulfilmentView; replayed: boolean };
type Answer = Outcome<FulfilledOrder, FulfilmentProblem>;

/** A parcel leaves. Repeats safely. `order.moved_on` when other changes came first, time and again. */
export const fulfilOrder = (world: World, ask: FulfilmentAsk): Promise<Answer> => handOver(world, ask, "fulfilled");

/** The same of goods whose buyer has come for them: nobody is told, for they are there. */
export const collectOrder = (world: World, ask: Omit<FulfilmentAsk, "carrier" | "trackingNumber">): Promise<Answer> =>
  handOver(world, { ...ask, carrier: "", trackingNumber: "" }, "collected");

type Way = "fulfilled" | "collected";

async function handOver(world: World, ask: FulfilmentAsk, way: Way): Promise<Answer> {
  const db = world.ordersOfNumber(ask.orderId);
  for (let tries = 0; db && tries < CHANGE_TRIES_MAX; tries += 1) {
    const order = await readOrder(db, ask.orderId);
    if (!order) return refused({ code: "order.unknown" });
    const isCollected = order.shipping.pickup !== undefined;
    if (isCollected !== (way === "collected"))
      return refused({ code: isCollected ? "order.for_pickup" : "order.not_for_pickup" });
    const earlier = order.fulfilments.find(({ id }) => id === ask.fulfilmentId);
    if (earlier && !isSameFulfilment(earlier, ask)) return refused({ code: "request.repeat_differs" });
    if (earlier) return answer(world, ask, way, { order, fulfilment: earlier, replayed: true });
    const decided = decideFulfilment(order, ask.lines);
    if (!decided.ok) return decided;
    const { lines, enters } = decided.value;
    const { fulfilmentId: id, carrier, trackingNumber, by } = ask;
    const fulfilment = {
      id,
      orderId: order.id,
      carrier,
      trackingNumber,
      lines,
      byId: by.id,
      createdAtMs: world.nowMs(),
    };
    const stored = await storeFulfilment(world, db, order, fulfilment, { way, enters });
    if (stored.ok)
      return answer(world, ask, way, { order: await readAgain(db, order.id), fulfilment, replayed: false });
    if (stored.problem.code === "id_taken") return refused({ code: "request.repeat_differs" });
  }
  return refused({ code: db ? "order.moved_on" : "order.unknown" });
}

async function storeFulfilment(
  world: World,
  db: Database,
  order: OrderView,
  fulfilment: Fulfilment,
  { way, enters }: { way: Way; enters: OrderView["state"] },
): ReturnType<typeof changeOrder> {
  const { id, carrier, trackingNumber, lines, byId, createdAtMs: atMs } = fulfilment;
  const facts = {
    fulfilmentId: id,
    ...(way === "fulfilled" && { carrier, trackingNumber }),
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
  };
  const told = way === "collected" ? [] : [newEvent(world, "order.fulfilled", { orderId: order.id, subjectId: id })];
  const events = [{ kind: way, facts, byId, atMs }] as const;
  const effects = [fulfilmentInsert(db, fulfilment), ...outboxInserts(db, told)];
  const stored = await changeOrder(db, order, { events, enters }, effects);
  if (stored.ok) world.defer(relayOutbox(world, db, told));
  return stored;
}

async function answer(world: World, { by }: FulfilmentAsk, way: Way, fulfilled: FulfilledOrder): Promise<Answer> {
  const { order, fulfilment } = fulfilled;
  const others = order.fulfilments.filter(({ id }) => id !== fulfilment.id).length;
  const entry = {
    by,
    action: way === "collected" ? "order.collected" : "order.fulfilled",
    subject: `order:${order.id}`,
    before: { fulfilments: others },
    after: { fulfilments: others + 1, fulfilment },
  };
  await auditInsert(world, entry, `fulfilment:${fulfilment.id}`);
  return done(fulfilled);
}

async function readAgain(db: Database, id: string): Promise<OrderView> {
  const order = await readOrder(db, id);
  assert(order !== null, "an order is never deleted");
  return order;
}
