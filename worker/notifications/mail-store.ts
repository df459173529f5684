/** One row a mail, claimed before it is sent, so that an event seen ten times sends one mail. Holds no address and no text. */
import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { mails } from "./mail-tables.ts";

/** A claim that led to nothing for so long was left by a crash, and may be taken over. Longer than a send may take. */
export const CLAIM_MS = 60_000;
const MAILS_KEPT_MS = 30 * 86_400_000;
const PRUNE_MAX = 1_000;

/**
 * `mine`: the caller sends it. `sent`: it was sent before. `busy`: somebody else is sending it right now. `unsure`: it was
 * being handed over when the store ended, and may have gone out.
 */
export type MailClaim = "mine" | "sent" | "busy" | "unsure";
/** `claimedAtMs` tells one claim on a mail from the next. */
type Claim = { id: string; claimedAtMs: number };

const ofClaim = ({ id, claimedAtMs }: Claim) => and(eq(mails.id, id), eq(mails.claimedAtMs, claimedAtMs));

/** Of several at once one gets `mine`; the next only once the claim is released, or old and nothing was handed over. */
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
  const row = await db.select().from(mails).where(eq(mails.id, id)).get();
  if (row?.state === "sent") return "sent";
  return row?.state === "sending" && row.claimedAtMs < nowMs - CLAIM_MS ? "unsure" : "busy";
}

/** Gives the claim back, so that the next try need not wait until it is old. */
export async function releaseMail(db: Database, claim: Claim): Promise<void> {
  await db.delete(mails).where(and(ofClaim(claim), sql`${mails.state} <> 'sent'`));
}

/** Right before it is handed over. False when the claim was taken over meanwhile: then it is not to be sent. */
export async function markMailSending(db: Database, claim: Claim): Promise<boolean> {
  const marked = await db
    .update(mails)
    .set({ state: "sending" })
    .where(and(ofClaim(claim), eq(mails.state, "claimed")))
    .returning({ id: mails.id });
  return marked.length === 1;
}

/** For whoever has the claim. */
export async function markMailSent(db: Database, id: string, nowMs: number): Promise<void> {
  await db.update(mails).set({ state: "sent", sentAtMs: nowMs }).where(eq(mails.id, id));
}

/** Mails that were begun before a time and never marked as sent, by id. */
export async function listUnsentMails(
  db: Database,
  ask: { after: string; beforeMs: number; limit: number },
): Promise<(typeof mails.$inferSelect)[]> {
  const begun = and(sql`state <> 'sent'`, gt(mails.id, ask.after), lt(mails.claimedAtMs, ask.beforeMs));
  return db.select().from(mails).where(begun).orderBy(asc(mails.id)).limit(ask.limit);
}

/** Lets a mail that was begun before a time be claimed anew, whether it went out or not. */
export async function reopenMail(db: Database, id: string, { nowMs, beforeMs }: { nowMs: number; beforeMs: number }) {
  const begun = and(eq(mails.id, id), sql`${mails.state} <> 'sent'`, lt(mails.claimedAtMs, beforeMs));
  await db
    .update(mails)
    .set({ state: "claimed", claimedAtMs: nowMs - CLAIM_MS - 1 })
    .where(begun);
}

/** It will not be sent any more. */
export async function forgetMail(db: Database, id: string, beforeMs: number): Promise<void> {
  const begun = and(eq(mails.id, id), sql`${mails.state} <> 'sent'`, lt(mails.claimedAtMs, beforeMs));
  await db.delete(mails).where(begun);
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
