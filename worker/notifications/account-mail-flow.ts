/** Mails about an account: prove the address, choose a new password, you have one already. */
import { accountExists } from "../../emails/account-exists.ts";
import { resetPassword } from "../../emails/reset-password.ts";
import { verifyEmail } from "../../emails/verify-email.ts";
import { readAccountMail } from "../customers/account-mail-store.ts";
import type { AccountEventKind, StoreEvent } from "../events/event.ts";
import type { World } from "../world.ts";
import { type MailEnd, sendOnce } from "./send-mail-flow.ts";

export type AccountEvent = Extract<StoreEvent, { kind: AccountEventKind }>;

const LETTERS = {
  "account.verification_asked": verifyEmail,
  "account.reset_asked": resetPassword,
  "account.exists": accountExists,
} satisfies Record<AccountEventKind, typeof verifyEmail>;

/** Each asking is a mail of its own. */
export const mailAccountEvent = (world: World, event: AccountEvent): Promise<MailEnd> =>
  sendOnce(world, { id: `${event.kind}:${event.id}`, kind: event.kind }, async () => {
    const mail = await readAccountMail(world, event.payload);
    return mail && { to: mail.email, market: mail.market, letter: (words) => LETTERS[event.kind](mail.link, words) };
  });
