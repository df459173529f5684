/** Sends mails through Cloudflare's `send_email` binding. Tries once, within a time: the queue tries again, ever later. */
import type { Config } from "../config.ts";
import { type MailSender, MailUnsure, senderOf } from "./mail-sender.ts";

/** Shorter than a claim on a mail is good for. */
const SEND_MS = 30_000;

/**
 * The service writes its own `Message-ID` and refuses any other (docs/decisions/0007), so the mail's name goes with it as
 * what it refers to: clients show a second sending in the first one's conversation, and logs are searched by it.
 */
export const mailSenderOf = (env: Env, config: Config): MailSender => ({
  send: async ({ to, subject, html, text, headers, messageId }) => {
    const named = { ...headers, References: messageId, "X-Entity-Ref-ID": messageId.slice(1, -1) };
    await inTime(env.MAIL.send({ from: senderOf(config.mailFrom), to, subject, html, text, headers: named }));
  },
});

async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new MailUnsure("the mail service did not answer in time")), SEND_MS);
  });
  await Promise.race([sending, late]).finally(() => clearTimeout(timer));
}
