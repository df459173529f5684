/** Reads and writes drops. Which are live is kept in memory for a few seconds: every purchase asks. */
import { and, desc, eq, gt } from "drizzle-orm";
import { newMemory } from "../base/memory-store.ts";
import type { Database, World } from "../world.ts";
import { DROPS_LIVE_MAX, type Drop, isLive } from "./drop.ts";
import { drops } from "./drop-tables.ts";

/** A change by staff reaches another isolate's purchases within this. The opening itself is in the row. */
const LIVE_KEPT_MS = 5_000;
/** Staff see the newest ones. */
export const DROPS_SHOWN_MAX = 100;

const kept = newMemory<"live", readonly Drop[]>(LIVE_KEPT_MS);

/** Announced or open right now. What is read is at most `LIVE_KEPT_MS` old. */
export async function listLiveDrops(world: World): Promise<readonly Drop[]> {
  const nowMs = world.nowMs();
  const announced = await kept.recall("live", nowMs, async () =>
    world.catalog
      .select()
      .from(drops)
      .where(and(eq(drops.status, "announced"), gt(drops.closesAtMs, nowMs)))
      .limit(DROPS_LIVE_MAX),
  );
  return announced.filter((drop) => isLive(drop, nowMs));
}

/** The one that keeps one of these SKUs. */
export async function findLiveDropOf(world: World, skus: readonly string[]): Promise<Drop | null> {
  const live = await listLiveDrops(world);
  return live.find((drop) => drop.skus.some((sku) => skus.includes(sku))) ?? null;
}

/** A live one from memory; any other one as it is stored. */
export async function readDrop(world: World, id: string): Promise<Drop | null> {
  const live = (await listLiveDrops(world)).find((drop) => drop.id === id);
  return live ?? readStoredDrop(world.catalog, id);
}

export async function readStoredDrop(db: Database, id: string): Promise<Drop | null> {
  const [row] = await db.select().from(drops).where(eq(drops.id, id));
  return row ?? null;
}

/** The newest opening first. */
export const listDrops = (db: Database): Promise<Drop[]> =>
  db.select().from(drops).orderBy(desc(drops.opensAtMs), drops.id).limit(DROPS_SHOWN_MAX);

/** False when another change came first: the row has not the version before this one's, or is there already. */
export async function putDrop(db: Database, drop: Drop): Promise<boolean> {
  kept.forget();
  const { id, ...rest } = drop;
  const written =
    drop.version === 1
      ? await db.insert(drops).values(drop).onConflictDoNothing()
      : await db
          .update(drops)
          .set(rest)
          .where(and(eq(drops.id, id), eq(drops.version, drop.version - 1)));
  return written.meta.changes > 0;
}
