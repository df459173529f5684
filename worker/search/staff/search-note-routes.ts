/** Browsers tell that results were shown, or that one was followed. Nothing of who tells is kept. */
import { createRoute, z } from "@hono/zod-openapi";
import { problem } from "../../http/problem.ts";
import { marketQuery } from "../../http/query.ts";
import { networkOfRequest } from "../../http/rate-limit.ts";
import { jsonBody, newRouter, problems } from "../../http/router.ts";
import { QUERY_LENGTH_MAX, queryOf } from "../query-text.ts";
import { noteSearch } from "./note-search-flow.ts";
import { PLACE_MAX } from "./search-tally.ts";

const PRODUCT_ID_LENGTH_MAX = 100;

const note = createRoute({
  method: "post",
  path: "/api/search/notes",
  tags: ["Catalogue"],
  summary: "Tell that results were shown, or that one was followed",
  description:
    "Counted once a day, network and query, where the store itself has made the results. A page sends it with `navigator.sendBeacon`, and does without.",
  request: {
    body: jsonBody(
      z.strictObject({
        market: marketQuery,
        q: z.string().trim().min(1).max(QUERY_LENGTH_MAX),
        followed: z
          .strictObject({
            productId: z.string().min(1).max(PRODUCT_ID_LENGTH_MAX).regex(/^\S+$/u, "is no product's id"),
            place: z.int().min(1).max(PLACE_MAX).openapi({ description: "Where it stood, the first being 1" }),
          })
          .exactOptional(),
      }),
    ),
  },
  responses: {
    204: { description: "Noted" },
    ...problems({ 404: "market.unknown", 415: "request.not_json", 422: "request.invalid" }),
  },
});

export const searchNoteRoutes = newRouter().openapi(note, async (c) => {
  const { market: marketId, q: raw, followed } = c.req.valid("json");
  const market = (await c.var.world.markets()).find(marketId);
  if (!market) return problem(c, { code: "market.unknown" });
  const q = queryOf(raw);
  if (!q.ok) return problem(c, q.problem);
  const at = { market: market.id, q: q.value, network: networkOfRequest(c) };
  noteSearch(c.var.world, followed ? { ...at, kind: "clicked", ...followed } : { ...at, kind: "seen" });
  return c.body(null, 204);
});
