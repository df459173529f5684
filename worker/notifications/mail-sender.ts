/** A mail, ready to send. */
export type Mail = { to: string; subject: string; html: string; text: string; locale: string };

/** Throws when the mail was not taken, or no answer came in time. */
export type MailSender = { send(mail: Mail): Promise<void> };

/** `TechRetail <orders@store.example>` in its parts; a bare address is its own name. */
export function senderOf(from: string): { name: string; email: string } {
  const [, name = "", email = ""] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email === "" ? { name: from.trim(), email: from.trim() } : { name, email };
}
