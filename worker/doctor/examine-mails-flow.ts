/** Mails that were begun and never marked as sent: what became of them is known to nobody. */
import { eventOfMail } from "../notifications/mail-event.ts";
import { listUnsentMails } from "../notifications/mail-store.ts";
import type { World } from "../world.ts";
import { type BookTurn, MAIL_GRACE_MS } from "./book-turn.ts";
import { disagreement } from "./disagreements.ts";

const MAILS_TURN = 100;

export async function examineMails(world: World, after: string): Promise<BookTurn> {
  const beforeMs = world.nowMs() - MAIL_GRACE_MS;
  const rows = await listUnsentMails(world.accounts, { after, beforeMs, limit: MAILS_TURN });
  const found = rows.map(({ id, state }) => {
    const code = eventOfMail(id, beforeMs) ? "mail.unsure" : "mail.unsure_gone";
    return disagreement(code, { mailId: id }, { state });
  });
  return { checked: rows.length, found, next: rows.length === MAILS_TURN ? (rows.at(-1)?.id ?? null) : null };
}
