/** How the local mailbox looks: two plain pages, made here because they belong to no shopper and no market. */
import { html, raw } from "hono/html";
import type { MailboxMail, MailboxRow } from "./mailbox-store.ts";

/** The pages' only style; its hash is what their policy allows. */
export const STYLE = `
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 14%,transparent);--brand:#0a5b47;font:16px/1.5 system-ui,sans-serif}
@media (prefers-color-scheme:dark){:root{--brand:#63d3ab}}
body{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
header{display:flex;align-items:baseline;gap:.75rem;flex-wrap:wrap;margin-bottom:1rem}
h1{font-size:1.5rem;margin:0}header p{margin:0}a{color:var(--brand)}
ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.75rem;overflow:hidden}
li+li{border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:minmax(10rem,16rem) 1fr auto;gap:.25rem 1rem;padding:.85rem 1rem;color:inherit;text-decoration:none}
li a:hover,li a:focus-visible{background:color-mix(in srgb,var(--brand) 10%,transparent)}
li b,dd{overflow-wrap:anywhere}time{opacity:.7;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1rem}dt{opacity:.7}dd{margin:0}
iframe{box-sizing:border-box;width:100%;height:46rem;border:1px solid var(--line);border-radius:.75rem;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:.5rem 0 0}
summary{cursor:pointer;margin-top:1rem}.empty{padding:3rem 1rem;text-align:center;opacity:.7;border:1px dashed var(--line);border-radius:.75rem}
@media (max-width:40rem){li a{grid-template-columns:1fr auto}li a b{grid-column:1/-1;grid-row:2}}
`;

const page = (title: string, body: unknown) => html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${raw(STYLE)}</style></head><body><main>${body}</main></body></html>`;

const timeOf = (atMs: number) => {
  const iso = new Date(atMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
};

export const listPage = (rows: readonly MailboxRow[]) =>
  page(
    "Mailbox",
    html`<header><h1>Mailbox</h1><p>What this local store would have mailed, newest first. <a href="/">To the store</a></p></header>
${rows.length === 0 ? html`<p class="empty">No mail yet. Place an order or make an account, and it appears here.</p>` : html`<ul>${rows.map(rowOf)}</ul>`}`,
  );

const rowOf = (row: MailboxRow) =>
  html`<li><a href="/mailbox/${encodeURIComponent(row.id)}"><span>${row.to}</span><b><bdi>${row.subject}</bdi></b>${timeOf(row.sentAtMs)}</a></li>`;

/** The mail's HTML is shown in a frame, from an address of its own. */
export const mailPage = (mail: MailboxMail) =>
  page(
    mail.subject,
    html`<header><h1><bdi>${mail.subject}</bdi></h1><p><a href="/mailbox">All mails</a></p></header>
<dl><dt>To</dt><dd>${mail.to}</dd><dt>From</dt><dd>${mail.from}</dd><dt>Sent</dt><dd>${timeOf(mail.sentAtMs)}</dd><dt>Locale</dt><dd>${mail.locale}</dd><dt>Message-ID</dt><dd>${mail.messageId}</dd>${mail.sends > 1 ? html`<dt>Sends</dt><dd>${mail.sends}, kept once</dd>` : ""}</dl>
<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" src="/mailbox/${encodeURIComponent(mail.id)}/html"></iframe>
<details open><summary>Text part</summary><pre dir="auto">${mail.text}</pre></details>`,
  );
