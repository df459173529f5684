/** The API tells what it is: `/api/openapi.json` for programs, `/api/docs` for people. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import type { App } from "./context.ts";
import { newRouter } from "./router.ts";

const INFO = {
  openapi: "3.1.0",
  info: {
    title: "Meridian store API",
    version: "1",
    description:
      "Money is a whole number of the currency's smallest unit. Every change carries an id that the client made, and bears repeating. Refusals are application/problem+json (RFC 9457).",
  },
};

type Parameter = { name: string; in: string; required?: boolean; schema?: { type?: string | string[] } };
type Operation = {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { description: string }>;
};
type Row = Operation & { path: string; method: string };

/** Reads the finished app at each request, so that every domain's routes are in it. */
export const docsRoutes = (app: OpenAPIHono<App>) =>
  newRouter()
    .get("/api/openapi.json", (c) => c.json(app.getOpenAPI31Document(INFO)))
    .get("/api/docs", async (c) => {
      const { paths = {} } = app.getOpenAPI31Document(INFO);
      const rows: Row[] = Object.entries(paths).flatMap(([path, item]) =>
        Object.entries(item ?? {}).map(([method, operation]) => ({
          path,
          method: method.toUpperCase(),
          ...(operation as Operation),
        })),
      );
      c.header(
        "content-security-policy",
        `default-src 'none'; style-src 'sha256-${await styleHash()}'; base-uri 'none'`,
      );
      return c.html(pageOf(rows));
    });

const STYLE = `
:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:2rem 1rem 6rem}
h1{margin:0 0 .5rem}h2{margin:3rem 0 1rem}nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
article{border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.5rem;padding:1rem;margin:0 0 1rem}
h3{margin:0;font:600 1rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
b{display:inline-block;min-width:4.5rem}p{margin:.25rem 0 .5rem}pre{overflow:auto;margin:.5rem 0}
table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.25rem .75rem .25rem 0;vertical-align:top;overflow-wrap:anywhere}
`;
const styleHash = async () =>
  btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE)))));

function pageOf(rows: readonly Row[]) {
  const tags = [...new Set(rows.map((row) => row.tags?.[0] ?? "Other"))];
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Meridian store API</title><style>${rawStyle()}</style></head><body>
<h1>Meridian store API</h1><p>${INFO.info.description}</p><p><a href="/api/openapi.json">openapi.json</a> is the same for programs.</p>
<nav aria-label="Parts">${tags.map((tag) => html`<a href="#${tag}">${tag}</a>`)}</nav>
${tags.map((tag) => html`<h2 id="${tag}">${tag}</h2>${rows.filter((row) => (row.tags?.[0] ?? "Other") === tag).map(routeOf)}`)}
</body></html>`;
}

const rawStyle = () => html([STYLE] as unknown as TemplateStringsArray);

const routeOf = ({
  method,
  path,
  summary,
  description,
  parameters = [],
  requestBody,
  responses = {},
}: Row) => html`<article>
<h3><b>${method}</b> ${path}</h3><p>${summary ?? ""}</p>${description ? html`<p>${description}</p>` : ""}
${
  parameters.length > 0
    ? html`<table><thead><tr><th>Parameter</th><th>In</th><th>Needed</th></tr></thead><tbody>${parameters.map(
        (parameter) =>
          html`<tr><td>${parameter.name}</td><td>${parameter.in}</td><td>${parameter.required ? "yes" : "no"}</td></tr>`,
      )}</tbody></table>`
    : ""
}
${requestBody ? html`<pre>${JSON.stringify(Object.values(requestBody.content ?? {})[0]?.schema, null, 2)}</pre>` : ""}
<table><tbody>${Object.entries(responses).map(([status, { description: what }]) => html`<tr><td>${status}</td><td>${what}</td></tr>`)}</tbody></table>
</article>`;
