/** The local mailbox: mails of a store that delivers none, whole, to be read at `/mailbox`. Written only where `MAILBOX` is on. */
import { desc, eq, sql } from "drizzle-orm";
import type { World } from "../world.ts";
import type { Mail } from "./mail-sender.ts";
import { mailbox } from "./mail-tables.ts";

export type MailboxMail = typeof mailbox.$inferSelect;
export type MailboxRow = Omit<MailboxMail, "html" | "text" | "headers">;

export const MAILBOX_LIMIT_MAX = 200;
/** Older ones are forgotten. */
const MAILBOX_KEPT = 1_000;

/** Repeats safely: a mail is in the box once. */
export async function insertMailboxMail(world: World, id: string, mail: Mail): Promise<void> {
  const row = { id, ...mail, from: world.config.mailFrom, sentAtMs: world.nowMs() };
  const old = sql`${mailbox.id} IN (SELECT id FROM mailbox ORDER BY sent_at_ms DESC LIMIT -1 OFFSET ${MAILBOX_KEPT})`;
  await world.accounts.batch([
    world.accounts.insert(mailbox).values(row).onConflictDoNothing(),
    world.accounts.delete(mailbox).where(old),
  ]);
}

/** Newest first; to one address, or all. */
export async function listMailbox(world: World, ask: { to?: string; limit: number }): Promise<MailboxRow[]> {
  const { id, to, from, subject, locale, sentAtMs } = mailbox;
  return world.accounts
    .select({ id, to, from, subject, locale, sentAtMs })
    .from(mailbox)
    .where(ask.to === undefined ? undefined : eq(to, ask.to))
    .orderBy(desc(sentAtMs), desc(id))
    .limit(Math.min(ask.limit, MAILBOX_LIMIT_MAX));
}

export async function readMailboxMail(world: World, id: string): Promise<MailboxMail | null> {
  return (await world.accounts.select().from(mailbox).where(eq(mailbox.id, id)).get()) ?? null;
}
