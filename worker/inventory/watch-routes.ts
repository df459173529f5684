/** The way in for pages that watch a product's stock. Whatever is refused here, the page goes on with what it shows. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { networkOfRequest } from "../http/rate-limit.ts";
import { newRouter, problems } from "../http/router.ts";
import type { World } from "../world.ts";
import { readShownOfProduct } from "./shown-stock-store.ts";
import { headerOfNews, NETWORK_HEADER, SHOWN_HEADER } from "./stock-watchers.ts";

const DAMPER_PERIOD_SECONDS = 60;
const PRODUCT_ID_MAX = 200;

/** Browsers name the page's origin when they open a WebSocket, and no page can forge it. Nobody else has business here. */
const withOwnPage: MiddlewareHandler<App> = async (c, next) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return problem(c, { code: "request.upgrade_needed" });
  if (c.req.header("origin") !== new URL(c.req.url).origin) return problem(c, { code: "request.cross_site" });
  const network = networkOfRequest(c);
  if (network === null || (await c.env.WATCH_DAMPER.limit({ key: network })).success) return next();
  return problem(c, { code: "request.rate_limited", retryAfterSeconds: DAMPER_PERIOD_SECONDS });
};

const watch = createRoute({
  method: "get",
  path: "/api/live/availability",
  tags: ["Catalogue"],
  summary: "A WebSocket that tells what is left of a product's SKUs, for the store's own pages",
  description: "Each message is a list of pairs, a SKU and what is shown of it: units left where few are, or `plenty`.",
  middleware: [withOwnPage] as const,
  request: { query: z.object({ product: z.string().min(1).max(PRODUCT_ID_MAX) }) },
  responses: {
    101: { description: "The socket is open; all SKUs come first, then what changes" },
    ...problems({
      403: "request.cross_site",
      404: "product.unknown",
      422: "request.invalid",
      426: "request.upgrade_needed",
      429: "request.rate_limited",
      503: "stock.too_many_watchers",
    }),
  },
});

export const watchRoutes = newRouter().openapi(watch, async (c) => {
  const { product } = c.req.valid("query");
  const network = networkOfRequest(c);
  const { world } = c.var;
  const first = await join(world, { product, network }, null);
  if (first.status !== 428) return answerOf(c, first);
  const shown = await readShownOfProduct(world.catalog, product);
  if (shown.length === 0) return problem(c, { code: "product.unknown" });
  return answerOf(c, await join(world, { product, network }, headerOfNews(shown)));
});

type Visit = { product: string; network: string | null };

/** The object is asked by a request of its own: nothing of the visitor's goes along but their network. */
function join(world: World, { product, network }: Visit, shown: string | null): Promise<Response> {
  const headers = new Headers({ upgrade: "websocket" });
  if (network) headers.set(NETWORK_HEADER, network);
  if (shown) headers.set(SHOWN_HEADER, shown);
  return world.watchersOf(product).fetch(new Request("https://watch.internal/", { headers }));
}

const answerOf = (c: Context<App>, response: Response) =>
  response.status === 101 ? response : problem(c, { code: "stock.too_many_watchers" });
