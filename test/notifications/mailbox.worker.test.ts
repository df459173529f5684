import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../worker/app.ts";
import { mailSenderOf } from "../../worker/notifications/mail-client.ts";
import { messageIdOf, senderOf } from "../../worker/notifications/mail-sender.ts";
import { insertMailboxMail } from "../../worker/notifications/mailbox-store.ts";
import { testWorld } from "../support/test-world.ts";

const MAIL = {
  to: "reader@example.com",
  subject: `<script>alert("subject")</script>`,
  html: "<!doctype html><html><head></head><body><script>alert(1)</script>Hello</body></html>",
  text: "Hello <b>",
  locale: "en-US",
};
const ask = (path: string, bindings: Partial<Env> = {}) =>
  app.request(`http://store.test${path}`, {}, { ...env, ...bindings }, createExecutionContext());

describe("the local mailbox", () => {
  test("shows mails newest first, with every word of a stranger escaped and no script allowed", async () => {
    await insertMailboxMail(testWorld({ nowMs: () => 1_000 }), "mail-1", MAIL);
    await insertMailboxMail(testWorld({ nowMs: () => 2_000 }), "mail-2", { ...MAIL, subject: "Newer" });
    const list = await ask("/mailbox");
    const page = await list.text();
    expect(page.indexOf("Newer")).toBeLessThan(page.indexOf("&lt;script&gt;alert(&quot;subject&quot;)"));
    expect(page).not.toContain("<script");
    expect(list.headers.get("content-security-policy")).toContain("default-src 'none'");
    const one = await ask("/mailbox/mail-1");
    expect(await one.text()).toContain('sandbox="allow-popups');
    const inner = await ask("/mailbox/mail-1/html");
    expect(inner.headers.get("content-security-policy")).toMatch(
      /^sandbox (?!.*allow-scripts)(?!.*allow-same-origin).*default-src 'none'/,
    );
    expect((await ask("/mailbox/mail-3")).status).toBe(404);
  });

  test("gives programs the mails to one address", async () => {
    await insertMailboxMail(testWorld(), "mail-4", { ...MAIL, to: "other@example.com" });
    const answer = (await (await ask("/api/mailbox?to=other@example.com")).json()) as { items: { id: string }[] };
    expect(answer.items.map((mail) => mail.id)).toEqual(["mail-4"]);
    expect((await ask("/api/mailbox?limit=0")).status).toBe(422);
  });

  test("does not exist where mails are really sent", async () => {
    await insertMailboxMail(testWorld(), "mail-5", MAIL);
    for (const path of ["/mailbox", "/mailbox/mail-5", "/mailbox/mail-5/html", "/api/mailbox"])
      expect((await ask(path, { MAILBOX: "" })).status).toBe(404);
  });
});

describe("sending for real", () => {
  test("hands the mail to Cloudflare's binding, from the store's name and address", async () => {
    const sent: unknown[] = [];
    const binding = { send: async (mail: unknown) => void sent.push(mail) } as unknown as SendEmail;
    const { config } = testWorld();
    const headers = { "List-Unsubscribe": "<https://store.test/unsubscribe>" };
    const mail = { ...MAIL, headers, messageId: messageIdOf("order.placed:1", config.mailFrom) };
    await mailSenderOf({ ...env, MAIL: binding }, config).send(mail);
    const { locale: _, ...handed } = MAIL;
    expect(sent).toEqual([
      {
        ...handed,
        from: { name: "TechRetail", email: "orders@techretail.example" },
        headers: {
          ...headers,
          References: expect.stringMatching(/^<[0-9a-f]{64}@techretail\.example>$/),
          "X-Entity-Ref-ID": expect.stringMatching(/^[0-9a-f]{64}@techretail\.example$/),
        },
      },
    ]);
  });

  test("names a mail by what it is about: the same however often it is sent", () => {
    const from = "Tech Retail <a@b.example>";
    expect(messageIdOf("order.placed:1", from)).toBe(messageIdOf("order.placed:1", from));
    expect(messageIdOf("order.placed:1", from)).not.toBe(messageIdOf("order.placed:2", from));
  });

  test("a sender may be a name with an address, or an address alone", () => {
    expect(senderOf("Tech Retail <a@b.example>")).toEqual({ name: "Tech Retail", email: "a@b.example" });
    expect(senderOf("a@b.example")).toEqual({ name: "a@b.example", email: "a@b.example" });
  });
});
