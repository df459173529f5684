/** Downloads over HTTP: the links of an order, the file behind one, and giving them out anew. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { SIGNED_LENGTH_MAX } from "../drops/signed.ts";
import { staffOf, withStaff, withViewer } from "../http/access.ts";
import { NO_STORE } from "../http/cache-policy.ts";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { limitTries } from "../http/rate-limit.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { readOrderForViewer } from "../orders/order-access-flow.ts";
import { ID } from "../orders/order-shapes.ts";
import { contentRangeOf, dispositionOf } from "./byte-range.ts";
import { downloadPagePathOf } from "./download-link.ts";
import { listDownloads } from "./list-downloads-flow.ts";
import { type OpenedDownload, openDownload } from "./open-download-flow.ts";
import { reissueDownloads } from "./reissue-downloads-flow.ts";

const KEY_LENGTH_MAX = 100;
const id = z.string().regex(ID);
const atMs = z.int().openapi({ description: "Milliseconds since 1970" });

const list = createRoute({
  method: "get",
  path: "/api/orders/{id}/downloads",
  tags: ["Orders"],
  summary: "What an order's digital goods are downloaded by: for its owner, for whoever has its key, and for staff",
  middleware: [withViewer] as const,
  request: { params: z.object({ id }), query: z.object({ key: z.string().max(KEY_LENGTH_MAX).optional() }) },
  responses: {
    200: answers(
      "Each file, with its link while it is open",
      z.object({
        items: z.array(
          z.object({
            sku: z.string(),
            name: z.string(),
            bytes: z.int(),
            untilMs: atMs,
            downloadsMax: z.int(),
            used: z.int(),
            left: z.int().openapi({ description: "How often it may still be begun" }),
            closed: z
              .string()
              .nullable()
              .openapi({ description: "Why it is not open: the name of a `download` problem" }),
            path: z.string().nullable().openapi({ description: "Answers the file" }),
            pagePath: z.string().nullable(),
          }),
        ),
      }),
    ),
    ...problems({ 404: "order.unknown", 422: "request.invalid" }),
  },
});

const reissue = createRoute({
  method: "post",
  path: "/api/admin/orders/{id}/downloads",
  tags: ["Staff"],
  summary: "Give a line's downloads out anew: new links, the whole count and time; the buyer is told",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ id }),
    body: jsonBody(
      z.strictObject({
        id: id.openapi({ description: "Made by the client, one an action. Sent again, it acts once" }),
        sku: z.string().min(1).max(SKU_LENGTH_MAX),
      }),
    ),
  },
  responses: {
    201: answers("The order's version by now", z.object({ orderId: z.string(), version: z.int() })),
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      404: "order.unknown",
      409: "order.line_not_digital, order.moved_on",
      422: "request.invalid, request.repeat_differs",
    }),
  },
});

export const downloadRoutes = newRouter();

// A file is no JSON: this is described beside its handler.
downloadRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/api/downloads/{token}",
  tags: ["Orders"],
  summary: "The file behind a link; its beginning is counted, later parts of it (`Range`) are not",
  description: "A browser that asks for a page is led to one that says why nothing is downloaded.",
  request: { params: z.object({ token: z.string().max(SIGNED_LENGTH_MAX) }) },
  responses: {
    200: { description: "The file, to be saved" },
    206: { description: "The part of it that was asked for" },
    303: { description: "To the page that says what is wrong" },
    ...problems({
      403: "download.link_invalid",
      404: "download.file_gone",
      410: "download.expired, download.revoked, download.replaced, download.used_up",
      416: "download.range_invalid",
      429: "request.rate_limited",
    }),
  },
});

downloadRoutes.get("/api/downloads/:token", limitTries("download.open"), async (c) => {
  const token = c.req.param("token");
  const opened = await openDownload(c.var.world, token, {
    range: c.req.header("range") ?? null,
    ifRange: c.req.header("if-range") ?? null,
    headOnly: c.req.raw.method === "HEAD",
  });
  if (opened.ok) return answerFile(c, opened.value);
  const market = (await c.var.world.markets()).known(c.req.query("market") ?? "");
  if (market && (c.req.header("accept") ?? "").includes("text/html"))
    return c.redirect(downloadPagePathOf(market.id, encodeURIComponent(token)), 303);
  if (opened.problem.code === "download.range_invalid") c.header("content-range", `bytes */${opened.problem.bytes}`);
  return problem(c, opened.problem);
});

/** Saved, never shown: a file may be anything, and must not run under the store's address. */
function answerFile(c: Context<App>, { name, type, bytes, range, etag, body }: OpenedDownload): Response {
  const headers: Record<string, string> = {
    "content-type": type,
    "content-length": String(range?.length ?? bytes),
    "content-disposition": dispositionOf(name),
    "accept-ranges": "bytes",
    etag,
    "cache-control": NO_STORE,
    "content-security-policy": "sandbox; default-src 'none'",
    "referrer-policy": "no-referrer",
    ...(range && { "content-range": contentRangeOf(range, bytes) }),
  };
  const status = range ? 206 : 200;
  return body ? c.body(body, status, headers) : c.body(null, status, headers);
}

downloadRoutes
  .openapi(list, async (c) => {
    const { world, viewer } = c.var;
    const orderId = c.req.valid("param").id;
    const order = await readOrderForViewer(world, orderId, { viewer, secret: c.req.valid("query").key ?? null });
    const db = world.ordersOfNumber(orderId);
    if (!order.ok || !db) return problem(c, { code: "order.unknown" });
    return c.json({ items: await listDownloads(world, db, order.value) }, 200);
  })
  .openapi(reissue, async (c) => {
    const { id: reissueId, sku } = c.req.valid("json");
    const orderId = c.req.valid("param").id;
    const issued = await reissueDownloads(c.var.world, { orderId, sku, reissueId, by: staffOf(c) });
    if (!issued.ok) return problem(c, issued.problem);
    if (issued.value.replayed) c.header("idempotent-replayed", "true");
    return c.json({ orderId, version: issued.value.order.version }, 201);
  });
