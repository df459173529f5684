/**
 * Does everything add up? Looks for what the timer should have finished, what was given up on, and projections that
 * differ from their source. Looking changes nothing; repairing makes projections again and touches no source of truth.
 */
import { checkCollections, rebuildCollections } from "../catalog/groups/collect-products-flow.ts";
import { listOverdueCheckouts } from "../checkout/overdue-checkout-store.ts";
import { checkCustomerOrders, rebuildCustomerOrders } from "../customers/rebuild-customer-orders-flow.ts";
import type { Viewer } from "../customers/viewer.ts";
import { listOverdueEvents } from "../events/unsent-store.ts";
import { checkLedgers } from "../inventory/check-ledgers-flow.ts";
import { checkLevels, rebuildLevels } from "../inventory/rebuild-levels-flow.ts";
import { knowsAddress } from "../notifications/store-address-store.ts";
import { listUncommittedOrders } from "../orders/order-store.ts";
import { listOverdueRefunds } from "../payments/overdue-refund-store.ts";
import { rebuildSearch } from "../search/index/rebuild-search-flow.ts";
import { checkProjections, rebuildDocuments } from "../search/rebuild-flow.ts";
import type { Database, World } from "../world.ts";
import { recordAudit } from "./audit-store.ts";
import { listDeadLetters } from "./dead-letter-store.ts";

/** What is looked at, in the order it is told. */
export const CHECKS = ["checkouts", "commits", "refunds", "events", "dead_letters", "address"] as const;
export type Check = (typeof CHECKS)[number];
/** `count` stops at `FINDINGS_MAX`; `examples` are ids of the first few. A count of 0: all is well there. */
export type Finding = { check: Check; count: number; examples: readonly string[] };

/** A count of so many is that many or more. */
export const FINDINGS_MAX = 100;
const EXAMPLES_MAX = 5;
const MINUTE_MS = 60_000;
/** The timer runs every minute and takes several turns for much work. */
const TIMER_GRACE_MS = 10 * MINUTE_MS;
const COMMIT_GRACE_MS = 5 * MINUTE_MS;
/** An event that its request left unsent is sent by the next run but one at the latest. */
const SEND_GRACE_MS = 2 * MINUTE_MS;
const REFUND_GRACE_MS = 10 * MINUTE_MS;
/** Banks take up to ten business days for a refund. */
const REFUND_ON_ITS_WAY_MS = 30 * 86_400_000;

/** Cheap enough for a page: each check walks an index and stops at a limit. */
export async function examineStore(world: World): Promise<Finding[]> {
  const nowMs = world.nowMs();
  const limit = FINDINGS_MAX;
  const inOrders = async (list: (db: Database) => Promise<string[]>) =>
    (await Promise.all(world.ordersAll.map(list))).flat();
  const outboxes = [world.catalog, world.accounts, ...world.ordersAll];
  const found: Record<Check, string[]> = {
    checkouts: await inOrders((db) => listOverdueCheckouts(db, { nowMs, graceMs: TIMER_GRACE_MS, limit })),
    commits: await inOrders(async (db) =>
      (await listUncommittedOrders(db, { placedBeforeMs: nowMs - COMMIT_GRACE_MS, limit })).map(({ id }) => id),
    ),
    refunds: await inOrders((db) =>
      listOverdueRefunds(db, {
        unansweredSinceMs: nowMs - REFUND_GRACE_MS,
        onItsWaySinceMs: nowMs - REFUND_ON_ITS_WAY_MS,
        limit,
      }),
    ),
    events: (
      await Promise.all(outboxes.map((db) => listOverdueEvents(db, { madeBeforeMs: nowMs - SEND_GRACE_MS, limit })))
    ).flat(),
    address: (await knowsAddress(world)) ? [] : ["STORE_ORIGIN"],
    dead_letters: (await listDeadLetters(world, { state: "open", limit })).map(({ id }) => id),
  };
  return CHECKS.map((check) => ({
    check,
    count: Math.min(found[check].length, FINDINGS_MAX),
    examples: found[check].slice(0, EXAMPLES_MAX),
  }));
}

/** What is made from a source of truth, and can be made again. */
export const PROJECTIONS = ["search", "documents", "collections", "levels", "customer_orders"] as const;
export type Projection = (typeof PROJECTIONS)[number];
/** Ledgers are a source of truth: they are looked at with the projections, and never made again. */
export const EXAMINED = [...PROJECTIONS, "ledgers"] as const;
export type Examined = (typeof EXAMINED)[number];
/** One stretch of a projection: go on with `next` until it is null; begin with an empty text. */
export type ExamineTurn = { checked: number; differs: readonly string[]; next: string | null };
/** `done` is how many were made again in this stretch. Go on as with `ExamineTurn`. */
export type RepairTurn = { done: number; next: string | null };

/** Compares the next stretch with its source, or a ledger with its own hashes. */
export async function examineProjection(world: World, projection: Examined, after: string): Promise<ExamineTurn> {
  if (projection === "ledgers") return checkLedgers(world, after);
  if (projection === "collections") return checkCollections(world, after);
  if (projection === "levels") return checkLevels(world, after);
  if (projection === "customer_orders") return checkCustomerOrders(world, after);
  const turn = await checkProjections(world, after);
  const differs = projection === "search" ? turn.searchDiffers : turn.documentDiffers;
  return { checked: turn.checked, differs, next: turn.nextId };
}

/** Makes the next stretch again while the store sells; repeats safely. The first turn is noted in the audit. */
export async function repairProjection(
  world: World,
  { projection, after, by }: { projection: Projection; after: string; by: Viewer },
): Promise<RepairTurn> {
  if (after === "")
    await recordAudit(world, {
      by,
      action: "projection.rebuilt",
      subject: `projection:${projection}`,
      before: null,
      after: null,
    });
  if (projection === "collections") return rebuildCollections(world, after);
  if (projection === "levels") return rebuildLevels(world, after);
  if (projection === "customer_orders") return rebuildCustomerOrders(world, after);
  const { products, nextId } = await (projection === "search" ? rebuildSearch(world) : rebuildDocuments(world, after));
  return { done: products, next: nextId };
}
