/** Sends each mail once, however often its event comes: claim, make, send, mark. */
import type { Letter } from "../../emails/letter.ts";
import { type MailWords, mailWordsOf } from "../../emails/mail-words.ts";
import { renderMail } from "../../emails/render-mail.ts";
import { assert } from "../base/assert.ts";
import { type MarketId, marketOf } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { Mail } from "./mail-sender.ts";
import { claimMail, markMailSent, releaseMail } from "./mail-store.ts";
import { insertMailboxMail } from "./mailbox-store.ts";

/** What to send to whom, or null when what it is about is gone. */
export type MailDraft = {
  to: string;
  market: MarketId;
  letter: (words: MailWords) => Letter;
  headers?: Readonly<Record<string, string>>;
} | null;
/** `busy`: another consumer is sending it; look again once its claim is old. */
export type MailEnd = "done" | "busy";

/**
 * `id` names the mail: two events with one id are one mail. Throws when it could not be sent; the claim is given back
 * then, so trying again is safe. A crash after sending and before marking sends twice: no mail is worse than two.
 */
export async function sendOnce(
  world: World,
  ask: { id: string; kind: string },
  draft: () => Promise<MailDraft>,
): Promise<MailEnd> {
  const claim = await claimMail(world.accounts, { ...ask, nowMs: world.nowMs() });
  if (claim !== "mine") return claim === "sent" ? "done" : "busy";
  try {
    const mail = renderDraft(await draft());
    if (mail) await deliver(world, ask.id, mail);
    else world.log.error("mail.nothing_to_tell", { mail: ask.id });
  } catch (error) {
    await releaseMail(world.accounts, ask.id);
    throw error;
  }
  await markMailSent(world.accounts, ask.id, world.nowMs());
  return "done";
}

function renderDraft(draft: MailDraft): Mail | null {
  if (!draft) return null;
  const market = marketOf(draft.market);
  assert(market !== null, "a mail is for a market that exists");
  const words = mailWordsOf(market);
  return { to: draft.to, locale: market.locale, ...renderMail(draft.letter(words), market) };
}

const deliver = (world: World, id: string, mail: Mail): Promise<void> =>
  world.config.mailbox ? insertMailboxMail(world, id, mail) : world.mail.send(mail);
