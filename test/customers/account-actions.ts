/** What a person does with an account, over the API of the store under test. */
import { env, exports } from "cloudflare:workers";

export const ORIGIN = "http://store.test";
export const PASSWORD = "correct horse battery";

type Options = { headers?: Record<string, string>; method?: string };

export const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}${path}`, { headers, redirect: "manual" });

export const post = (path: string, body: unknown, { headers = {}, method = "POST" }: Options = {}): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

export const signUp = (email: string, more: Record<string, unknown> = {}) =>
  post("/api/auth/sign-up/email", { name: "Alex Example", email, password: PASSWORD, ...more });

export const signIn = (email: string, password = PASSWORD, ip = "203.0.113.7") =>
  post("/api/auth/sign-in/email", { email, password }, { headers: { "cf-connecting-ip": ip } });

type MailboxMail = { id: string; to: string; subject: string; html: string; text: string; locale: string };
const LOOKS_MAX = 100;
const LOOK_MS = 100;

/** The newest mail to an address whose subject holds these words; waits for the queue to bring it. */
export async function mailTo(to: string, subject: string): Promise<MailboxMail> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const mails = await mailsTo(to);
    const found = mails.find((mail) => mail.subject.includes(subject));
    if (found) return found;
    await scheduler.wait(LOOK_MS);
  }
  throw new Error(`No mail to ${to} about "${subject}"`);
}

export async function mailsTo(to: string): Promise<MailboxMail[]> {
  const answer = await get(`/api/mailbox?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { items: MailboxMail[] }).items;
}

/** The first link in a mail's text. */
export const linkIn = ({ text }: MailboxMail): URL => new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? "");

/** An account whose address was proven, without waiting for the mail. */
export async function openAccount(email: string): Promise<void> {
  await signUp(email);
  await env.ACCOUNTS.prepare("UPDATE user SET email_verified = 1 WHERE email = ?").bind(email).run();
}

/** The `Cookie` header a browser would send after this response. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
