/**
 * The local mailbox: what a store on a laptop would have mailed, to be read in the browser (`/mailbox`) and by programs
 * (`/api/mailbox?to=`). It does not exist unless `MAILBOX` is `on`, which only a local store sets.
 */
import { createRoute, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { limitUpTo } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { listPage, mailPage, STYLE } from "./mailbox-page.ts";
import { listMailbox, MAILBOX_LIMIT_MAX, readMailboxMail } from "./mailbox-store.ts";

const LIMIT_DEFAULT = 20;

const withMailbox: MiddlewareHandler<App> = async (c, next) =>
  c.var.world.config.mailbox ? next() : problem(c, { code: "request.not_found" });

const mail = z
  .object({
    id: z.string(),
    to: z.string(),
    from: z.string(),
    subject: z.string(),
    locale: z.string(),
    headers: z.record(z.string(), z.string()),
    sentAtMs: z.int(),
    messageId: z.string().nullable(),
    sends: z.int().openapi({ description: "How often it was sent; the box keeps one" }),
    html: z.string(),
    text: z.string(),
  })
  .openapi("MailboxMail");

const listed = createRoute({
  method: "get",
  path: "/api/mailbox",
  tags: ["Local stores"],
  summary: "Mails a local store kept in place of sending them, newest first",
  middleware: [withMailbox] as const,
  request: {
    query: z.object({
      to: z.string().max(254).optional(),
      limit: limitUpTo(MAILBOX_LIMIT_MAX, LIMIT_DEFAULT),
    }),
  },
  responses: {
    200: answers("The mails, whole", z.object({ items: z.array(mail) })),
    ...problems({ 404: "request.not_found", 422: "request.invalid" }),
  },
});

export const mailboxRoutes = newRouter()
  .openapi(listed, async (c) => {
    const { to, limit } = c.req.valid("query");
    const rows = await listMailbox(c.var.world, { limit, ...(to === undefined ? {} : { to }) });
    const mails = await Promise.all(rows.map((row) => readMailboxMail(c.var.world, row.id)));
    return c.json({ items: mails.filter((each) => each !== null) }, 200);
  })
  .get("/mailbox", withMailbox, async (c) => {
    const rows = await listMailbox(c.var.world, { limit: MAILBOX_LIMIT_MAX });
    return c.html(listPage(rows), 200, await pageHeaders());
  })
  .get("/mailbox/:id", withMailbox, async (c) => {
    const found = await readMailboxMail(c.var.world, c.req.param("id"));
    return found ? c.html(mailPage(found), 200, await pageHeaders()) : problem(c, { code: "request.not_found" });
  })
  // The mail itself, for the frame: no script, no form, nothing loaded, whatever is in it.
  .get("/mailbox/:id/html", withMailbox, async (c) => {
    const found = await readMailboxMail(c.var.world, c.req.param("id"));
    if (!found) return problem(c, { code: "request.not_found" });
    const policy =
      "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'";
    return c.html(found.html.replace("<head>", '<head><base target="_top">'), 200, {
      "content-security-policy": policy,
    });
  });

/** Only the pages' own style, and only the mail in its frame. */
async function pageHeaders(): Promise<Record<string, string>> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return {
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; frame-src 'self'; base-uri 'none'; form-action 'none'`,
  };
}
