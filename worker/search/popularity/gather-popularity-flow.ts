/**
 * Counts what is sold, and brings it into the index: the timer's, a stretch a turn. Orders are paid for, so nobody makes a
 * product popular for nothing; clicks would cost nothing, and count nothing.
 */
import { listSoldAfter } from "../../orders/sold-store.ts";
import type { Database, World } from "../../world.ts";
import { RESTATED_MAX, restateProducts } from "../index/restate-products-flow.ts";
import { heatOf, levelOf } from "./popularity.ts";
import {
  listDue,
  listFading,
  readHeats,
  readSalesMark,
  settleDue,
  writeCounted,
  writeLevels,
} from "./popularity-store.ts";

const DAY_MS = 86_400_000;
/** Orders of one turn and database: 432,000 a day. */
const ORDERS_MAX = 300;
/** An order may be stored a moment after the time it bears: it is counted when none can come before it any more. */
const SETTLED_MS = 60_000;
const FADING_MAX = 500;

/** Bears running twice. */
export async function gatherPopularity(world: World): Promise<void> {
  for (const [index, orders] of world.ordersAll.entries()) await countSales(world, orders, `orders-${index}`);
  await fade(world);
  const due = await listDue(world.insights, RESTATED_MAX);
  if (due.length === 0) return;
  await restateProducts(
    world,
    due.map(({ productId }) => productId),
  );
  await settleDue(world.insights, due);
}

async function countSales(world: World, orders: Database, source: string): Promise<void> {
  const nowMs = world.nowMs();
  const before = await readSalesMark(world.insights, source);
  const sold = await listSoldAfter(orders, { ...before, beforeMs: nowMs - SETTLED_MS, limit: ORDERS_MAX });
  const last = sold.at(-1);
  if (!last) return;
  const lines = Map.groupBy(
    sold.flatMap((order) => order.lines.map((line) => ({ ...line, soldAtMs: order.placedAtMs }))),
    ({ productId }) => productId,
  );
  const heats = await readHeats(world.insights, [...lines.keys()]);
  const products = [...lines].map(([productId, own]) => {
    const heat = heatOf(heats.get(productId) ?? null, own);
    return { productId, heat, level: levelOf(heat, nowMs) };
  });
  const after = { placedAtMs: last.placedAtMs, orderId: last.orderId };
  await writeCounted(world.insights, { source, before, after, day: dayOf(nowMs) }, products);
}

/** What is sold no more sinks, a step each time that its units count half as much. */
async function fade(world: World): Promise<void> {
  const nowMs = world.nowMs();
  const fading = await listFading(world.insights, dayOf(nowMs), FADING_MAX);
  if (fading.length === 0) return;
  await writeLevels(
    world.insights,
    dayOf(nowMs),
    fading.map((each) => ({ ...each, level: levelOf(each.heat, nowMs) })),
  );
}

const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);
