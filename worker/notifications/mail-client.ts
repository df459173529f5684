/** Sends mails through Cloudflare's `send_email` binding. Tries once, within a time: the queue tries again, ever later. */
import type { Config } from "../config.ts";
import { type MailSender, senderOf } from "./mail-sender.ts";

const SEND_MS = 10_000;

/** A send that is not answered within ten seconds throws. */
export const mailSenderOf = (env: Env, config: Config): MailSender => ({
  send: async ({ to, subject, html, text }) => {
    await inTime(env.MAIL.send({ from: senderOf(config.mailFrom), to, subject, html, text }));
  },
});

async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("the mail service did not answer in time")), SEND_MS);
  });
  await Promise.race([sending, late]).finally(() => clearTimeout(timer));
}
