/** A page tells once how fast it came. Nothing of who looked at it, or at what, is taken. */
import { createRoute, z } from "@hono/zod-openapi";
import { problem } from "../http/problem.ts";
import { marketQuery } from "../http/query.ts";
import { withVitalsDamper } from "../http/rate-limit.ts";
import { jsonBody, newRouter, problems } from "../http/router.ts";
import { noteVitals } from "./note-vitals-flow.ts";
import { PAGE_TYPES } from "./page-type.ts";
import { CONNECTIONS, DEVICES, MS_MAX, SHIFT_MAX } from "./vitals.ts";

const ms = z.number().min(0).max(MS_MAX).exactOptional();

const tell = createRoute({
  method: "post",
  path: "/api/vitals",
  tags: ["Operations"],
  summary: "Tell how fast a page came",
  description:
    "Sent once a page with `navigator.sendBeacon`, and counted by day, market, kind of page, connection and device. A request with `DNT: 1` or `Sec-GPC: 1` is answered, and not counted. The same `id` soon after is counted once.",
  middleware: [withVitalsDamper] as const,
  request: {
    body: jsonBody(
      z.strictObject({
        id: z.uuid().openapi({ description: "Made up for this once" }),
        market: marketQuery,
        page: z.enum(PAGE_TYPES),
        connection: z.enum(CONNECTIONS),
        device: z.enum(DEVICES),
        values: z
          .strictObject({
            lcp: ms,
            fcp: ms,
            inp: ms,
            ttfb: ms,
            cls: z.number().min(0).max(SHIFT_MAX).exactOptional(),
          })
          .refine((values) => Object.keys(values).length > 0, "says nothing")
          .openapi({ description: "Milliseconds; `cls` has no unit" }),
      }),
    ),
  },
  responses: {
    204: { description: "Taken" },
    ...problems({
      404: "market.unknown",
      415: "request.not_json",
      422: "request.invalid",
      429: "request.rate_limited",
    }),
  },
});

export const vitalsRoutes = newRouter().openapi(tell, async (c) => {
  const { market: marketId, ...told } = c.req.valid("json");
  const market = (await c.var.world.markets()).find(marketId);
  if (!market) return problem(c, { code: "market.unknown" });
  const isRefused = c.req.header("dnt") === "1" || c.req.header("sec-gpc") === "1";
  if (!isRefused) noteVitals(c.var.world, { ...told, market: market.id });
  return c.body(null, 204);
});
