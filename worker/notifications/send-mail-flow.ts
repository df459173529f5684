/** Sends each mail once, however often its event comes: claim, make, mark, send, mark. */
import type { Letter } from "../../emails/letter.ts";
import { type MailWords, mailWordsOf } from "../../emails/mail-words.ts";
import { renderMail } from "../../emails/render-mail.ts";
import { assert } from "../base/assert.ts";
import type { MarketId, Markets } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { type Mail, MailUnsure, messageIdOf } from "./mail-sender.ts";
import { claimMail, markMailSending, markMailSent, releaseMail } from "./mail-store.ts";
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
 * then, so trying again is safe. One that was being handed over when the store ended, or was not answered, is not sent
 * again: it may have gone out, and doctor lists it (docs/decisions/0007).
 */
export async function sendOnce(
  world: World,
  ask: { id: string; kind: string },
  draft: () => Promise<MailDraft>,
): Promise<MailEnd> {
  const claim = { id: ask.id, claimedAtMs: world.nowMs() };
  const claimed = await claimMail(world.accounts, { ...ask, nowMs: claim.claimedAtMs });
  if (claimed === "unsure") return unsure(world, ask.id);
  if (claimed !== "mine") return claimed === "sent" ? "done" : "busy";
  try {
    const mail = renderDraft(await world.markets(), await draft());
    if (!mail) world.log.error("mail.nothing_to_tell", { mail: ask.id });
    else if (await markMailSending(world.accounts, claim)) await deliver(world, ask.id, mail);
    else return "busy";
  } catch (error) {
    if (error instanceof MailUnsure) return unsure(world, ask.id);
    await releaseMail(world.accounts, claim);
    throw error;
  }
  await markMailSent(world.accounts, ask.id, world.nowMs());
  return "done";
}

function unsure(world: World, id: string): MailEnd {
  world.log.error("mail.unsure", { mail: id });
  return "done";
}

function renderDraft(markets: Markets, draft: MailDraft): Mail | null {
  if (!draft) return null;
  const market = markets.known(draft.market);
  assert(market !== null, "a mail is for a market that exists");
  const words = mailWordsOf(market);
  const { to, headers = {} } = draft;
  return { to, locale: market.locale, headers, ...renderMail(draft.letter(words), market) };
}

const deliver = (world: World, id: string, mail: Mail): Promise<void> =>
  world.config.mailbox
    ? insertMailboxMail(world, id, mail)
    : world.mail.send({ ...mail, messageId: messageIdOf(id, world.config.mailFrom) });
