/** Reads and writes certificates of exemption. */
import { and, desc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { cursorOf, partsOfCursor } from "../../base/cursor.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import { EXEMPTIONS_OF_ACCOUNT_MAX } from "./exemption.ts";
import { taxExemptions } from "./exemption-tables.ts";

export type KeptExemption = typeof taxExemptions.$inferSelect;

/** Those of an account that nobody ended, whatever their days. */
export const listExemptionsOf = (db: Database, customerId: string): Promise<KeptExemption[]> =>
  db
    .select()
    .from(taxExemptions)
    .where(and(eq(taxExemptions.customerId, customerId), isNull(taxExemptions.endedAtMs)))
    .orderBy(desc(taxExemptions.createdAtMs), desc(taxExemptions.id))
    .limit(EXEMPTIONS_OF_ACCOUNT_MAX);

export async function readExemption(db: Database, id: string): Promise<KeptExemption | null> {
  return (await db.select().from(taxExemptions).where(eq(taxExemptions.id, id)).get()) ?? null;
}

export const EXEMPTION_STATES = ["open", "ended"] as const;
type ExemptionState = (typeof EXEMPTION_STATES)[number];
type ListAsk = {
  q?: string | undefined;
  state?: ExemptionState | undefined;
  limit: number;
  cursor?: string | undefined;
};
const LIST = "tax_exemptions";

/** Newest first. `q` is an id, or a part of an address or a certificate's number; `ended`: those that staff ended. */
export async function listExemptions(
  db: Database,
  { q, state, limit, cursor }: ListAsk,
): Promise<Outcome<{ items: KeptExemption[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const { id, email, certificate, createdAtMs, endedAtMs } = taxExemptions;
  const list = `${LIST} ${state ?? ""} ${q ?? ""}`;
  const after = cursor ? partsOfCursor(cursor, list, ["number", "string"]) : [];
  if (!after) return refused({ code: "cursor.invalid" });
  const [atMs, lastId] = [Number(after[0]), String(after[1])];
  const wanted = q?.toLowerCase();
  const rows = await db
    .select()
    .from(taxExemptions)
    .where(
      and(
        state && (state === "ended" ? isNotNull(endedAtMs) : isNull(endedAtMs)),
        wanted
          ? or(eq(id, q ?? ""), sql`instr(${email}, ${wanted}) > 0`, sql`instr(lower(${certificate}), ${wanted}) > 0`)
          : undefined,
        cursor ? or(lt(createdAtMs, atMs), and(eq(createdAtMs, atMs), lt(id, lastId))) : undefined,
      ),
    )
    .orderBy(desc(createdAtMs), desc(id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return done({ items, nextCursor: last ? cursorOf(list, [last.createdAtMs, last.id]) : null });
}

/** Fails the batch where its id is taken, or, as an overtaken write does, where the account has as many as it may. */
export const exemptionInsert = (db: Database, row: KeptExemption): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT INTO tax_exemptions (id, customer_id, email, country, region, kind, certificate, valid_from, valid_until,
        by_name, created_at_ms, version)
      SELECT ${row.id}, ${row.customerId}, ${row.email}, ${row.country}, ${row.region}, ${row.kind}, ${row.certificate},
        ${row.validFrom}, ${row.validUntil}, ${row.byName}, ${row.createdAtMs},
        CASE WHEN count(*) < ${EXEMPTIONS_OF_ACCOUNT_MAX} THEN ${row.version} END
      FROM tax_exemptions WHERE customer_id = ${row.customerId} AND ended_at_ms IS NULL`,
  );

/** Fails the batch where it has another version by now. `row` is as it is afterwards. */
export const exemptionEnd = (db: Database, row: KeptExemption): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE tax_exemptions SET ended_at_ms = ${row.endedAtMs}, ended_by_name = ${row.endedByName},
      version = CASE version WHEN ${row.version - 1} THEN ${row.version} END WHERE id = ${row.id}`,
  );
