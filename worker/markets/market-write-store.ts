/** Writes markets, each with the version it becomes and the audit's entry, in one batch. */
import { desc, eq } from "drizzle-orm";
import type { AuditEntry } from "../admin/audit-store.ts";
import { pendingAudit } from "../admin/pending-audit-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { Database } from "../world.ts";
import { markets, marketVersions } from "./market-tables.ts";
import type { MarketFacts } from "./markets.ts";

type Write = { facts: MarketFacts; by: Viewer; atMs: number; entry: AuditEntry };

/**
 * False when somebody else was first: the version's row is there already, so nothing of the batch is written. `facts` have
 * the version they get.
 */
export async function writeMarket(db: Database, { facts, by, atMs, entry }: Write): Promise<boolean> {
  const { id: marketId, version } = facts;
  const row = { ...facts, updatedAtMs: atMs };
  try {
    await db.batch([
      db.insert(marketVersions).values({ marketId, version, atMs, byId: by.id, byName: by.name, facts }),
      db.insert(markets).values(row).onConflictDoUpdate({ target: markets.id, set: row }),
      pendingAudit(db, entry),
    ]);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** The key of a version, or a domain that another market got meanwhile. */
const TAKEN = /UNIQUE constraint failed: (market_versions\.|markets\.domain)/;
function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return TAKEN.test(String(error)) || TAKEN.test(String(cause));
}

/** More are in the audit. */
const VERSIONS_SHOWN = 20;

export type MarketVersion = typeof marketVersions.$inferSelect;
/** The newest first. */
export const listMarketVersions = (db: Database, marketId: string): Promise<MarketVersion[]> =>
  db
    .select()
    .from(marketVersions)
    .where(eq(marketVersions.marketId, marketId))
    .orderBy(desc(marketVersions.version))
    .limit(VERSIONS_SHOWN);
