/** A mail, ready to send, and the name by which a second sending of it is known. */
import { createHash } from "node:crypto";

/** `headers` are what the mail has beside the usual ones, such as `List-Unsubscribe`. */
export type Mail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  locale: string;
  headers?: Readonly<Record<string, string>>;
};

/** `messageId` is the same however often a mail is sent. Throws when it was not taken; `MailUnsure` when nobody knows. */
export type MailSender = { send(mail: Mail & { messageId: string }): Promise<void> };

/** No answer came: the mail may have been taken, or not. */
export class MailUnsure extends Error {
  override name = "MailUnsure";
}

/** A mail's `Message-ID`, made from what it is about: one event is one mail, whoever counts. `from` is the store's address. */
export function messageIdOf(mailId: string, from: string): string {
  const domain = senderOf(from).email.split("@").at(-1);
  return `<${createHash("sha256").update(mailId).digest("hex")}@${domain}>`;
}

/** `TechRetail <orders@store.example>` in its parts; a bare address is its own name. */
export function senderOf(from: string): { name: string; email: string } {
  const [, name = "", email = ""] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email === "" ? { name: from.trim(), email: from.trim() } : { name, email };
}
