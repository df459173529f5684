/** The Worker's entry: pages and API over one address, queue messages, timers, and the Durable Objects' classes. */
import { handle } from "@astrojs/cloudflare/handler";
import { app } from "./app.ts";
import { requestIdOf } from "./http/guard.ts";
import { pageCacheOf } from "./http/page-cache.ts";

export { Cart } from "../durable-objects/cart.ts";
export { Counter } from "../durable-objects/counter.ts";
export { SkuStock } from "../durable-objects/sku-stock.ts";

const isApi = (path: string) => path.startsWith("/api/") || path.startsWith("/media/");

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (isApi(pathname)) return app.fetch(request, env, ctx);
    const render = async () => (await handle(request as never, env, ctx)) as unknown as Response;
    void requestIdOf;
    return request.method === "GET" ? pageCacheOf(ctx).serve(request, render) : render();
  },
  async queue() {},
  async scheduled() {},
} satisfies ExportedHandler<Env>;
