/** A mail, ready to send. */
export type Mail = { to: string; subject: string; html: string; text: string; locale: string };

export type MailSender = { send(mail: Mail, id: string): Promise<void> };
