/** One row a mail, claimed before it is sent, so that an event seen ten times sends one mail. Holds no address and no text. */
import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { mails } from "./mail-tables.ts";

/** A claim that led to nothing for so long was left by a crash, and may be taken over. Longer than a send may take. */
export const CLAIM_MS = 60_000;
const MAILS_KEPT_MS = 30 * 86_400_000;
const PRUNE_MAX = 1_000;

/** `mine`: the caller sends it. `sent`: it was sent before. `busy`: somebody else is sending it right now. */
export type MailClaim = "mine" | "sent" | "busy";

/** Of several at once one gets `mine`; the next only once the claim is released or old. */
export async function claimMail(
  db: Database,
  { id, kind, nowMs }: { id: string; kind: string; nowMs: number },
): Promise<MailClaim> {
  const claimed = await db
    .insert(mails)
    .values({ id, kind, state: "claimed", claimedAtMs: nowMs })
    .onConflictDoUpdate({
      target: mails.id,
      set: { claimedAtMs: nowMs },
      setWhere: sql`${mails.state} = 'claimed' AND ${mails.claimedAtMs} < ${nowMs - CLAIM_MS}`,
    })
    .returning({ id: mails.id });
  if (claimed.length === 1) return "mine";
  const row = await db.select({ state: mails.state }).from(mails).where(eq(mails.id, id)).get();
  return row?.state === "sent" ? "sent" : "busy";
}

/** Gives the claim back, so that the next try need not wait until it is old. */
export async function releaseMail(db: Database, id: string): Promise<void> {
  await db.delete(mails).where(and(eq(mails.id, id), eq(mails.state, "claimed")));
}

/** For whoever has the claim. */
export async function markMailSent(db: Database, id: string, nowMs: number): Promise<void> {
  await db.update(mails).set({ state: "sent", sentAtMs: nowMs }).where(eq(mails.id, id));
}

/** Forgets mails so old that no event about them can come again. Bounded: the rest waits for the next turn. */
export async function pruneMails(db: Database, nowMs: number): Promise<void> {
  const old = db
    .select({ id: mails.id })
    .from(mails)
    .where(lt(mails.claimedAtMs, nowMs - MAILS_KEPT_MS))
    .limit(PRUNE_MAX);
  await db.delete(mails).where(sql`${mails.id} IN ${old}`);
}
