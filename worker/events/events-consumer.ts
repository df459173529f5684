/**
 * Takes a batch of messages: each is settled or asked for again by itself, so one that fails holds up no other. A
 * message may come twice, late or out of order: everything called from here bears that.
 */
import { insertDeadLetter } from "../admin/dead-letter-store.ts";
import { whyOf } from "../base/why.ts";
import { putBackUnpaid } from "../cart/cart-flow.ts";
import { flipProducts } from "../catalog/flip-publications-flow.ts";
import { followCategory } from "../catalog/follow-category-flow.ts";
import { followPriceList } from "../catalog/follow-price-list-flow.ts";
import { collectProducts } from "../catalog/groups/collect-products-flow.ts";
import { driveFill } from "../catalog/groups/fill-collection-flow.ts";
import { followBrand } from "../catalog/groups/follow-brand-flow.ts";
import { askForPictures, fetchPictures } from "../catalog/pictures/fetch-pictures-flow.ts";
import { readCheckout, wasOnItsWay } from "../checkout/checkout-store.ts";
import { insertCustomerOrder } from "../customers/customer-order-store.ts";
import { followPolicy } from "../inventory/apply-policy-flow.ts";
import { projectStock } from "../inventory/project-stock-flow.ts";
import { relieveStock } from "../inventory/relieve-stock-flow.ts";
import { tellStockNews } from "../inventory/stock-news-flow.ts";
import { mailAccountEvent } from "../notifications/account-mail-flow.ts";
import { type CheckoutEvent, mailCheckoutEvent } from "../notifications/checkout-mail-flow.ts";
import { mailLowStock } from "../notifications/low-stock-mail-flow.ts";
import { CLAIM_MS } from "../notifications/mail-store.ts";
import { mailOrderEvent, type OrderEvent } from "../notifications/order-mail-flow.ts";
import type { MailEnd } from "../notifications/send-mail-flow.ts";
import { mailWait } from "../notifications/wait-mail-flow.ts";
import { readOrderOwner } from "../orders/order-store.ts";
import { followAttribute } from "../search/index/follow-attribute-flow.ts";
import { tendSearch } from "../search/index/tend-search-flow.ts";
import { type KvRoom, newKvRoom, projectProducts } from "../search/project-products-flow.ts";
import { recordTaxedRefund, recordTaxedSale } from "../tax/provider/record-tax-flow.ts";
import { noteUnconfirmed } from "../tax/vat/recheck-vat-flow.ts";
import { driveImport } from "../transfer/drive-import-flow.ts";
import { driveExport } from "../transfer/exports/run-export-flow.ts";
import { addVitals } from "../vitals/vitals-store.ts";
import type { World } from "../world.ts";
import type { StoreEvent } from "./event.ts";
import { eventOf } from "./event-form.ts";
import { type EventJob, jobsOf, retrySecondsOf, type SingleEvent } from "./event-jobs.ts";
import { MESSAGE_TRIES } from "./event-queues.ts";
import { productEvents } from "./outbox-store.ts";

type Taken = { message: Message; event: StoreEvent };

/** Jobs of one batch under way at once: the queue runs many batches side by side already. */
const JOBS_AT_ONCE_MAX = 6;
/** After a claim on a mail is old, it can be seen whether it was sent. */
const BUSY_SECONDS = CLAIM_MS / 1_000 + 5;

/** The `queue` handler's work: any queue of events, or of those given up on. */
export async function consumeBatch(world: World, batch: MessageBatch): Promise<void> {
  if (batch.queue.endsWith("-dead")) await keepDead(world, batch.messages);
  else await consumeEvents(world, batch.messages);
}

async function keepDead(world: World, messages: readonly Message[]): Promise<void> {
  for (const message of messages) {
    try {
      await insertDeadLetter(world.accounts, { id: message.id, message: message.body, nowMs: world.nowMs() });
      message.ack();
    } catch (error) {
      retry(world, message, "dead_letter.not_kept", error);
    }
  }
}

async function consumeEvents(world: World, messages: readonly Message[]): Promise<void> {
  const taken: Taken[] = [];
  const strange: Message[] = [];
  for (const message of messages) {
    const event = eventOf(message.body);
    if (event) taken.push({ message, event });
    else strange.push(message);
  }
  // No try would make an event of it, so it is kept at once.
  if (strange.length > 0) world.log.error("event.malformed", { count: strange.length });
  await keepDead(world, strange);
  const again = taken.flatMap(({ message }, position) => (message.attempts > 1 ? [position] : []));
  const jobs = jobsOf(
    taken.map((each) => each.event),
    new Set(again),
  );
  const room = newKvRoom();
  for (let start = 0; start < jobs.length; start += JOBS_AT_ONCE_MAX)
    await Promise.all(jobs.slice(start, start + JOBS_AT_ONCE_MAX).map((job) => settle(world, job, taken, room)));
}

/** What failed comes again by itself: this invocation may have spent what it may ask of KV and databases. */
async function settle(world: World, job: EventJob, taken: readonly Taken[], room: KvRoom): Promise<void> {
  const mine = job.at.flatMap((position) => taken[position] ?? []);
  try {
    const end = await run(world, job, { room, isLast: mine.every(({ message }) => message.attempts >= MESSAGE_TRIES) });
    for (const { message } of mine) end === "busy" ? message.retry({ delaySeconds: BUSY_SECONDS }) : message.ack();
  } catch (error) {
    for (const { message } of mine) retry(world, message, `event.failed.${job.kind}`, error);
  }
}

/** `isLast`: the message is given up on when it fails. */
type Delivery = { room: KvRoom; isLast: boolean };

async function run(world: World, job: EventJob, { room, isLast }: Delivery): Promise<MailEnd> {
  if (job.kind === "single") return tell(world, job.event, isLast);
  if (job.kind === "products") {
    // Kept pages are purged by the second, when lists have what the first put into them.
    await collectProducts(world, job.productIds);
    const left = await projectProducts(world, job.productIds, room);
    await askForPictures(world, job.productIds);
    if (left.length > 0) await world.send(productEvents(world, left));
  } else {
    for (const changed of await projectStock(world, job.sku)) await tellStockNews(world, changed);
  }
  return "done";
}

function tell(world: World, event: SingleEvent, isLast: boolean): Promise<MailEnd> {
  switch (event.kind) {
    case "order.placed":
      return placeOrder(world, event);
    case "order.refunded":
      return refundOrder(world, event);
    case "order.fulfilled":
    case "order.downloads_issued":
    case "order.ready_for_pickup":
      return mailOrderEvent(world, event);
    case "checkout.payment_failed":
    case "checkout.refused":
      return endCheckout(world, event);
    case "stock.policy_changed":
      return followPolicy(world, event.payload.sku).then(() => "done");
    case "category.changed":
      return followCategory(world, event.payload).then(() => "done");
    case "price_list.changed":
      return followPriceList(world, event.payload.listId).then(() => "done");
    case "products.due":
      return flipProducts(world, event.payload.productIds).then(() => "done");
    case "attribute.changed":
      return followAttribute(world, event.payload).then(() => "done");
    case "brand.changed":
      return followBrand(world, event.payload.brandId, event.payload).then(() => "done");
    case "collection.due":
      return driveFill(world, event.payload.collectionId).then(() => "done");
    case "pictures.wanted":
      return fetchPictures(world, event.payload.productId, isLast);
    case "import.due":
      return driveImport(world, event.payload.runId).then(() => "done");
    case "export.due":
      return driveExport(world, event.payload.exportId).then(() => "done");
    case "search.due":
      return tendSearch(world).then(() => "done");
    case "vitals.told":
      return addVitals(world.insights, { id: event.id, ...event.payload, nowMs: world.nowMs() }).then(() => "done");
    case "stock.back":
      return mailWait(world, event);
    case "stock.pressed":
      return relieveStock(world, event.payload.sku);
    case "stock.low":
      return mailLowStock(world, event);
    default:
      return mailAccountEvent(world, event);
  }
}

/** What the shopper did not get is in the cart again, and the shopper is told why. */
async function endCheckout(world: World, event: CheckoutEvent): Promise<MailEnd> {
  const { checkoutId } = event.payload;
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  // Only what it took out: what another checkout bought is not bought again.
  if (checkout && (await wasOnItsWay(world.ordersOfCheckout(checkoutId), checkoutId)))
    await putBackUnpaid(world, checkout);
  return mailCheckoutEvent(world, event);
}

/** The order appears in its customer's list, is confirmed by mail, and told to the tax provider that reckoned its tax; an unconfirmed number is noted. */
async function placeOrder(world: World, event: OrderEvent): Promise<MailEnd> {
  const { orderId } = event.payload;
  const db = world.ordersOfNumber(orderId);
  const order = db && (await readOrderOwner(db, orderId));
  if (order?.customerId) {
    const { customerId, placedAtMs } = order;
    await insertCustomerOrder(world.accounts, { customerId, orderId, placedAtMs });
  }
  const end = await mailOrderEvent(world, event);
  await noteUnconfirmed(world, orderId);
  await recordTaxedSale(world, orderId);
  return end;
}

async function refundOrder(world: World, event: OrderEvent): Promise<MailEnd> {
  const { orderId, subjectId } = event.payload;
  const end = await mailOrderEvent(world, event);
  if (subjectId !== undefined) await recordTaxedRefund(world, orderId, subjectId);
  return end;
}

function retry(world: World, message: Message, what: string, error: unknown): void {
  world.log.error(what, { message: message.id, attempts: message.attempts, why: whyOf(error) });
  const chance = (world.randomBytes(1)[0] ?? 0) / 255;
  message.retry({ delaySeconds: retrySecondsOf(message.attempts, chance) });
}
