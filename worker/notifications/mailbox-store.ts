/** The local mailbox: mails of a store that delivers none, whole, to be read at `/mailbox`. Written only where `MAILBOX` is on. */
import { desc, eq, sql } from "drizzle-orm";
import type { World } from "../world.ts";
import { type Mail, messageIdOf } from "./mail-sender.ts";
import { mailbox } from "./mail-tables.ts";

export type MailboxMail = typeof mailbox.$inferSelect;
export type MailboxRow = Omit<MailboxMail, "html" | "text" | "headers" | "messageId">;

export const MAILBOX_LIMIT_MAX = 200;
/** Older ones are forgotten. */
const MAILBOX_KEPT = 5_000;

/** As whoever receives it would: one mail for each `Message-ID`, however often it comes; how often is counted. */
export async function insertMailboxMail(world: World, id: string, mail: Mail): Promise<void> {
  const from = world.config.mailFrom;
  const row = { id, ...mail, from, sentAtMs: world.nowMs(), messageId: messageIdOf(id, from) };
  const old = sql`${mailbox.id} IN (SELECT id FROM mailbox ORDER BY sent_at_ms DESC LIMIT -1 OFFSET ${MAILBOX_KEPT})`;
  await world.accounts.batch([
    world.accounts
      .insert(mailbox)
      .values(row)
      .onConflictDoUpdate({ target: mailbox.id, set: { sends: sql`${mailbox.sends} + 1` } }),
    world.accounts.delete(mailbox).where(old),
  ]);
}

/** Newest first; to one address, or all. */
export async function listMailbox(world: World, ask: { to?: string; limit: number }): Promise<MailboxRow[]> {
  const { id, to, from, subject, locale, sentAtMs, sends } = mailbox;
  return world.accounts
    .select({ id, to, from, subject, locale, sentAtMs, sends })
    .from(mailbox)
    .where(ask.to === undefined ? undefined : eq(to, ask.to))
    .orderBy(desc(sentAtMs), desc(id))
    .limit(Math.min(ask.limit, MAILBOX_LIMIT_MAX));
}

export async function readMailboxMail(world: World, id: string): Promise<MailboxMail | null> {
  return (await world.accounts.select().from(mailbox).where(eq(mailbox.id, id)).get()) ?? null;
}
